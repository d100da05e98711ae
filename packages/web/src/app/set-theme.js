// Runs before anything is painted (index.html loads it first, by itself), so that a chosen theme never flashes the other.
try {
  const theme = localStorage.getItem('silhouette.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden (private windows): the system's theme stands.
}

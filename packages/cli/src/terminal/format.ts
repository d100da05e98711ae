/** A count with thousands separators; `–` when there is none. */
export function formatCount(count: number | null): string {
  if (count === null) return '–';
  return count.toLocaleString('en-US');
}

/** A share (0-1) in per cent with one decimal, more for small ones; `–` when there is none. */
export function formatShare(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  if (percent !== 0 && Math.abs(percent) < 0.1) return `${percent.toPrecision(2)} %`;
  return `${percent.toFixed(1)} %`;
}

/** A ratio such as `3.2x`; `–` when there is none. */
export function formatRatio(ratio: number | null): string {
  if (ratio === null) return '–';
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2)}x`;
}

/** An exact decimal text with thousands separators. */
export function formatDecimalText(text: string | null): string {
  if (text === null) return '–';
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A duration in ms as a person says it: `350 ms`, `2.4 s`, `3 min 05 s`. */
export function formatDuration(elapsedMs: number): string {
  if (elapsedMs < 1000) return `${Math.round(elapsedMs)} ms`;
  if (elapsedMs < 60_000) return `${(elapsedMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A size in bytes as a person says it. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit] ?? 'B'}`;
}

/** What browsers ask for by themselves, dot and all (RFC 8615). */
const WELL_KNOWN = '.well-known';

/**
 * Whether an address reaches for files that no page links to: up the folders, for hidden ones, by backslashes, NUL or an encoding
 * within the encoding. Nobody is led to such an address.
 */
export function reachesForFiles(url: string): boolean {
  const path = decode(url.split(/[?#]/, 1)[0] ?? '');
  if (path === null || /%[\da-f]{2}/i.test(path) || path.includes('\\') || path.includes('\0')) return true;
  return path.split('/').some((part) => part.startsWith('.') && part !== WELL_KNOWN);
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

// Numbers as Markdown.

/** A Markdown table; the first column is left as it is, numbers are right-aligned. */
export function writeTable(heads, rows) {
  const lines = [heads, heads.map((_, index) => (index < 2 ? '---' : '---:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The value that so large a share of a list does not exceed (nearest rank). */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Three significant digits, and no exponent. */
export function digits(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}

export const seconds = (ms) => (ms === null || ms === undefined ? '' : (ms / 1000).toFixed(1));
export const gib = (bytes) => (bytes === null || bytes === undefined ? '' : (bytes / 2 ** 30).toFixed(2));

/** One line of CSV as RFC 4180 has it, with its CRLF: a field with a quote, comma or line break is quoted. */
export function formatCsvLine(fields: readonly string[]): string {
  return `${fields.map(formatField).join(',')}\r\n`;
}

function formatField(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

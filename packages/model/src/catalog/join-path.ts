/** The path of a key below `path`: `sources.invoices`; a key with dots, spaces, quotes or brackets is quoted: `sources["a.b"]`. */
export function joinPath(path: string, key: string): string {
  if (key === '' || /[\s.[\]"'\\]/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

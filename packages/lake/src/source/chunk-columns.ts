/** Columns asked about in one statement. */
const CHUNK = 16;

/** Columns in small groups: ClickHouse's time to analyse a statement grows faster than the statement. */
export function chunkColumns<T>(columns: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < columns.length; start += CHUNK) chunks.push(columns.slice(start, start + CHUNK));
  return chunks;
}

/** Names of segments, in one place: what the writer writes the reader finds. */
export const segmentNames = {
  /** Codes or slices of a column of the places. */
  column: (name: string): string => `c:${name}`,
  /** Numbers of the stored ranges of a column, three slices; 0 = missing. */
  ranges: (name: string): string => `r:${name}`,
  /** Codes of a column of a table's rows. */
  rowColumn: (table: string, name: string): string => `t:${table}:${name}`,
  /** u32: places that have rows, ascending. */
  who: (table: string): string => `w:${table}`,
  /** u32: first row of each of them, and the number of rows at the end. */
  starts: (table: string): string => `b:${table}`,
  /** There (empty) where occasions never descend within a place. */
  orderedOccasions: (table: string): string => `o:${table}`,
  /** Texts of a column's own dictionary, sorted by their UTF-8 bytes: ends (u32), bytes, codes (u32). */
  textEnds: (column: string): string => `${column}#ends`,
  textBytes: (column: string): string => `${column}#bytes`,
  textCodes: (column: string): string => `${column}#codes`,
  /** The labels of the places, ascending by their UTF-8 bytes. */
  labels: 'labels',
} as const;

/** Columns of a table that measures read by name. */
export const ROW_COLUMNS = { at: '@at', day: '@day', occasion: '@occasion' } as const;

/** Values of an entry that are shown. */
export const MOST_VALUES = 8;

/** Values beyond those shown: as many as the data has, where it is told; `some` where only that there are is known. */
export function countMore(listed: number, distinct: number | null, isCut: boolean): number | 'some' {
  const shown = Math.min(listed, MOST_VALUES);
  if (distinct !== null) return Math.max(0, Math.max(distinct, listed) - shown);
  return isCut ? 'some' : listed - shown;
}

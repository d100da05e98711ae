import type { ColumnCodes, ColumnTexts } from '@silhouette/bitslice';
import { allocateCodes } from './column-collector.ts';

/** The codes of some rows of a column, in their order; width and facts stay those of the whole. */
export function gatherCodes(column: ColumnCodes, rows: Uint32Array): ColumnCodes {
  const { codes: from, width, facts } = column;
  const codes = allocateCodes(width, rows.length);
  // Millions of codes pass here: each width has a loop of its own, as in placeCodes.
  if (from instanceof Uint8Array) for (let at = 0; at < rows.length; at += 1) codes[at] = from[rows[at] ?? 0] ?? 0;
  else if (from instanceof Uint16Array) for (let at = 0; at < rows.length; at += 1) codes[at] = from[rows[at] ?? 0] ?? 0;
  else if (from instanceof Uint32Array) for (let at = 0; at < rows.length; at += 1) codes[at] = from[rows[at] ?? 0] ?? 0;
  else if (codes instanceof BigUint64Array) {
    const words = width / 8;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      for (let word = 0; word < words; word += 1) codes[at * words + word] = from[row * words + word] ?? 0n;
    }
  }
  return { codes, width, facts };
}

/** A column with only those texts of its dictionary that its codes name, in the same order; text i has the code i + 1. */
export function compactTexts(
  column: ColumnCodes,
  texts: ColumnTexts,
): { readonly column: ColumnCodes; readonly texts: ColumnTexts } {
  const { codes: from, width, facts } = column;
  if (from instanceof BigUint64Array) throw new RangeError('A dictionary has more than four billion texts.');
  const renumbered = new Uint32Array(texts.length + 1);
  for (const code of from) renumbered[code] = 1;
  renumbered[0] = 0;
  const kept = texts.filter((_, index) => renumbered[index + 1] === 1);
  let next = 0;
  for (let code = 1; code < renumbered.length; code += 1) if (renumbered[code] === 1) renumbered[code] = next += 1;
  const codes = from.map((code) => renumbered[code] ?? 0);
  return { column: { codes, width, facts: { ...facts, mostCode: BigInt(kept.length) } }, texts: kept };
}

import type { OrderedRows } from './order-rows.ts';

/** Some rows of a table, in its order. */
export interface PickedRows {
  /** Customers with such rows, ascending. */
  readonly who: Uint32Array;
  /** First picked row of each, and the number of picked rows at the end. */
  readonly starts: Uint32Array;
  /** Where each stands in the whole table, ascending. */
  readonly rows: Uint32Array;
}

/** The rows from an instant on. */
export function pickRows({ who, starts, atMs }: OrderedRows, startMs: number): PickedRows {
  let count = 0;
  for (const at of atMs) if (at >= startMs) count += 1;
  const rows = new Uint32Array(count);
  const holders = new Uint32Array(Math.min(count, who.length));
  const firsts = new Uint32Array(holders.length + 1);
  let [picked, held] = [0, 0];
  for (let holder = 0; holder < who.length; holder += 1) {
    const before = picked;
    const to = starts[holder + 1] ?? 0;
    for (let row = starts[holder] ?? 0; row < to; row += 1) {
      if ((atMs[row] ?? 0) >= startMs) rows[picked++] = row;
    }
    if (picked === before) continue;
    holders[held] = who[holder] ?? 0;
    firsts[held] = before;
    held += 1;
  }
  firsts[held] = picked;
  return { who: holders.slice(0, held), starts: firsts.slice(0, held + 1), rows };
}

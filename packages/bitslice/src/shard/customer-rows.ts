import type { RowTable } from './row-table.ts';
import type { Shard } from './shard.ts';

/** Rows of a mask, customer by customer, in time. Views: nothing may be allocated in the shard's memory meanwhile. */
export class CustomerRows {
  readonly who: Uint32Array;
  readonly starts: Uint32Array;
  readonly #mask: Uint32Array | null;
  /** Rows found last; the first {@link count} hold. */
  found = new Uint32Array(64);

  constructor(shard: Shard, table: RowTable, rowMask: number) {
    const { buffer } = shard.memory;
    this.who = new Uint32Array(buffer, table.who, table.holders);
    this.starts = new Uint32Array(buffer, table.starts, table.holders + 1);
    this.#mask = rowMask === 0 ? null : new Uint32Array(buffer, rowMask, Math.ceil(table.rows / 32));
  }

  /** Finds the rows of holder i that count, into {@link found}; how many there are. */
  find(holder: number): number {
    const from = this.starts[holder] ?? 0;
    const to = this.starts[holder + 1] ?? 0;
    if (this.found.length < to - from) this.found = new Uint32Array(2 * (to - from));
    const { found } = this;
    const mask = this.#mask;
    let count = 0;
    if (mask === null) {
      for (let row = from; row < to; row += 1) found[count++] = row;
      return count;
    }
    for (let row = from; row < to; row += 1) {
      const word = (mask[row >>> 5] ?? 0) >>> (row & 31);
      if (word === 0) {
        row |= 31;
        continue;
      }
      if ((word & 1) === 1) found[count++] = row;
    }
    return count;
  }
}

import { describe, expect, test } from 'vitest';
import { pickRows } from '../../../src/index/build/pick-rows.ts';

/** Customers 2, 5, 6 and 9 with rows at these instants. */
const TABLE = {
  who: Uint32Array.of(2, 5, 6, 9),
  starts: Uint32Array.of(0, 3, 4, 5, 7),
  atMs: Float64Array.of(1, 10, 11, 9, 10, 3, 30),
  order: new Uint32Array(0),
  localMs: new Float64Array(0),
  occasion: new Uint32Array(0),
  hasOrderedOccasions: true,
};

describe('pickRows', () => {
  test.each([
    [10, [2, 6, 9], [0, 2, 3, 4], [1, 2, 4, 6]],
    [0, [2, 5, 6, 9], [0, 3, 4, 5, 7], [0, 1, 2, 3, 4, 5, 6]],
    [30, [9], [0, 1], [6]],
    [31, [], [0], []],
  ])('from %i on', (startMs, who, starts, rows) => {
    const picked = pickRows(TABLE, startMs);
    expect([...picked.who]).toEqual(who);
    expect([...picked.starts]).toEqual(starts);
    expect([...picked.rows]).toEqual(rows);
  });
});

import { dayOf, TimeZone } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import type { toConditionTree } from '../../src/view/condition-tree.ts';
import { DAY_LADDER, dayStartingAt, type Grid, makeInstantLadder, makeNumberLadder } from '../../src/view/ladder.ts';
import type { Dial } from '../../src/view/list-dials.ts';
import { pruneTree } from '../../src/view/pruning.ts';

const NEW_YORK = TimeZone.of('America/New_York');
const days = Array.from({ length: 3000 }, (_, n) => BigInt(dayOf(2019, 12, 20) + n));

/** Places of each grid at or around some positions; of a ladder each is at its place in the grid before, too. */
function expectNested(ladder: readonly Grid[], positions: readonly bigint[]): void {
  for (const position of positions) {
    for (const [level, grid] of ladder.entries()) {
      const [below, above] = [grid.below(position), grid.above(position)];
      expect(below <= position && position <= above).toBe(true);
      for (const place of [below, above]) {
        for (const finer of ladder.slice(0, level + 1))
          expect([finer.below(place), finer.above(place)]).toEqual([place, place]);
      }
    }
  }
}

describe('places at which bounds may stand', () => {
  it('are places of every finer grid: of numbers, days and instants, where clocks change too', () => {
    const numbers = makeNumberLadder(1234n);
    expect(numbers.map((grid) => grid.above(1n))).toEqual([1n, 5n, 10n, 50n, 100n, 500n, 1000n, 5000n, 50_000n]);
    expect(numbers[2]?.below(-1n)).toBe(-10n);
    expectNested(numbers, [-1235n, -7n, 0n, 1n, 4n, 5n, 49n, 51n, 1234n]);
    expectNested(
      DAY_LADDER,
      days.filter((_, n) => n % 5 === 0),
    );
    const instants = makeInstantLadder(NEW_YORK);
    const hours = days.filter((_, n) => n % 61 === 0).map((day, n) => day * 86_400_000n + BigInt(n % 24) * 3_600_000n);
    expectNested(instants, [
      ...hours,
      BigInt(NEW_YORK.startOfDay(dayOf(2024, 3, 10))),
      BigInt(NEW_YORK.startOfDay(dayOf(2024, 11, 3))),
    ]);
    for (const hour of hours) expect(dayStartingAt(instants[0]?.above(hour) ?? 0n, NEW_YORK)).not.toBeNull();
  });

  it('of months begin their parts', () => {
    const day = (text: string): bigint => BigInt(Date.parse(text) / 86_400_000);
    const around = (level: number, text: string) => [DAY_LADDER[level]?.below(day(text)), DAY_LADDER[level]?.above(day(text))];
    expect(around(1, '2024-02-29')).toEqual([day('2024-02-26'), day('2024-03-01')]);
    expect(around(2, '2024-05-31')).toEqual([day('2024-05-21'), day('2024-06-01')]);
    expect(around(3, '2024-05-31')).toEqual([day('2024-05-01'), day('2024-06-01')]);
    expect(around(4, '2024-05-31')).toEqual([day('2024-04-01'), day('2024-07-01')]);
    expect(around(6, '2024-05-31')).toEqual([day('2020-01-01'), day('2030-01-01')]);
  });

  it('are the same or many apart for whatever position, at the thin ends of what there is, too', async () => {
    // 3 below 0, 9 below 100, 9 from 100 to 199, 400 from 200 on, nobody behind 599.
    const values = [...list(3, -30, 10), ...list(9, 3, 10), ...list(9, 103, 10), ...list(400, 200, 1)];
    const found = new Set<number>();
    for (let position = -50n; position < 700n; position += 7n) found.add(await placeBound(values, position));
    const sizes = [...found].sort((one, other) => one - other);
    for (const [place, size] of sizes.slice(1).entries()) expect(size - (sizes[place] ?? 0)).toBeGreaterThanOrEqual(10);
    // Among many each position is its own.
    expect(await placeBound(list(4000, 0, 0.1), 123n)).toBe(4000 - 1230);
  });
});

function list(length: number, first: number, step: number): readonly number[] {
  return Array.from({ length }, (_, n) => Math.floor(first + n * step));
}

/** How many of some values are at a bound or above, where it is put so that 10 are many. */
async function placeBound(values: readonly number[], position: bigint): Promise<number> {
  const ladder = makeNumberLadder(BigInt(Math.max(...values)));
  // A condition that has its bound as a key: what it means only this test knows.
  const hold = (at: bigint) => ({ kind: 'customers', keys: [String(at)] }) as const;
  const boundOf = (keys: readonly string[]): number => Number(keys[0]);
  const leaf = { kind: 'leaf', predicate: hold(position), isNegated: false, path: '', levels: [] } as const;
  const dialOf = (at: bigint): Dial => ({ position: at, ladder, isNested: true, at: hold });
  const count = async (tree: ReturnType<typeof toConditionTree>): Promise<number> => {
    // There are some who have no value.
    if (tree.kind !== 'leaf' || tree.predicate.kind !== 'customers') return values.length + 50;
    const bound = boundOf(tree.predicate.keys);
    return values.filter((value) => value >= bound).length;
  };
  const pruned = await pruneTree(leaf, {
    count,
    isUntold: (size) => size < 10,
    listDials: (predicate) => (predicate.kind === 'customers' ? [dialOf(BigInt(boundOf(predicate.keys)))] : []),
    listShorter: () => [],
  });
  if (pruned.kind === 'leaf' && pruned.predicate.kind === 'any') return 0;
  return count(pruned);
}

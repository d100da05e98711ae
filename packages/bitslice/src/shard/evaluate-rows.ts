import type { AverageInterval, Interval, MaskExpression } from '../expression/expression.ts';
import { toCodeIntervals } from '../expression/normalise-intervals.ts';
import { maskBytes, type SegmentShape } from '../format/segment.ts';
import { TALLY_BYTES } from '../kernels/kernels.ts';
import { evaluateEnds, hasExactCodes } from './evaluate-ends.ts';
import { measureEachCustomer } from './measure-each.ts';
import { openRowColumn, openRowTable, type RowTable, selectRows } from './row-table.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { ROW_COLUMNS, segmentNames } from './shard-tables.ts';

type RowsExpression = Extract<MaskExpression, { kind: 'rows' }>;

/** Sums and products in a kernel must stay below this (signed 64 bits, with room). */
const SAFE = 2n ** 62n;

/** Sets in `out` (zeros) the places whose rows measure up. */
export function evaluateRows(shard: Shard, expression: RowsExpression, out: number): void {
  const table = openRowTable(shard, expression.table);
  const { measure } = expression;
  const rowMask = table.rows === 0 ? 0 : selectRows(shard, table, expression.where);
  const { kernels } = shard;
  switch (measure.kind) {
    case 'count': {
      const occasions = measure.per === 'occasion' ? openOccasions(shard, table) : NO_OCCASIONS;
      if (occasions === null) break;
      // Without any row there is nothing to run over; zero may still pass.
      const any = shard.temporary(shard.maskBytes);
      if (table.rows > 0) {
        const { at, count } = putIntervals(shard, measure.intervals);
        const { who, starts, holders } = table;
        const way = chooseWay(shard, table, rowMask);
        // Without occasions the ones of a mask are counted, a word at a time.
        if (way.kind === 'all' || (way.kind === 'tally' && occasions[0] === 0)) {
          kernels.rowsCount(who, starts, holders, rowMask, ...occasions, at, count, out, any);
        } else if (way.kind === 'sparse') {
          kernels.rowsCountSparse(who, starts, way.coarse, way.words, rowMask, ...occasions, at, count, out, any);
        } else {
          const { heads, coarse, words, scratch } = way;
          kernels.rowsCountTally(who, holders, heads, coarse, words, rowMask, ...occasions, at, count, out, any, scratch);
        }
      }
      addEmpty(shard, measure.intervals, any, out);
      return;
    }
    case 'sum': {
      const column = openRowColumn(shard, table, measure.column);
      if (!isSafeSum(column, table.rows, 1n)) break;
      const any = shard.temporary(shard.maskBytes);
      if (table.rows > 0) {
        const way = chooseWay(shard, table, rowMask);
        const { scale } = column.facts;
        const values = [column.at, widthOf(column.segment.shape), column.facts.base - scale, scale] as const;
        const { at, count } = putIntervals(shard, measure.intervals);
        const { who, starts, holders } = table;
        if (way.kind === 'all') kernels.rowsSum(who, starts, holders, ...values, at, count, out, any);
        else if (way.kind === 'sparse') {
          kernels.rowsSumSparse(who, starts, way.coarse, way.words, rowMask, ...values, at, count, out, any);
        } else {
          const { heads, coarse, words, scratch } = way;
          kernels.rowsSumTally(who, holders, heads, coarse, words, rowMask, ...values, at, count, out, any, scratch);
        }
      }
      addEmpty(shard, measure.intervals, any, out);
      return;
    }
    case 'average': {
      if (table.rows === 0) return;
      const column = openRowColumn(shard, table, measure.column);
      const occasions = measure.per === 'occasion' ? openOccasions(shard, table) : NO_OCCASIONS;
      if (occasions === null || !isSafeSum(column, table.rows, measure.factor)) break;
      const tests = putAverages(shard, measure.intervals, BigInt(table.rows));
      if (tests === null) break;
      const way = chooseWay(shard, table, rowMask);
      const { scale } = column.facts;
      const base = column.facts.base - scale;
      const values = [column.at, widthOf(column.segment.shape), base, scale, measure.factor] as const;
      const { who, starts, holders } = table;
      const count = measure.intervals.length;
      if (way.kind === 'all') kernels.rowsAverage(who, starts, holders, ...occasions, ...values, tests, count, out);
      else if (way.kind === 'sparse') {
        const { coarse, words } = way;
        kernels.rowsAverageSparse(who, starts, coarse, words, rowMask, ...occasions, ...values, tests, count, out);
      } else {
        const { heads, coarse, words, scratch } = way;
        kernels.rowsAverageTally(
          who,
          holders,
          heads,
          coarse,
          words,
          rowMask,
          ...occasions,
          ...values,
          tests,
          count,
          out,
          scratch,
        );
      }
      return;
    }
    case 'least':
    case 'greatest': {
      if (table.rows === 0) return;
      const column = openRowColumn(shard, table, measure.column);
      const isSafe = widthOf(column.segment.shape) <= 8 && column.facts.mostCode <= SAFE;
      if (measure.test.kind !== 'intervals' || !isSafe) break;
      const intervals = toCodeIntervals(measure.test.intervals, column.facts);
      const tests = putIntervals(
        shard,
        intervals.map(({ lo, hi }) => ({ from: lo, to: hi })),
      );
      kernels.rowsExtreme(
        table.who,
        table.starts,
        table.holders,
        rowMask,
        column.at,
        widthOf(column.segment.shape),
        measure.kind === 'greatest' ? 1 : 0,
        tests.at,
        tests.count,
        out,
      );
      return;
    }
    case 'lastAt':
      if (!hasExactCodes(openRowColumn(shard, table, ROW_COLUMNS.at))) break;
      evaluateEnds(shard, table, rowMask, measure, out);
      return;
    case 'first':
    case 'last':
      if (measure.ties.kind !== 'place' || !hasExactCodes(openRowColumn(shard, table, measure.column))) break;
      evaluateEnds(shard, table, rowMask, measure, out);
      return;
    default:
      break;
  }
  measureEachCustomer(shard, table, rowMask, measure, out);
}

/** A mask with fewer rows than one of so many is followed from row to row, from each to its customer. */
const SPARSE_PART = 3;

/** How the rows of a mask are gone through, and what that needs. */
type RowsWay =
  /** Every row counts. */
  | { readonly kind: 'all' }
  | { readonly kind: 'sparse'; readonly coarse: number; readonly words: number }
  | {
      readonly kind: 'tally';
      readonly heads: number;
      readonly coarse: number;
      readonly words: number;
      readonly scratch: number;
    };

function chooseWay(shard: Shard, table: RowTable, rowMask: number): RowsWay {
  if (rowMask === 0) return { kind: 'all' };
  const { kernels } = shard;
  const words = Math.ceil(table.rows / 64);
  const coarse = shard.cache.derive(`coarse:${table.name}`, words * 4, (out) =>
    kernels.rowsCoarse(table.starts, table.holders, words, out),
  );
  const counted = kernels.maskCount(rowMask, Math.max(64, maskBytes(table.rows)));
  if (counted * SPARSE_PART <= table.rows) return { kind: 'sparse', coarse, words };
  const heads = shard.cache.derive(`heads:${table.name}`, words * 8, (out) =>
    kernels.rowsHeads(table.starts, table.holders, out),
  );
  return { kind: 'tally', heads, coarse, words, scratch: shard.temporary(TALLY_BYTES) };
}

/** Each row is an occasion of its own. */
const NO_OCCASIONS = [0, 0] as const;

/** Where occasions lie and their width; 0 where rows have none; null where they descend within a place and must be told apart one by one. */
function openOccasions(shard: Shard, table: RowTable): readonly [number, number] | null {
  const name = segmentNames.rowColumn(table.name, ROW_COLUMNS.occasion);
  const segment = shard.cache.find(name);
  if (segment === null) return NO_OCCASIONS;
  if (shard.cache.find(segmentNames.orderedOccasions(table.name)) === null) return null;
  const width = widthOf(segment.shape);
  // The kernels compare 32 bits.
  return width > 4 ? null : [shard.cache.load(name), width];
}

function widthOf(shape: SegmentShape): number {
  return shape.kind === 'codes' ? shape.width : 0;
}

/** Whether the sum over all rows, times `factor`, stays within 64 bits. */
function isSafeSum({ facts, segment }: OpenColumn, rows: number, factor: bigint): boolean {
  if (widthOf(segment.shape) > 8) return false;
  const most = facts.scale * (facts.mostCode + 1n);
  const shift = abs(facts.base - facts.scale);
  return (most + shift) * BigInt(rows) * factor < SAFE && facts.mostCode < SAFE;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function clamp(value: bigint | null, open: bigint): bigint {
  if (value === null) return open;
  return value < -SAFE ? -SAFE : value > SAFE ? SAFE : value;
}

function putIntervals(shard: Shard, intervals: readonly Interval[]): { readonly at: number; readonly count: number } {
  const numbers = new BigInt64Array(Math.max(2, intervals.length * 2));
  intervals.forEach(({ from, to }, index) => {
    numbers[index * 2] = clamp(from, -SAFE);
    numbers[index * 2 + 1] = clamp(to, SAFE);
  });
  return { at: shard.put(numbers), count: intervals.length };
}

/** Null where a bound times the count could leave 64 bits. */
function putAverages(shard: Shard, intervals: readonly AverageInterval[], rows: bigint): number | null {
  const numbers = new BigInt64Array(Math.max(4, intervals.length * 4));
  for (const [index, { from, to }] of intervals.entries()) {
    for (const bound of [from, to]) if (bound !== null && abs(bound.value) * rows >= SAFE) return null;
    const flags = (from === null ? 0 : 1 + (from.open ? 2 : 0)) + (to === null ? 0 : 4 + (to.open ? 8 : 0));
    numbers.set([BigInt(flags), from?.value ?? 0n, to?.value ?? 0n, 0n], index * 4);
  }
  return shard.put(numbers);
}

/** Adds the places without a row that counts, where zero passes. */
function addEmpty(shard: Shard, intervals: readonly Interval[], any: number, out: number): void {
  const zero = intervals.some(({ from, to }) => (from === null || from <= 0n) && (to === null || to >= 0n));
  if (!zero) return;
  const { kernels, maskBytes } = shard;
  kernels.maskAndNot(any, shard.everything(), any, maskBytes);
  kernels.maskOr(out, out, any, maskBytes);
}

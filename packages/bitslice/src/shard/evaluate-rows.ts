import type { AverageInterval, Interval, MaskExpression } from '../expression/expression.ts';
import { toCodeIntervals } from '../expression/normalise-intervals.ts';
import { maskBytes, type SegmentShape } from '../format/segment.ts';
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
        const sparse = openSparse(shard, table, rowMask);
        const { at, count } = putIntervals(shard, measure.intervals);
        const { who, starts } = table;
        if (sparse === null) kernels.rowsCount(who, starts, table.holders, rowMask, ...occasions, at, count, out, any);
        else kernels.rowsCountSparse(who, starts, sparse.coarse, sparse.words, rowMask, ...occasions, at, count, out, any);
      }
      addEmpty(shard, measure.intervals, any, out);
      return;
    }
    case 'sum': {
      const column = openRowColumn(shard, table, measure.column);
      if (!isSafeSum(column, table.rows, 1n)) break;
      const any = shard.temporary(shard.maskBytes);
      if (table.rows > 0) {
        const sparse = openSparse(shard, table, rowMask);
        const { scale } = column.facts;
        const base = column.facts.base - scale;
        const width = widthOf(column.segment.shape);
        const { at, count } = putIntervals(shard, measure.intervals);
        const { who, starts } = table;
        if (sparse === null) {
          kernels.rowsSum(who, starts, table.holders, rowMask, column.at, width, base, scale, at, count, out, any);
        } else {
          const { coarse, words } = sparse;
          kernels.rowsSumSparse(who, starts, coarse, words, rowMask, column.at, width, base, scale, at, count, out, any);
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
      const sparse = openSparse(shard, table, rowMask);
      const { scale } = column.facts;
      const base = column.facts.base - scale;
      const width = widthOf(column.segment.shape);
      const { who, starts } = table;
      const { factor } = measure;
      const count = measure.intervals.length;
      if (sparse === null) {
        const { holders } = table;
        kernels.rowsAverage(
          who,
          starts,
          holders,
          rowMask,
          ...occasions,
          column.at,
          width,
          base,
          scale,
          factor,
          tests,
          count,
          out,
        );
      } else {
        const { coarse, words } = sparse;
        kernels.rowsAverageSparse(
          who,
          starts,
          coarse,
          words,
          rowMask,
          ...occasions,
          column.at,
          width,
          base,
          scale,
          factor,
          tests,
          count,
          out,
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

/** A mask with fewer rows than one of so many is followed row by row instead of customer by customer. */
const SPARSE_PART = 3;

/** What the kernels for masks with few rows need; null for one with many, and for all rows. */
function openSparse(
  shard: Shard,
  table: RowTable,
  rowMask: number,
): { readonly coarse: number; readonly words: number } | null {
  if (rowMask === 0) return null;
  const { kernels } = shard;
  if (kernels.maskCount(rowMask, Math.max(64, maskBytes(table.rows))) * SPARSE_PART > table.rows) return null;
  const words = Math.ceil(table.rows / 64);
  const coarse = shard.cache.derive(`coarse:${table.name}`, words * 4, (out) =>
    kernels.rowsCoarse(table.starts, table.holders, words, out),
  );
  return { coarse, words };
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

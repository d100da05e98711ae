import {
  assertNever,
  type CompareTest,
  type Comparison,
  decimalUnitsAt,
  type ExistsTest,
  type Literal,
  type TimeZone,
} from '@silhouette/model';
import { compareCodePoints } from '../panel/compare-code-points.ts';
import {
  type Column,
  type DatetimeColumn,
  isPresent,
  type NumberColumn,
  readTags,
  readUnits,
  type TagsColumn,
  type TextColumn,
} from './column.ts';
import { holdsComparisons, numberOf, refuseLiteral } from './compare.ts';

/** Whether a row of a column (or of an event) passes. */
export type RowTest = (row: number) => boolean;

/** The test of a column's rows: a missing value passes only `exists: false`. */
export function compileTest(column: Column, test: CompareTest | ExistsTest, zone: TimeZone): RowTest {
  if (test.kind === 'exists') return (row) => isPresent(column, row) === test.exists;
  const compare = compileComparisons(column, test.comparisons, zone);
  return (row) => isPresent(column, row) && compare(row);
}

function compileComparisons(column: Column, comparisons: readonly Comparison[], zone: TimeZone): RowTest {
  switch (column.kind) {
    case 'text':
      return compileText(column, comparisons);
    case 'tags':
      return compileTags(column, comparisons);
    case 'number':
      return compileNumber(column, comparisons);
    case 'boolean':
      return (row) =>
        holdsComparisons(comparisons, (literal) =>
          literal.type === 'boolean'
            ? Number(column.bits[row] === 1) - Number(literal.value)
            : refuseLiteral(literal.type, 'a boolean'),
        );
    case 'date':
      return (row) =>
        holdsComparisons(comparisons, (literal) =>
          literal.type === 'date' ? (column.days[row] ?? Number.NaN) - literal.day : refuseLiteral(literal.type, 'a date'),
        );
    case 'datetime':
      return compileDatetime(column, comparisons, zone);
    default:
      return assertNever(column);
  }
}

/** A list may have 100,000 values: it is looked up once for each distinct text, not once for each row. */
function compileText(column: TextColumn, comparisons: readonly Comparison[]): RowTest {
  const lists = comparisons.map((comparison) => (comparison.op === 'in' ? new Set(comparison.values.map(textOf)) : null));
  const rest = comparisons.filter((comparison) => comparison.op !== 'in');
  const passes = Uint8Array.from(column.values, (value) =>
    Number(
      lists.every((list) => list === null || list.has(value)) &&
        holdsComparisons(rest, (literal) => compareCodePoints(value, textOf(literal))),
    ),
  );
  return (row) => passes[column.codes[row] ?? -1] === 1;
}

function compileTags(column: TagsColumn, comparisons: readonly Comparison[]): RowTest {
  return (row) =>
    comparisons.every((comparison) => {
      if (comparison.op !== 'containsAny') return refuseLiteral(comparison.op, 'tags');
      return readTags(column, row).some((tag) => comparison.values.includes(tag));
    });
}

function compileNumber(column: NumberColumn, comparisons: readonly Comparison[]): RowTest {
  const lists = comparisons.flatMap((comparison) => {
    if (comparison.op !== 'in') return [];
    // A constant with more decimals than the column equals none of its values, and is not rounded to one.
    const exact = comparison.values.map(numberOf).filter((value) => value.scale <= column.decimals);
    return [new Set(exact.map((value) => decimalUnitsAt(value, column.decimals)))];
  });
  const rest = comparisons.filter((comparison) => comparison.op !== 'in');
  // Both sides as integers of the finer of the two scales, worked out once for each constant.
  const scaled = new Map<Literal, { readonly factor: bigint; readonly target: bigint }>();
  const scaleFor = (literal: Literal): { readonly factor: bigint; readonly target: bigint } => {
    const known = scaled.get(literal);
    if (known !== undefined) return known;
    const value = numberOf(literal);
    const scale = Math.max(value.scale, column.decimals);
    const made = { factor: 10n ** BigInt(scale - column.decimals), target: decimalUnitsAt(value, scale) };
    scaled.set(literal, made);
    return made;
  };
  return (row) => {
    const units = readUnits(column, row);
    return (
      lists.every((list) => list.has(units)) &&
      holdsComparisons(rest, (literal) => {
        const { factor, target } = scaleFor(literal);
        const value = units * factor;
        return value < target ? -1 : value > target ? 1 : 0;
      })
    );
  };
}

/** A bare date stands for the whole local day: a time within it is equal to it. */
function compileDatetime(column: DatetimeColumn, comparisons: readonly Comparison[], zone: TimeZone): RowTest {
  const spans = new Map<Literal, { startMs: number; endMs: number }>();
  const spanOf = (literal: Literal): { startMs: number; endMs: number } => {
    const known = spans.get(literal);
    if (known !== undefined) return known;
    const span =
      literal.type === 'date'
        ? { startMs: zone.startOfDay(literal.day), endMs: zone.startOfDay(literal.day + 1) }
        : literal.type === 'instant'
          ? { startMs: literal.atMs, endMs: literal.atMs + 1 }
          : refuseLiteral(literal.type, 'a time');
    spans.set(literal, span);
    return span;
  };
  return (row) => {
    const atMs = column.atMs[row] ?? Number.NaN;
    return holdsComparisons(comparisons, (literal) => {
      const { startMs, endMs } = spanOf(literal);
      return atMs < startMs ? -1 : atMs >= endMs ? 1 : 0;
    });
  };
}

function textOf(literal: Literal): string {
  return literal.type === 'text' ? literal.value : refuseLiteral(literal.type, 'a text');
}

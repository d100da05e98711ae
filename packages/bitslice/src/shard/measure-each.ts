import type { AverageInterval, Interval, RowMeasure, RowTies } from '../expression/expression.ts';
import { compileCodeTest, compileCountTest } from './code-test.ts';
import { rankCodes } from './column-texts.ts';
import { CustomerRows } from './customer-rows.ts';
import { type CodeReader, codeAt, readCodes } from './read-codes.ts';
import { openRowColumn, type RowTable } from './row-table.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { ROW_COLUMNS, segmentNames } from './shard-tables.ts';

/** Whether a holder's first `count` rows of `rows` measure up; `count` is at least 1. */
type Judge = (rows: Uint32Array, count: number) => boolean;

/** A judge, and whether places without any row that counts pass. */
interface Measure {
  readonly judge: Judge;
  readonly whenNone: boolean;
}

/**
 * Measures holder by holder in plain code: for measures without a kernel, and for numbers that do not fit a kernel's 64 bits.
 * Sets in `out` (zeros) the places that pass.
 */
export function measureEachCustomer(shard: Shard, table: RowTable, rowMask: number, measure: RowMeasure, out: number): void {
  // Everything is opened before the first view is made: opening may move the memory.
  const { judge, whenNone } = compileMeasure(shard, table, measure);
  const rows = new CustomerRows(shard, table, rowMask);
  const view = shard.memory.bytes;
  if (whenNone) view.set(view.subarray(shard.everything(), shard.everything() + shard.maskBytes), out);
  for (let holder = 0; holder < table.holders; holder += 1) {
    const count = rows.find(holder);
    if (count === 0) continue;
    const place = rows.who[holder] ?? 0;
    const bit = 1 << (place & 7);
    const byte = view[out + (place >> 3)] ?? 0;
    view[out + (place >> 3)] = judge(rows.found, count) ? byte | bit : byte & ~bit;
  }
}

function compileMeasure(shard: Shard, table: RowTable, measure: RowMeasure): Measure {
  switch (measure.kind) {
    case 'count': {
      if (measure.per === 'row') return ofCounts(measure.intervals, (_rows, count) => count);
      const column = openRowColumn(shard, table, ROW_COLUMNS.occasion);
      shard.everything();
      return ofCounts(measure.intervals, countDistinct(readCodes(shard.memory.buffer, column), column));
    }
    case 'days': {
      const column = openRowColumn(shard, table, ROW_COLUMNS.day);
      shard.everything();
      return ofCounts(measure.intervals, countDistinct(readCodes(shard.memory.buffer, column), column));
    }
    case 'distinct': {
      const column = openRowColumn(shard, table, measure.column);
      shard.everything();
      return ofCounts(measure.intervals, countDistinct(readCodes(shard.memory.buffer, column), column));
    }
    case 'sum': {
      const column = openRowColumn(shard, table, measure.column);
      shard.everything();
      const sum = sumRows(readCodes(shard.memory.buffer, column), column);
      const passes = (value: bigint): boolean => measure.intervals.some((interval) => isWithin(value, interval));
      return { judge: (rows, count) => passes(sum(rows, count).sum), whenNone: passes(0n) };
    }
    case 'average':
      return compileAverage(shard, table, measure);
    case 'least':
    case 'greatest': {
      const column = openRowColumn(shard, table, measure.column);
      const test = compileCodeTest(shard, column, measure.test);
      shard.everything();
      const reader = readCodes(shard.memory.buffer, column);
      const isGreatest = measure.kind === 'greatest';
      return {
        whenNone: false,
        judge: (rows, count) => {
          let best = 0n;
          for (let index = 0; index < count; index += 1) {
            const code = codeAt(reader, rows[index] ?? 0);
            if (code !== 0n && (best === 0n || (isGreatest ? code > best : code < best))) best = code;
          }
          return best !== 0n && test(best);
        },
      };
    }
    case 'first':
    case 'last':
    case 'top':
      return compileEnds(shard, table, measure);
    case 'lastAt': {
      const column = openRowColumn(shard, table, ROW_COLUMNS.at);
      const test = compileCodeTest(shard, column, { kind: 'intervals', intervals: measure.intervals });
      shard.everything();
      const reader = readCodes(shard.memory.buffer, column);
      return { whenNone: false, judge: (rows, count) => test(codeAt(reader, rows[count - 1] ?? 0)) };
    }
  }
}

function ofCounts(intervals: readonly Interval[], count: (rows: Uint32Array, count: number) => number): Measure {
  const test = compileCountTest(intervals);
  return { judge: (rows, found) => test(count(rows, found)), whenNone: test(0) };
}

/** Most codes for which a place each is kept; beyond, a set is made for each holder. */
const MOST_STAMPS = 1 << 24;

/** Different values among rows; missing ones are skipped. */
function countDistinct(reader: CodeReader, { facts }: OpenColumn): (rows: Uint32Array, count: number) => number {
  if (reader.kind === 'small' && facts.mostCode < MOST_STAMPS) {
    const { codes } = reader;
    const stamps = new Uint32Array(Number(facts.mostCode) + 1);
    let stamp = 0;
    return (rows, count) => {
      stamp += 1;
      let distinct = 0;
      for (let index = 0; index < count; index += 1) {
        const code = codes[rows[index] ?? 0] ?? 0;
        if (code === 0 || stamps[code] === stamp) continue;
        stamps[code] = stamp;
        distinct += 1;
      }
      return distinct;
    };
  }
  return (rows, count) => {
    const seen = new Set<bigint>();
    for (let index = 0; index < count; index += 1) {
      const code = codeAt(reader, rows[index] ?? 0);
      if (code !== 0n) seen.add(code);
    }
    return seen.size;
  };
}

/** Exact sums, however large. */
function sumRows(
  reader: CodeReader,
  { facts }: OpenColumn,
): (rows: Uint32Array, count: number) => { sum: bigint; present: number } {
  return (rows, count) => {
    let codes = 0n;
    let present = 0;
    for (let index = 0; index < count; index += 1) {
      const code = codeAt(reader, rows[index] ?? 0);
      if (code === 0n) continue;
      codes += code;
      present += 1;
    }
    return { sum: (facts.base - facts.scale) * BigInt(present) + facts.scale * codes, present };
  };
}

function isWithin(value: bigint, { from, to }: Interval): boolean {
  return (from === null || value >= from) && (to === null || value <= to);
}

function compileAverage(shard: Shard, table: RowTable, measure: Extract<RowMeasure, { kind: 'average' }>): Measure {
  const column = openRowColumn(shard, table, measure.column);
  // Without a column of occasions each row is one of its own.
  const hasOccasions =
    measure.per === 'occasion' && shard.cache.find(segmentNames.rowColumn(table.name, ROW_COLUMNS.occasion)) !== null;
  const occasion = hasOccasions ? openRowColumn(shard, table, ROW_COLUMNS.occasion) : null;
  shard.everything();
  const sum = sumRows(readCodes(shard.memory.buffer, column), column);
  const countOccasions = occasion === null ? null : countDistinct(readCodes(shard.memory.buffer, occasion), occasion);
  return {
    whenNone: false,
    judge: (rows, count) => {
      const found = sum(rows, count);
      if (found.present === 0) return false;
      const parts = BigInt(countOccasions === null ? count : countOccasions(rows, count));
      return measure.intervals.some((interval) => isAverageWithin(found.sum * measure.factor, parts, interval));
    },
  };
}

function isAverageWithin(sum: bigint, parts: bigint, { from, to }: AverageInterval): boolean {
  if (from !== null && (sum < from.value * parts || (from.open && sum === from.value * parts))) return false;
  return to === null || sum < to.value * parts || (!to.open && sum === to.value * parts);
}

function compileEnds(shard: Shard, table: RowTable, measure: Extract<RowMeasure, { kind: 'first' | 'last' | 'top' }>): Measure {
  const column = openRowColumn(shard, table, measure.column);
  const at = openRowColumn(shard, table, ROW_COLUMNS.at);
  const test = compileCodeTest(shard, column, measure.test);
  const rankOf = compileRanks(shard, column, measure.ties);
  shard.everything();
  const reader = readCodes(shard.memory.buffer, column);
  const times = readCodes(shard.memory.buffer, at);
  const compare = (a: number, b: number): number => {
    if (rankOf === null) return a - b;
    const inTime = Number(codeAt(times, a) - codeAt(times, b));
    if (inTime !== 0) return inTime;
    const [left, right] = [rankOf(codeAt(reader, a)), rankOf(codeAt(reader, b))];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const whenNone = measure.test.kind === 'missing';
  const { kind } = measure;
  return {
    whenNone,
    judge: (rows, count) => {
      if (kind === 'top') {
        const top = findTop(rows, count, reader, compare);
        return top === null ? whenNone : test(top);
      }
      let best = rows[0] ?? 0;
      for (let index = 1; index < count; index += 1) {
        const row = rows[index] ?? 0;
        const order = compare(row, best);
        if (kind === 'first' ? order < 0 : order > 0) best = row;
      }
      return test(codeAt(reader, best));
    },
  };
}

/** How a value stands among others of its instant; null: rows are ordered by their place. A missing value (0) is least. */
function compileRanks(shard: Shard, column: OpenColumn, ties: RowTies): ((code: bigint) => bigint) | null {
  switch (ties.kind) {
    case 'place':
      return null;
    case 'code':
      return (code) => code;
    case 'ranks': {
      const { ranks } = ties;
      const first = Number(column.facts.base) - 1;
      return (code) => (code === 0n ? 0n : BigInt(ranks[Number(code) + first] ?? 0) + 1n);
    }
    case 'text': {
      const ranks = rankCodes(shard, column.segment.name);
      return (code) => BigInt(ranks[Number(code)] ?? 0);
    }
  }
}

/** The value with most rows; of several such the one whose latest row is latest. Null without any value. */
function findTop(
  rows: Uint32Array,
  count: number,
  reader: CodeReader,
  compare: (a: number, b: number) => number,
): bigint | null {
  const groups = new Map<bigint, { size: number; latest: number }>();
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] ?? 0;
    const code = codeAt(reader, row);
    if (code === 0n) continue;
    const group = groups.get(code);
    if (group === undefined) groups.set(code, { size: 1, latest: row });
    else {
      group.size += 1;
      if (compare(row, group.latest) > 0) group.latest = row;
    }
  }
  let best: { code: bigint; size: number; latest: number } | null = null;
  for (const [code, { size, latest }] of groups) {
    if (best === null || size > best.size || (size === best.size && compare(latest, best.latest) > 0)) {
      best = { code, size, latest };
    }
  }
  return best?.code ?? null;
}

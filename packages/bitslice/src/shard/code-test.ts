import type { Interval, ValueTest } from '../expression/expression.ts';
import { toCode, toCodeIntervals } from '../expression/normalise-intervals.ts';
import { findListCodes, findTextCodes } from './column-texts.ts';
import type { OpenColumn, Shard } from './shard.ts';

/** The test of single codes of a column, 0 = missing. */
export function compileCodeTest(shard: Shard, column: OpenColumn, test: ValueTest): (code: bigint) => boolean {
  switch (test.kind) {
    case 'present':
      return (code) => code !== 0n;
    case 'missing':
      return (code) => code === 0n;
    case 'intervals': {
      const intervals = toCodeIntervals(test.intervals, column.facts);
      return (code) => intervals.some(({ lo, hi }) => code >= lo && code <= hi);
    }
    case 'set': {
      const codes = new Set(test.values.map((value) => toCode(BigInt(value), column.facts)));
      return (code) => code !== 0n && codes.has(code);
    }
    case 'texts':
      return inCodes(findTextCodes(shard, column.segment.name, test.texts));
    case 'lists':
      return inCodes(findListCodes(shard, column.segment.name, test.each));
  }
}

function inCodes(list: readonly number[]): (code: bigint) => boolean {
  const codes = new Set(list.map((code) => BigInt(code)));
  return (code) => codes.has(code);
}

/** The test of counts. */
export function compileCountTest(intervals: readonly Interval[]): (count: number) => boolean {
  const bounds = intervals.map(({ from, to }) => ({
    from: from === null ? Number.NEGATIVE_INFINITY : Number(from),
    to: to === null ? Number.POSITIVE_INFINITY : Number(to),
  }));
  return (count) => bounds.some(({ from, to }) => count >= from && count <= to);
}

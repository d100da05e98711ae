import type { RowMeasure, ValueTest } from '../expression/expression.ts';
import { toCodeIntervals } from '../expression/normalise-intervals.ts';
import { compileCodeSearch } from './code-search.ts';
import { compileCodeTest } from './code-test.ts';
import { codeAt, readCodes } from './read-codes.ts';
import { openRowColumn, type RowTable } from './row-table.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { ROW_COLUMNS } from './shard-tables.ts';

/** Of the second only `first` and `last`: the most frequent value is another matter. */
type EndMeasure = Extract<RowMeasure, { kind: 'lastAt' }> | Extract<RowMeasure, { kind: 'first' | 'last' | 'top' }>;

/** What the kernel writes for a holder without any row that counts. */
const NO_ROW = 0xffff_ffff;
/** Codes up to this are judged once each and looked up. */
const MOST_JUDGED = 1 << 20;

/**
 * Sets in `out` (zeros) the places whose first or last row that counts has a value that passes; rows of one instant are ordered by
 * their place. A kernel finds the row of every holder.
 */
export function evaluateEnds(shard: Shard, table: RowTable, rowMask: number, measure: EndMeasure, out: number): void {
  const isLast = measure.kind !== 'first';
  const column = openRowColumn(shard, table, measure.kind === 'lastAt' ? ROW_COLUMNS.at : measure.column);
  const test: ValueTest = measure.kind === 'lastAt' ? { kind: 'intervals', intervals: measure.intervals } : measure.test;
  const passes = judgeCodes(shard, column, test);
  const everything = shard.everything();
  const ends = shard.temporary(4 * Math.max(1, table.holders));
  if (table.rows > 0) shard.kernels.rowsEnd(table.starts, table.holders, rowMask, isLast ? 1 : 0, ends);
  // Nothing is allocated from here on.
  const view = shard.memory.bytes;
  if (test.kind === 'missing') view.copyWithin(out, everything, everything + shard.maskBytes);
  const { buffer } = shard.memory;
  const who = new Uint32Array(buffer, table.who, table.holders);
  const rows = new Uint32Array(buffer, ends, table.holders);
  const reader = readCodes(buffer, column);
  for (let holder = 0; holder < table.holders; holder += 1) {
    const row = rows[holder] ?? NO_ROW;
    if (row === NO_ROW) continue;
    const isIn = reader.kind === 'small' ? passes(reader.codes[row] ?? 0) : passes(Number(codeAt(reader, row)));
    const place = who[holder] ?? 0;
    const bit = 1 << (place & 7);
    const byte = view[out + (place >> 3)] ?? 0;
    view[out + (place >> 3)] = isIn ? byte | bit : byte & ~bit;
  }
}

/** Whether a column's codes are small enough to be told by numbers. */
export function hasExactCodes({ facts }: OpenColumn): boolean {
  return facts.mostCode < 2n ** 53n;
}

function judgeCodes(shard: Shard, column: OpenColumn, test: ValueTest): (code: number) => boolean {
  if (test.kind === 'intervals') return compileCodeSearch(toCodeIntervals(test.intervals, column.facts));
  const { mostCode } = column.facts;
  const judge = compileCodeTest(shard, column, test);
  if (mostCode > BigInt(MOST_JUDGED)) return (code) => judge(BigInt(code));
  const verdicts = Uint8Array.from({ length: Number(mostCode) + 1 }, (_, code) => Number(judge(BigInt(code))));
  return (code) => verdicts[code] === 1;
}

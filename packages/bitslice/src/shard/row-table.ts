import type { RowExpression, ValueTest } from '../expression/expression.ts';
import { maskBytes } from '../format/segment.ts';
import { clearTail } from './mask-bits.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { segmentNames } from './shard-tables.ts';

/** Tests of longer lists are not kept. */
const MOST_NAMED = 50;

/** The rows of one table, ordered by place and then in time. */
export interface RowTable {
  readonly name: string;
  /** Where the places that have rows lie (u32), and how many there are. */
  readonly who: number;
  readonly holders: number;
  /** First row of each (u32), with the number of rows at the end. */
  readonly starts: number;
  readonly rows: number;
}

/** Opens a table; it stays for the step. @throws IndexError `unknown-column` */
export function openRowTable(shard: Shard, name: string): RowTable {
  const holders = shard.cache.describe(segmentNames.who(name)).bytes / 4;
  const who = shard.cache.load(segmentNames.who(name));
  const starts = shard.cache.load(segmentNames.starts(name));
  const rows = new Uint32Array(shard.memory.buffer, starts, holders + 1)[holders] ?? 0;
  return { name, who, holders, starts, rows };
}

/** A column of a table's rows. @throws IndexError `unknown-column` */
export function openRowColumn(shard: Shard, table: RowTable, column: string): OpenColumn {
  return shard.openColumn(segmentNames.rowColumn(table.name, column), table.rows);
}

/** The rows of an expression, as a mask for this step; 0 stands for all of them. */
export function selectRows(shard: Shard, table: RowTable, where: RowExpression): number {
  if (where.kind === 'everything') return 0;
  return makeRowMask(shard, table, where);
}

/** The mask of an expression, which must not be changed: that of a single test is kept, since windows and filters come again. */
function makeRowMask(shard: Shard, table: RowTable, where: RowExpression): number {
  const key = where.kind === 'values' ? nameTest(where.column, where.test) : null;
  if (where.kind !== 'values' || key === null) return makeTemporaryMask(shard, table, where);
  const bytes = Math.max(64, maskBytes(table.rows));
  return shard.cache.derive(`rows:${table.name}:${key}`, bytes, (out) =>
    shard.test(openRowColumn(shard, table, where.column), where.test, out),
  );
}

/** A name for a test of a column; null for long lists. */
function nameTest(column: string, test: ValueTest): string | null {
  switch (test.kind) {
    case 'present':
    case 'missing':
      return JSON.stringify([column, test.kind]);
    case 'intervals':
      if (test.intervals.length > MOST_NAMED) return null;
      return JSON.stringify([column, ...test.intervals.map(({ from, to }) => `${from}:${to}`)]);
    case 'set':
      return test.values.length > MOST_NAMED ? null : JSON.stringify([column, 'set', test.values]);
    case 'texts':
      return test.texts.length > MOST_NAMED ? null : JSON.stringify([column, 'texts', test.texts]);
    case 'lists':
      return null;
  }
}

function makeTemporaryMask(shard: Shard, table: RowTable, where: RowExpression): number {
  const bytes = Math.max(64, maskBytes(table.rows));
  const { kernels } = shard;
  const out = shard.temporary(bytes);
  const setAll = (): void => {
    shard.memory.bytes.fill(0xff, out, out + bytes);
    clearTail(shard.memory.bytes, out, table.rows, bytes);
  };
  switch (where.kind) {
    case 'everything':
      setAll();
      return out;
    case 'nothing':
      return out;
    case 'and': {
      setAll();
      for (const part of where.parts) kernels.maskAnd(out, out, makeRowMask(shard, table, part), bytes);
      return out;
    }
    case 'or':
      for (const part of where.parts) kernels.maskOr(out, out, makeRowMask(shard, table, part), bytes);
      return out;
    case 'not': {
      setAll();
      kernels.maskAndNot(out, out, makeRowMask(shard, table, where.part), bytes);
      return out;
    }
    case 'values':
      shard.test(openRowColumn(shard, table, where.column), where.test, out);
      return out;
  }
}

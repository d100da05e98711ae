import { formatDecimalAt, MAX_CATEGORY_VALUES, parseDecimal, type ValueStats, type ValueType } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import type { AggregateRow } from './read-values.ts';

/** A column of final files whose values are to be counted. */
export interface StatsColumn {
  readonly id: string;
  readonly type: ValueType;
  readonly decimals: number;
}

/** What was seen of a column; a category with too many values has become text. */
export interface SeenColumn {
  readonly type: ValueType;
  readonly stats: ValueStats;
}

/** Columns asked for at once: their distinct values must fit in memory together. */
const BATCH = 40;
/** Where the estimate is this far above the limit, the exact number of distinct values is not needed. */
const SURELY_TOO_MANY = MAX_CATEGORY_VALUES * 1.2;

/** Statistics of columns over all shards of a table, by id. */
export async function readStats(
  session: ChdbSession,
  files: readonly string[],
  columns: readonly StatsColumn[],
): Promise<ReadonlyMap<string, SeenColumn>> {
  const seen = new Map<string, SeenColumn>();
  for (let start = 0; start < columns.length; start += BATCH) {
    const batch = columns.slice(start, start + BATCH);
    const [first] = await session.query<AggregateRow>(
      `SELECT ${batch.flatMap(rangeSql).join(', ')} FROM ${fileSql(files)} AS t`,
    );
    const range = first ?? {};
    const counted = batch.filter((column, index) => isCounted(column) && Number(range[`e${index}`] ?? 0) <= SURELY_TOO_MANY);
    const distinct = await countDistinct(session, files, counted);
    for (const [index, column] of batch.entries())
      seen.set(column.id, toSeen(column, range, index, distinct.get(column.id) ?? null));
  }
  return seen;
}

function isCounted({ type }: StatsColumn): boolean {
  return type === 'category' || type === 'tags' || type === 'boolean';
}

function rangeSql(column: StatsColumn, index: number): string[] {
  const value = columnSql(column);
  const present = column.type === 'tags' ? `notEmpty(${value})` : `isNotNull(${value})`;
  const parts = [`countIf(${present}) AS p${index}`, `count() AS n${index}`];
  if (column.type === 'category') parts.push(`uniqCombined64(${value}) AS e${index}`);
  if (column.type === 'tags') parts.push(`uniqCombined64Array(${value}) AS e${index}`);
  if (column.type === 'number' || column.type === 'date')
    parts.push(`toString(min(${value})) AS a${index}`, `toString(max(${value})) AS z${index}`);
  if (column.type === 'datetime') {
    parts.push(
      `toString(toUnixTimestamp64Milli(min(${value}))) AS a${index}`,
      `toString(toUnixTimestamp64Milli(max(${value}))) AS z${index}`,
    );
  }
  return parts;
}

/** A column by its table: an id such as `n0` must not be taken for the alias of a result. */
function columnSql({ id }: StatsColumn): string {
  return `t.${quoteIdentifier(id)}`;
}

async function countDistinct(
  session: ChdbSession,
  files: readonly string[],
  columns: readonly StatsColumn[],
): Promise<Map<string, number>> {
  if (columns.length === 0) return new Map();
  const counts = columns.map(
    (column, index) => `${column.type === 'tags' ? 'uniqExactArray' : 'uniqExact'}(${columnSql(column)}) AS d${index}`,
  );
  const [row] = await session.query<AggregateRow>(`SELECT ${counts.join(', ')} FROM ${fileSql(files)} AS t`);
  return new Map(columns.map(({ id }, index) => [id, Number(row?.[`d${index}`] ?? 0)]));
}

function toSeen(column: StatsColumn, range: AggregateRow, index: number, distinct: number | null): SeenColumn {
  const present = Number(range[`p${index}`] ?? 0);
  const isTooMany = column.type === 'category' && (distinct === null || distinct > MAX_CATEGORY_VALUES);
  return {
    type: isTooMany ? 'text' : column.type,
    stats: {
      present,
      missing: Number(range[`n${index}`] ?? 0) - present,
      distinct: isTooMany ? null : distinct,
      min: formatBound(column, range[`a${index}`]),
      max: formatBound(column, range[`z${index}`]),
    },
  };
}

function formatBound(column: StatsColumn, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (column.type === 'datetime') return new Date(Number(value)).toISOString();
  if (column.type !== 'number') return value;
  const decimal = parseDecimal(value);
  return decimal === null ? null : formatDecimalAt(decimal, column.decimals);
}

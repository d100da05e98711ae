import {
  type ColumnSpec,
  DAY_MS,
  MAX_DECIMALS,
  SilhouetteError,
  suggestNearest,
  type TimeZone,
  type ValueType,
} from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { quoteIdentifier } from '../chdb/sql-text.ts';
import type { ColumnReport } from '../snapshot/load-report.ts';
import { textColumnName } from '../source/source-select.ts';
import { parseNativeType, valueTypeOf } from '../value-sql/native-type.ts';
import { countValueDecimalsSql, readValueSql } from '../value-sql/read-value-sql.ts';
import type { LocalRange, ReadValueOptions, ValueReadSpec, ValueSql } from '../value-sql/value-sql.ts';
import { type Relation, type RelationColumn, type Relations, withRelationSql } from './relations.ts';

/** One value to read from each row: where its raw value stands in a query, and how it is to be read. */
export interface ValueReading {
  /** Name for reports. */
  readonly name: string;
  /** Column of the inner query with the raw value. */
  readonly raw: string;
  /** ClickHouse type of the raw value. */
  readonly fromType: string;
  readonly spec: ValueReadSpec;
  /** Bounds of the local times that occur, where they are known. */
  readonly range?: LocalRange | undefined;
  /** Text that a source has trimmed already. */
  readonly isClean?: boolean;
}

/** Nothing declared: the type comes from the column, the rest is plain. */
export const PLAIN_COLUMN: ColumnSpec = {
  type: null,
  missing: [],
  decimals: null,
  format: null,
  separator: null,
  trueValues: null,
  falseValues: null,
};

const EXAMPLES = 5;

/** How a raw value is read as the catalog declares it; `separator` alone declares tags. */
export function makeReadSpec(spec: ColumnSpec, fromType: string): ValueReadSpec {
  const type = spec.type ?? (spec.separator === null ? valueTypeOf(fromType) : 'tags');
  return {
    type,
    decimals: spec.decimals,
    missing: spec.missing,
    format: spec.format,
    separator: spec.separator,
    trueValues: spec.trueValues,
    falseValues: spec.falseValues,
  };
}

/**
 * Bounds of the local times of a column of dates, which spare the rest of the zone's table; undefined for other types,
 * where looking would cost as much as it saves, and without any value.
 */
export async function readDateRange(
  session: ChdbSession,
  relations: Relations,
  relation: Relation,
  source: RawSource,
): Promise<LocalRange | undefined> {
  if (parseNativeType(source.fromType).kind !== 'date' || source.text !== null) return undefined;
  const day = `toInt32(toDate32(${source.expr}))`;
  // A column may be called `first`; none begins with an underscore.
  const [row] = await session.query<{ _first: number | null; _last: number | null }>(
    `${withRelationSql(relations, relation.name)} SELECT minOrNull(${day}) AS _first, maxOrNull(${day}) AS _last FROM ${quoteIdentifier(relation.name)}`,
  );
  if (row === undefined || row._first === null || row._last === null) return undefined;
  return { minMs: row._first * DAY_MS, maxMs: (row._last + 1) * DAY_MS };
}

/** The SQL of a reading. @throws SilhouetteError at `path` when no value can come from such a column. */
export function readSql(reading: ValueReading, zone: TimeZone, path: string): ValueSql {
  try {
    return readValueSql(optionsOf(reading, zone));
  } catch (error) {
    if (!(error instanceof SilhouetteError)) throw error;
    throw new SilhouetteError(
      error.issues.map((issue) => ({ ...issue, path })),
      { cause: error },
    );
  }
}

/** A value whose costly part is a column of an inner query. */
export interface BoundValue {
  /** `<expression> AS <name>` for the inner query; null where nothing is shared. */
  readonly column: string | null;
  readonly value: ValueSql;
}

/**
 * Names the part that all expressions of a value share, so that it is written (a zone's table is long) and computed once.
 * Times come as elements of one tuple; other values are short.
 */
export function bindValue(value: ValueSql, name: string): BoundValue {
  const shared = /^tupleElement\(([\s\S]+), \d\)$/.exec(value.isMissing)?.[1];
  if (shared === undefined) return { column: null, value };
  const bind = (sql: string): string => sql.replaceAll(shared, name);
  return {
    column: `${shared} AS ${name}`,
    value: {
      value: bind(value.value),
      sqlType: value.sqlType,
      instantMs: value.instantMs === null ? null : bind(value.instantMs),
      isMissing: bind(value.isMissing),
      isUnparsable: bind(value.isUnparsable),
      isRounded: bind(value.isRounded),
      isTimeNever: bind(value.isTimeNever),
      isTimeTwice: bind(value.isTimeTwice),
    },
  };
}

/** A query with the shared parts of values added to its columns. */
export function selectBoundSql(inner: string, bound: readonly BoundValue[]): string {
  const columns = bound.flatMap(({ column }) => (column === null ? [] : [column]));
  return columns.length === 0 ? inner : `SELECT *, ${columns.join(', ')} FROM (${inner})`;
}

/** SQL of the digits after the point that a value has. */
export function countDecimalsOfSql(reading: ValueReading, zone: TimeZone): string {
  return countValueDecimalsSql(optionsOf(reading, zone));
}

function optionsOf(reading: ValueReading, zone: TimeZone): ReadValueOptions {
  const options = {
    expr: quoteIdentifier(reading.raw),
    fromType: reading.fromType,
    spec: reading.spec,
    zone,
    isClean: reading.isClean ?? false,
  };
  return reading.range === undefined ? options : { ...options, range: reading.range };
}

/** Aggregates for a column's report over the rows that hold `condition`; read back by {@link readColumnReport}. */
export function reportColumnsSql(reading: ValueReading, value: ValueSql, condition: string, prefix: string): string[] {
  const shown = `toString(ifNull(toString(${quoteIdentifier(reading.raw)}), ''))`;
  const countOf = (flag: string): string => (flag === '0' ? '0' : `countIf((${condition}) AND ${flag})`);
  const examplesOf = (flag: string): string =>
    flag === '0'
      ? "CAST([], 'Array(String)')"
      : `groupUniqArrayIf(${EXAMPLES})(substringUTF8(${shown}, 1, 100), (${condition}) AND ${flag})`;
  return [
    `countIf((${condition}) AND NOT ${value.isMissing} AND NOT ${value.isUnparsable}) AS ${prefix}_present`,
    `countIf((${condition}) AND ${value.isMissing}) AS ${prefix}_missing`,
    `${countOf(value.isUnparsable)} AS ${prefix}_unparsable`,
    `${examplesOf(value.isUnparsable)} AS ${prefix}_unparsable_examples`,
    `${countOf(value.isRounded)} AS ${prefix}_rounded`,
    `${examplesOf(value.isRounded)} AS ${prefix}_rounded_examples`,
    `${countOf(value.isTimeNever)} AS ${prefix}_never`,
    `${countOf(value.isTimeTwice)} AS ${prefix}_twice`,
  ];
}

/** A row of aggregates, as ClickHouse's JSON gives it. */
export type AggregateRow = Readonly<Record<string, unknown>>;

/** The report of one column from the aggregates of {@link reportColumnsSql}. */
export function readColumnReport(row: AggregateRow, reading: ValueReading, prefix: string): ColumnReport {
  const unparsable = countOf(row, `${prefix}_unparsable`);
  return {
    column: reading.name,
    type: reading.spec.type,
    present: countOf(row, `${prefix}_present`),
    // What cannot be read becomes missing, and is counted apart as well.
    missing: countOf(row, `${prefix}_missing`) + unparsable,
    unparsable,
    unparsableExamples: textsOf(row, `${prefix}_unparsable_examples`),
    rounded: countOf(row, `${prefix}_rounded`),
    roundedExamples: textsOf(row, `${prefix}_rounded_examples`),
    timesNever: countOf(row, `${prefix}_never`),
    timesTwice: countOf(row, `${prefix}_twice`),
  };
}

/** A count in a row of aggregates. */
export function countOf(row: AggregateRow, name: string): number {
  return Number(row[name] ?? 0);
}

/** A list of texts in a row of aggregates, in order. */
function textsOf(row: AggregateRow, name: string): string[] {
  const value = row[name];
  return Array.isArray(value) ? value.map(String).sort() : [];
}

/** Where a column's raw value is read from. */
export interface RawSource {
  readonly expr: string;
  readonly fromType: string;
  /** The source's column whose text is needed; null when its typed value is read. */
  readonly text: string | null;
  /** Text is trimmed: columns of a source are, what a view makes may not be. */
  readonly isClean: boolean;
}

/**
 * A column to be read as `wanted` (null: as its own type). Of a source, a column that was inferred to be of another type is
 * read from the very text of the file: nothing that the other type would lose is lost. So is a number with the most
 * decimals that a source shows where fewer are wanted: it may have been rounded already, and 2.0049999 must not become
 * 2.005 and then 2.01.
 */
export function chooseRawSource(
  relation: Relation,
  column: RelationColumn,
  wanted: ValueType | null,
  decimals: number | null = null,
): RawSource {
  const shown = valueTypeOf(column.type);
  const native = parseNativeType(column.type);
  const isRounded = native.kind === 'decimal' && native.scale === MAX_DECIMALS && decimals !== null && decimals < MAX_DECIMALS;
  const isSame =
    (wanted === null || wanted === shown || shown === 'tags' || (wanted === 'datetime' && shown === 'date')) && !isRounded;
  if (isSame || relation.withTextsSql === null)
    return { expr: quoteIdentifier(column.name), fromType: column.type, text: null, isClean: relation.kind === 'source' };
  return { expr: quoteIdentifier(textColumnName(column.name)), fromType: 'Nullable(String)', text: column.name, isClean: true };
}

/** The column of a name. @throws missing-column at `path`, with the nearest name. */
export function findColumn(columns: readonly RelationColumn[], name: string, relation: string, path: string): RelationColumn {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name).filter((one) => !one.startsWith('_'));
  const nearest = suggestNearest(name, names);
  const list = `${names.slice(0, 30).join(', ')}${names.length > 30 ? ' …' : ''}`;
  const hint = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  throw SilhouetteError.of('missing-column', `"${relation}" has no column "${name}".${hint} It has: ${list}.`, path);
}

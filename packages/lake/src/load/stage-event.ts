import { type EventSpec, SilhouetteError, type TimeZone } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { newFileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import { type ErasedKeys, isOneOfSql } from '../erasure/erased-keys.ts';
import { findErasedKeys } from '../erasure/find-erased-keys.ts';
import type { EventReport } from '../snapshot/load-report.ts';
import { parseNativeType } from '../value-sql/native-type.ts';
import type { ValueSql } from '../value-sql/value-sql.ts';
import { instantToLocalSql } from '../value-sql/zone-sql.ts';
import { checkExpression, explainSqlError } from './check-sql.ts';
import { gatherAll } from './gather-all.ts';
import {
  type AggregateRow,
  bindValue,
  chooseRawSource,
  countDecimalsOfSql,
  countOf,
  findColumn,
  PLAIN_COLUMN,
  readColumnReport,
  readDateRange,
  readSql,
  reportColumnsSql,
  selectBoundSql,
  type ValueReading,
} from './read-values.ts';
import { type Relations, withRelationSql } from './relations.ts';
import {
  describeExpression,
  labelSql,
  type RawColumn,
  resolveValues,
  type SettledValue,
  type StagedValue,
  settleValues,
} from './stage-values.ts';

/** An event's rows, read and checked, in one file that is not yet in shards. */
export interface StagedEvent {
  readonly id: string;
  readonly spec: EventSpec;
  /** Parquet: `_customer`, `_at_ms`, `_local_ms`, `_row`, `_occ` (text of the occasion, unique where it has none), values, labels. */
  readonly file: string;
  readonly fields: readonly SettledValue[];
  readonly hasOccasion: boolean;
  readonly hasRowOrder: boolean;
  /** Made from a view, where `_row` may repeat. */
  readonly fromView: boolean;
  readonly report: EventReport;
  /** Newest instant not later than the start of the load; null without one. */
  readonly newestMs: number | null;
}

/** An event whose columns and SQL have been checked; nothing has been read yet. */
export interface ResolvedEvent {
  readonly id: string;
  readonly spec: EventSpec;
  readonly innerSql: string;
  readonly time: ValueReading;
  /** How `_raw_time` is read, over the columns of `innerSql`. */
  readonly timeSql: ValueSql;
  readonly fields: readonly StagedValue[];
  readonly occasions: number;
  readonly hasRowOrder: boolean;
  readonly fromView: boolean;
}

/** Checks an event against its relation. @throws missing-column, invalid-sql, inexact-sql with all issues. */
export async function resolveEvent(
  session: ChdbSession,
  relations: Relations,
  id: string,
  spec: EventSpec,
  zone: TimeZone,
): Promise<ResolvedEvent> {
  const path = `events.${id}`;
  const relation = relations.get(spec.from);
  if (relation === undefined) {
    throw SilhouetteError.of('unknown-source', `There is no source or view "${spec.from}".`, `${path}.from`);
  }
  const [key, time, occasions, where, { values, raw, texts }] = await gatherAll(
    () => findColumn(relation.columns, spec.customer, spec.from, `${path}.customer`),
    () => findColumn(relation.columns, spec.time, spec.from, `${path}.time`),
    () => spec.occasion.map((name) => findColumn(relation.columns, name, spec.from, `${path}.occasion`)),
    async () => {
      const checked = spec.where === null ? null : await checkExpression(session, spec.where, `${path}.where`);
      if (checked !== null) await describeExpression(session, relations, relation, `(${checked}\n) != 0`, `${path}.where`);
      return checked;
    },
    () => resolveValues(session, relations, relation, spec.fields, `${path}.fields`),
  );
  const row = relation.columns.find((column) => column.name === '_row');
  if (row !== undefined && parseNativeType(row.type).kind !== 'integer') {
    throw SilhouetteError.of(
      'invalid-sql',
      `The column _row of "${spec.from}" is no whole number; select it from a source as it is, or leave it out.`,
      `${path}.from`,
    );
  }
  const text = { ...PLAIN_COLUMN, type: 'text' } as const;
  const keySource = chooseRawSource(relation, key, 'category');
  const timeSource = chooseRawSource(relation, time, 'datetime');
  const occasionSources = occasions.map((column) => chooseRawSource(relation, column, 'category'));
  const keySql = readSql(
    { name: key.name, raw: '_raw_key', fromType: keySource.fromType, spec: text, isClean: keySource.isClean },
    zone,
    `${path}.customer`,
  ).value;
  const timeReading: ValueReading = {
    name: time.name,
    raw: '_raw_time',
    fromType: timeSource.fromType,
    isClean: timeSource.isClean,
    spec: { ...PLAIN_COLUMN, type: 'datetime' },
    range: await readDateRange(session, relations, relation, timeSource),
  };
  const timeValue = bindValue(readSql(timeReading, zone, `${path}.time`), '_bound_time');
  const occasionTexts = occasions.map(
    (column, index) =>
      readSql(
        {
          name: column.name,
          raw: `_raw_occasion${index}`,
          fromType: occasionSources[index]?.fromType ?? column.type,
          spec: text,
          isClean: occasionSources[index]?.isClean ?? false,
        },
        zone,
        `${path}.occasion`,
      ).value,
  );
  const columns: RawColumn[] = [
    { expr: keySource.expr, raw: '_raw_key' },
    { expr: timeSource.expr, raw: '_raw_time' },
    ...occasionSources.map(({ expr }, index) => ({ expr, raw: `_raw_occasion${index}` })),
    { expr: where === null ? '1' : `ifNull((${where}\n) != 0, 0)`, raw: '_in' },
    { expr: row === undefined ? "CAST(NULL, 'Nullable(UInt64)')" : 'toNullable(toUInt64(ifNull(_row, 0)))', raw: '_r' },
    ...raw,
  ];
  const needed = [keySource, timeSource, ...occasionSources].flatMap((one) => (one.text === null ? [] : [one.text]));
  const inner = `SELECT ${columns.map(({ expr, raw: name }) => `${expr} AS ${name}`).join(', ')} FROM ${quoteIdentifier(spec.from)}`;
  const withSql = withRelationSql(relations, spec.from, [...new Set([...texts, ...needed])]);
  const read = selectBoundSql(`SELECT *, ${keySql} AS _key, ${occasionSql(occasionTexts)} AS _occ FROM (${inner})`, [
    timeValue,
  ]);
  return {
    id,
    spec,
    innerSql: `${withSql} SELECT *, ${timeValue.value.instantMs ?? 'NULL'} AS _at FROM (${read})`,
    time: timeReading,
    timeSql: timeValue.value,
    fields: values,
    occasions: occasions.length,
    hasRowOrder: row !== undefined,
    fromView: relation.kind === 'view',
  };
}

/** Reads an event's rows: one pass that counts, one that writes. @throws invalid-sql when a view fails on its rows. */
export async function stageEvent(
  session: ChdbSession,
  event: ResolvedEvent,
  file: string,
  zone: TimeZone,
  nowMs: number,
  erased: ErasedKeys,
): Promise<StagedEvent> {
  try {
    return await readEvent(session, event, file, zone, nowMs, erased);
  } catch (error) {
    throw explainSqlError(error, `events.${event.id}`, `Reading "${event.spec.from}" for the event "${event.id}"`);
  }
}

async function readEvent(
  session: ChdbSession,
  event: ResolvedEvent,
  file: string,
  zone: TimeZone,
  nowMs: number,
  erased: ErasedKeys,
): Promise<StagedEvent> {
  // Raw rows are gone already; keys that a view makes are not in them.
  const isErased = `ifNull(${isOneOfSql('_key', await findErasedKeys(session, erased, event.innerSql, '_key'))}, 0)`;
  const valid = `_in AND isNotNull(_key) AND isNotNull(_at) AND NOT ${isErased}`;
  const counts = await readCounts(session, event, valid, isErased, zone, nowMs);
  const rowsErased = countOf(counts, 'n_erased');
  const fields = settleValues(event.fields, counts, zone);
  const rows = countOf(counts, 'n_rows');
  const range = { minMs: countOf(counts, 'min_at'), maxMs: countOf(counts, 'max_at') };
  const bound = fields.map((field) => bindValue(field.sql, `_bound_${field.column}`));
  const values = fields.map((field, index) => `${bound[index]?.value.value ?? 'NULL'} AS ${field.column}`);
  const labels = fields.flatMap(({ label, path }) =>
    label === null ? [] : [`${labelSql(label, zone, path)} AS ${label.column}`],
  );
  await session.execute(
    `INSERT INTO ${newFileSql(file)} SELECT ${[
      'assumeNotNull(_key) AS _customer',
      'assumeNotNull(_at) AS _at_ms',
      `${instantToLocalSql('assumeNotNull(_at)', zone, range)} AS _local_ms`,
      '_r AS _row',
      '_occ',
      ...values,
      ...labels,
    ].join(
      ', ',
    )} FROM (${selectBoundSql(event.innerSql, bound)}) WHERE ${valid} SETTINGS output_format_parquet_compression_method = 'lz4', engine_file_truncate_on_insert = 1`,
  );
  const columns = fields.map((field, index) => readColumnReport(counts, field.reading, `c${index}`));
  return {
    id: event.id,
    spec: event.spec,
    file,
    fields,
    hasOccasion: event.occasions > 0,
    hasRowOrder: event.hasRowOrder,
    fromView: event.fromView,
    newestMs: countOf(counts, 'n_current') === 0 ? null : countOf(counts, 'newest'),
    report: {
      event: event.id,
      rowsRead: countOf(counts, 'n_read'),
      rowsFiltered: countOf(counts, 'n_filtered'),
      rowsWithoutCustomer: countOf(counts, 'n_no_customer'),
      rowsWithoutTime: countOf(counts, 'n_no_time'),
      ...(rowsErased === 0 ? {} : { rowsErased }),
      rowsLater: countOf(counts, 'n_later'),
      rows,
      columns: [readColumnReport(counts, event.time, 'time'), ...columns],
    },
  };
}

async function readCounts(
  session: ChdbSession,
  event: ResolvedEvent,
  valid: string,
  isErased: string,
  zone: TimeZone,
  nowMs: number,
): Promise<AggregateRow> {
  const undecided = event.fields.map(({ reading }) => reading.spec.type === 'number' && reading.spec.decimals === null);
  // Without decimals declared all six are read here, so that a seventh is seen; how many are kept is settled after.
  const bound = event.fields.map(({ reading, path, column }) => bindValue(readSql(reading, zone, path), `_bound_${column}`));
  const reports = event.fields.flatMap(({ reading }, index) => {
    const value = bound[index]?.value;
    return value === undefined ? [] : reportColumnsSql(reading, value, valid, `c${index}`);
  });
  const aggregates = [
    'count() AS n_read',
    'countIf(NOT _in) AS n_filtered',
    'countIf(_in AND isNull(_key)) AS n_no_customer',
    `countIf(_in AND isNotNull(_key) AND isNull(_at) AND NOT ${isErased}) AS n_no_time`,
    `countIf(_in AND ${isErased}) AS n_erased`,
    `countIf(${valid}) AS n_rows`,
    `countIf(${valid} AND _at > ${nowMs}) AS n_later`,
    `countIf(${valid} AND _at <= ${nowMs}) AS n_current`,
    `maxIf(_at, ${valid} AND _at <= ${nowMs}) AS newest`,
    `minIf(_at, ${valid}) AS min_at`,
    `maxIf(_at, ${valid}) AS max_at`,
    ...reportColumnsSql(event.time, event.timeSql, `_in AND isNotNull(_key) AND NOT ${isErased}`, 'time'),
    ...reports,
    ...event.fields.flatMap(({ reading }, index) =>
      undecided[index] === true ? [`maxIf(${countDecimalsOfSql(reading, zone)}, ${valid}) AS d${index}`] : [],
    ),
  ];
  const [row] = await session.query<AggregateRow>(
    `SELECT ${aggregates.join(', ')} FROM (${selectBoundSql(event.innerSql, bound)})`,
  );
  return row ?? {};
}

/** Text of the occasion. A row where a part is missing has no occasion value and is one of its own. */
function occasionSql(texts: readonly string[]): string {
  if (texts.length === 0) return "CAST(NULL, 'Nullable(String)')";
  const isKnown = texts.map((text) => `isNotNull(${text})`).join(' AND ');
  // Lengths keep ("a", "bc") apart from ("ab", "c").
  const parts = texts.map((text) => `toString(length(assumeNotNull(${text}))), ':', assumeNotNull(${text})`);
  return `toNullable(if(${isKnown}, concat('=', ${parts.join(', ')}), concat('#', toString(generateUUIDv4()))))`;
}

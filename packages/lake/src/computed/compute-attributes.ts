import {
  type AttributeDraft,
  assertNever,
  type ComputedSpec,
  type EventType,
  findField,
  resolveEventWindow,
  type TimeZone,
} from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import type { QueryParameter } from '../chdb/query-parameters.ts';
import { fileSql, newFileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import { filterSql } from './filter-sql.ts';
import { type AggregateMeasure, type FieldColumn, measureAggregateSql } from './measure-sql.ts';

/** One event's computed attributes for one shard. */
export interface ComputeOptions {
  readonly event: EventType;
  /** The attributes computed from this event. */
  readonly attributes: readonly { readonly draft: AttributeDraft; readonly spec: ComputedSpec }[];
  /** The shard's file of the event. */
  readonly eventFile: string;
  /** The shard's customers: `_ordinal`. */
  readonly keysFile: string;
  /** Parquet to write: one row per customer of the shard in ordinal order, columns `<prefix>_0`, `<prefix>_1` … */
  readonly file: string;
  readonly prefix: string;
  readonly asOfMs: number;
  readonly zone: TimeZone;
}

/** Later than any window's end: the instant of the row that stands for a customer without rows. */
const NO_ROW_MS = 9_000_000_000_000;

/** Computes attributes as of the snapshot: one grouping of the shard's rows by customer. */
export async function computeAttributes(session: ChdbSession, options: ComputeOptions): Promise<void> {
  const { event, attributes, prefix } = options;
  const parameters: Record<string, QueryParameter> = {};
  const findColumn = (id: string): FieldColumn => {
    const field = findField(event, id);
    if (field === undefined)
      throw new TypeError(`Event ${event.id} has no field ${id}: the definition was not parsed against it.`);
    return { sql: `e.${quoteIdentifier(id)}`, type: field.type, decimals: field.decimals };
  };
  const aggregates = attributes.map(({ draft, spec }, index) => {
    const span = resolveEventWindow(spec.within, options.asOfMs, options.zone);
    const conditions = [
      `e._at_ms < ${span.endMs}`,
      ...(Number.isFinite(span.startMs) ? [`e._at_ms >= ${span.startMs}`] : []),
      ...spec.where.map((filter) => filterSql(filter, { zone: options.zone, findField: findColumn, parameters })),
    ];
    const rows = { condition: `(${conditions.join(' AND ')})`, hasRowOrder: event.hasRowOrder, prefix: 'e.' };
    const sql = measureAggregateSql(measureOf(spec, event, options, findColumn), rows);
    return `${storedSql(sql, draft)} AS ${prefix}_${index}`;
  });
  const fields = [...new Set(attributes.flatMap(({ spec }) => listFields(spec)))];
  const columns = ['_ordinal', '_at_ms', '_local_ms', '_row', '_occasion', ...fields.map(quoteIdentifier)].join(', ');
  const stored = `SELECT ${columns} FROM ${fileSql([options.eventFile])}`;
  // One more row per customer, in no window, so that customers without rows get the measures of no rows.
  const blanks = fields.map((id) => {
    const field = findField(event, id);
    return `CAST(${field?.type === 'tags' ? '[]' : 'NULL'}, '${blankType(field?.type, field?.decimals ?? 0)}')`;
  });
  const placeholders = [
    `toInt64(${NO_ROW_MS})`,
    `toInt64(${NO_ROW_MS})`,
    "CAST(NULL, 'Nullable(UInt64)')",
    "CAST(NULL, 'Nullable(UInt32)')",
    ...blanks,
  ];
  const blank = `SELECT _ordinal, ${placeholders.join(', ')} FROM ${fileSql([options.keysFile])}`;
  await session.execute(
    `INSERT INTO ${newFileSql(options.file)} SELECT ${aggregates.join(', ')} FROM (${stored} UNION ALL ${blank}) AS e GROUP BY e._ordinal ORDER BY e._ordinal
     SETTINGS output_format_parquet_compression_method = 'lz4', engine_file_truncate_on_insert = 1`,
    parameters,
  );
}

function measureOf(
  spec: ComputedSpec,
  event: EventType,
  options: ComputeOptions,
  findColumn: (id: string) => FieldColumn,
): AggregateMeasure {
  const per = event.hasOccasion ? 'occasion' : 'row';
  const { measure } = spec;
  switch (measure) {
    case 'count':
      return { kind: 'count', per };
    case 'rows':
      return { kind: 'count', per: 'row' };
    case 'days':
    case 'firstDate':
    case 'lastDate':
      return { kind: measure };
    case 'recency':
      return { kind: 'recency', unit: spec.recencyUnit ?? 'day', asOfMs: options.asOfMs, zone: options.zone };
    case 'avg':
      return { kind: 'avg', per, field: findColumn(spec.field ?? '') };
    case 'sum':
    case 'min':
    case 'max':
    case 'distinct':
    case 'first':
    case 'last':
    case 'top':
      return { kind: measure, field: findColumn(spec.field ?? '') };
    default:
      return assertNever(measure);
  }
}

/** The aggregate in the attribute's stored type. A sum of more than 38 digits is an error, never another number. */
function storedSql(sql: string, draft: AttributeDraft): string {
  if (draft.type !== 'number') return sql;
  return `CAST(toDecimal256(${sql}, ${draft.decimals}), 'Nullable(Decimal(38, ${draft.decimals}))')`;
}

function blankType(type: string | undefined, decimals: number): string {
  switch (type) {
    case 'number':
      return `Nullable(Decimal(38, ${decimals}))`;
    case 'date':
      return 'Nullable(Date32)';
    case 'datetime':
      return "Nullable(DateTime64(3, \\'UTC\\'))";
    case 'boolean':
      return 'Nullable(Bool)';
    case 'tags':
      return 'Array(String)';
    default:
      return 'Nullable(String)';
  }
}

function listFields(spec: ComputedSpec): string[] {
  const fields: string[] = spec.field === null ? [] : [spec.field];
  const visit = (filter: ComputedSpec['where'][number]): void => {
    if (filter.kind === 'field') fields.push(filter.field);
    else if (filter.kind === 'not') visit(filter.child);
    else filter.children.forEach(visit);
  };
  spec.where.forEach(visit);
  return fields;
}

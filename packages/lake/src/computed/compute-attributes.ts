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
import { EndValues } from './end-values-sql.ts';
import { filterSql } from './filter-sql.ts';
import { type AggregateMeasure, type FieldColumn, measureAggregateSql, rowOrderSql } from './measure-sql.ts';
import { type RankedMeasure, rankedValuesSql } from './ranked-values-sql.ts';

/** One event's computed attributes for one shard. */
export interface ComputeOptions {
  readonly event: EventType;
  /** The attributes computed from this event. */
  readonly attributes: readonly ComputedDraft[];
  /** The shard's file of the event. */
  readonly eventFile: string;
  /** The shard's customers: `_ordinal`. */
  readonly keysFile: string;
  /** The name of a Parquet file to write, from a number. */
  readonly fileOf: (part: number) => string;
  readonly asOfMs: number;
  readonly zone: TimeZone;
}

/** A computed attribute and how it is computed. */
interface ComputedDraft {
  readonly draft: AttributeDraft;
  readonly spec: ComputedSpec;
}

/** A file with one row per customer of the shard in ordinal order, and the attributes of its columns. */
export interface ComputedPart {
  readonly file: string;
  readonly columns: readonly { readonly name: string; readonly id: string }[];
}

/** Later than any window's end: the instant of the row that stands for a customer without rows. */
const NO_ROW_MS = 9_000_000_000_000;
const FAST =
  "SETTINGS output_format_parquet_compression_method = 'lz4', output_format_parquet_row_group_size = 65536, engine_file_truncate_on_insert = 1";

/**
 * Computes attributes as of the snapshot: one grouping of the shard's rows by customer, and for every field whose most
 * frequent value is wanted one by customer and value, which is many times faster than maps in the first.
 */
export async function computeAttributes(session: ChdbSession, options: ComputeOptions): Promise<ComputedPart[]> {
  const { event, attributes } = options;
  const ranked = new Map<string, ComputedDraft[]>();
  // The position in the file orders a customer's rows only where `_row` does.
  if (event.hasRowOrder) {
    for (const { spec } of attributes) if (spec.measure === 'top' && spec.field !== null) ranked.set(spec.field, []);
  }
  const others = attributes.filter((attribute) => {
    const { measure, field } = attribute.spec;
    const group = field === null || (measure !== 'top' && measure !== 'distinct') ? undefined : ranked.get(field);
    group?.push(attribute);
    return group === undefined;
  });
  const writes: (() => Promise<ComputedPart>)[] = [];
  const add = (group: readonly ComputedDraft[], selectSql: (columns: Columns) => string): void => {
    const file = options.fileOf(writes.length);
    writes.push(async () => {
      const columns = new Columns(options);
      await session.execute(`INSERT INTO ${newFileSql(file)} ${selectSql(columns)} ${FAST}`, columns.parameters);
      return { file, columns: group.map(({ draft }, index) => ({ name: `a${index}`, id: draft.id })) };
    });
  };
  if (others.length > 0) add(others, (columns) => groupByCustomerSql(others, options, columns));
  for (const [field, group] of ranked) {
    add(group, (columns) => {
      const column = columns.find(field);
      const conditions = group.map(({ spec }) => columns.condition(spec));
      const wanted = group.map(
        (attribute): RankedMeasure => ({
          measure: attribute.spec.measure === 'top' ? 'top' : 'distinct',
          stored: (sql) => storedSql(sql, attribute),
        }),
      );
      const rows = rowsSql(group, options, ['toUInt64(assumeNotNull(_row_number)) AS _position'], ['toUInt64(0)']);
      return rankedValuesSql(column, wanted, conditions, rows);
    });
  }
  return runTwoAtOnce(writes);
}

/** Results in order. One statement leaves a core idle where it merges and writes; more than two would only use memory. */
async function runTwoAtOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const queue = tasks.entries();
  const work = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await task();
  };
  // Both end before an error is told: nothing may still write when the load cleans up.
  const ended = await Promise.allSettled([work(), work()]);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results;
}

/** Columns and conditions of one query, with the texts it binds. */
class Columns {
  readonly parameters: Record<string, QueryParameter> = {};
  private readonly options: ComputeOptions;

  constructor(options: ComputeOptions) {
    this.options = options;
  }

  /** The column of a field. @throws TypeError when the definition was not parsed against the event. */
  find(id: string): FieldColumn {
    const field = findField(this.options.event, id);
    if (field === undefined) throw new TypeError(`Event ${this.options.event.id} has no field ${id}.`);
    return { sql: `e.${quoteIdentifier(id)}`, type: field.type, decimals: field.decimals };
  }

  /** SQL (1 or 0) of the rows that a computation takes. */
  condition(spec: ComputedSpec): string {
    const { asOfMs, zone } = this.options;
    const span = resolveEventWindow(spec.within, asOfMs, zone);
    const conditions = [
      `e._at_ms < ${span.endMs}`,
      ...(Number.isFinite(span.startMs) ? [`e._at_ms >= ${span.startMs}`] : []),
      ...spec.where.map((filter) => filterSql(filter, { zone, findField: (id) => this.find(id), parameters: this.parameters })),
    ];
    return `(${conditions.join(' AND ')})`;
  }
}

function groupByCustomerSql(attributes: readonly ComputedDraft[], options: ComputeOptions, columns: Columns): string {
  const { event } = options;
  const ended = attributes.flatMap(({ spec }) => (isEnd(spec) && spec.field !== null ? [spec.field] : []));
  // Without an order of rows the value itself breaks ties.
  const ends = new EndValues(event.hasRowOrder ? event.fields.filter(({ id }) => ended.includes(id)) : [], options.eventFile);
  const aggregates = attributes.map((attribute, index) => {
    const { spec } = attribute;
    const condition = columns.condition(spec);
    const numbered =
      isEnd(spec) && spec.field !== null ? ends.valueSql(spec.measure, spec.field, rowOrderSql('e.'), condition) : null;
    const rows = { condition, hasRowOrder: event.hasRowOrder, prefix: 'e.' };
    return `${numbered ?? storedSql(measureAggregateSql(measureOf(spec, options, columns), rows), attribute)} AS a${index}`;
  });
  const blanks = ends.columns.map(() => 'toUInt256(0)');
  return `SELECT ${aggregates.join(', ')} FROM (${rowsSql(attributes, options, ends.columns, blanks)}) AS e GROUP BY e._ordinal ORDER BY e._ordinal`;
}

function isEnd(spec: ComputedSpec): spec is ComputedSpec & { readonly measure: 'first' | 'last' } {
  return spec.measure === 'first' || spec.measure === 'last';
}

/**
 * The shard's rows with the fields needed, and one more row per customer that is in no window, so that customers without
 * rows get the measures of no rows.
 */
function rowsSql(
  attributes: readonly ComputedDraft[],
  { event, eventFile, keysFile }: ComputeOptions,
  more: readonly string[],
  moreBlanks: readonly string[],
): string {
  const fields = [...new Set(attributes.flatMap(({ spec }) => listFields(spec)))];
  const columns = ['_ordinal', '_at_ms', '_local_ms', '_row', '_occasion', ...more, ...fields.map(quoteIdentifier)];
  const blanks = fields.map((id) => {
    const field = findField(event, id);
    return `CAST(${field?.type === 'tags' ? '[]' : 'NULL'}, '${blankType(field?.type, field?.decimals ?? 0)}')`;
  });
  const instants = [`toInt64(${NO_ROW_MS})`, `toInt64(${NO_ROW_MS})`];
  const nothing = ["CAST(NULL, 'Nullable(UInt64)')", "CAST(NULL, 'Nullable(UInt32)')"];
  return `SELECT ${columns.join(', ')} FROM ${fileSql([eventFile])}
    UNION ALL SELECT ${['_ordinal', ...instants, ...nothing, ...moreBlanks, ...blanks].join(', ')} FROM ${fileSql([keysFile])}`;
}

function measureOf(spec: ComputedSpec, options: ComputeOptions, columns: Columns): AggregateMeasure {
  const per = options.event.hasOccasion ? 'occasion' : 'row';
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
      return { kind: 'avg', per, field: columns.find(spec.field ?? '') };
    case 'sum':
    case 'min':
    case 'max':
    case 'distinct':
    case 'first':
    case 'last':
    case 'top':
      return { kind: measure, field: columns.find(spec.field ?? '') };
    default:
      return assertNever(measure);
  }
}

/** The aggregate in the attribute's stored type. A sum of more than 38 digits is an error, never another number. */
function storedSql(sql: string, { draft, spec }: ComputedDraft): string {
  switch (spec.measure) {
    case 'count':
    case 'rows':
    case 'days':
    case 'distinct':
      return `toNullable(toDecimal128(${sql}, 0))`;
    case 'recency':
      return `toDecimal128(${sql}, 0)`;
    case 'sum':
    case 'avg':
      return `CAST(${sql}, 'Nullable(Decimal(38, ${draft.decimals}))')`;
    case 'min':
    case 'max':
    case 'first':
    case 'last':
    case 'top':
    case 'firstDate':
    case 'lastDate':
      // Of the field's own type, or a date.
      return sql;
    default:
      return assertNever(spec.measure);
  }
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

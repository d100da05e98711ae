import type { EventType, FieldId } from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { ALWAYS, NEVER, writeAll, writeAny } from './boolean-sql.ts';
import type { TableNames } from './table-names.ts';

/** Beyond this many different conditions the rows are not filtered by them: each is asked once per row anyway. */
const MAX_FILTERED_FLAGS = 16;

/**
 * One pass over the rows of one event, with a row per customer that has any: all measures of all conditions on the
 * event, however many, are aggregated together.
 */
export class EventScan {
  readonly event: EventType;
  /** Name of the scan in the statement. */
  readonly alias: string;
  readonly #fields = new Set<FieldId>();
  readonly #flags = new Map<string, string>();
  readonly #columns = new Map<string, string>();
  #startMs = Number.POSITIVE_INFINITY;

  constructor(event: EventType, alias: string) {
    this.event = event;
    this.alias = alias;
  }

  /** Has the scan read a field. */
  readonly useField = (field: FieldId): void => {
    this.#fields.add(field);
  };

  /** The name of a condition on a row, evaluated once; `startMs`: no row before it can hold it. */
  addFlag(condition: string, startMs: number): string {
    this.#startMs = Math.min(this.#startMs, startMs);
    const alias = this.#flags.get(condition) ?? `_f${this.#flags.size}`;
    this.#flags.set(condition, alias);
    return `r.${alias}`;
  }

  /** SQL, outside of the scan, of a 0-or-1 expression over aggregates of a customer's rows; 0 for customers without rows. */
  addResult(sql: string): string {
    const alias = this.#columns.get(sql) ?? `_b${this.#columns.size}`;
    this.#columns.set(sql, alias);
    return `ifNull(${this.alias}.${alias}, 0)`;
  }

  /** The join that brings the results to customer `c`; null when none are asked for. */
  writeJoin(tables: TableNames, asOfMs: number, bindings: Bindings): string | null {
    if (this.#columns.size === 0) return null;
    const flags = [...this.#flags].map(([condition, alias]) => `, ${condition} AS ${alias}`);
    const conditions = [...this.#flags.keys()];
    const aliases = [...this.#flags.values()];
    const filter =
      aliases.length > MAX_FILTERED_FLAGS || conditions.includes(ALWAYS)
        ? ALWAYS
        : writeAny(aliases.map((alias) => `r.${alias}`));
    const span = writeAll([
      `r._at_ms < ${bindings.bind('Int64', String(asOfMs))}`,
      Number.isFinite(this.#startMs) ? `r._at_ms >= ${bindings.bind('Int64', String(this.#startMs))}` : ALWAYS,
    ]);
    const columns = [...this.#columns].map(([sql, alias]) => `${sql} AS ${alias}`);
    return [
      'LEFT ANY JOIN (',
      `  SELECT r._ordinal AS _ordinal, ${columns.join(', ')}`,
      `  FROM (SELECT r.*${flags.join('')} FROM ${tables.event(this.event.id, [...this.#fields])} AS r WHERE ${span}) AS r`,
      ...(filter === ALWAYS || filter === NEVER ? [] : [`  WHERE ${filter}`]),
      '  GROUP BY r._ordinal',
      `) AS ${this.alias} ON ${this.alias}._ordinal = c._ordinal`,
    ].join('\n');
  }
}

import type { EventType, FieldId } from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { ALWAYS, writeAll, writeAny } from './boolean-sql.ts';
import type { TableNames } from './table-names.ts';

/**
 * So many different conditions are columns of their own, evaluated once a row, and filter the rows. Further ones are
 * written where they are used: ClickHouse's time to plan grows with the square of the columns of a subquery.
 */
const MAX_FLAGS = 16;

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
  readonly #results = new Map<string, number>();
  #areAllNamed = true;
  #startMs = Number.POSITIVE_INFINITY;

  constructor(event: EventType, alias: string) {
    this.event = event;
    this.alias = alias;
  }

  /** Has the scan read a field. */
  readonly useField = (field: FieldId): void => {
    this.#fields.add(field);
  };

  /** SQL of a condition on a row, for use in aggregates; `startMs`: no row before it can hold it. */
  addFlag(condition: string, startMs: number): string {
    this.#startMs = Math.min(this.#startMs, startMs);
    const known = this.#flags.get(condition);
    if (known === undefined && this.#flags.size >= MAX_FLAGS) {
      this.#areAllNamed = false;
      return condition;
    }
    const alias = known ?? `_f${this.#flags.size}`;
    this.#flags.set(condition, alias);
    return `r.${alias}`;
  }

  /** SQL, outside of the scan, of a 0-or-1 expression over aggregates of a customer's rows; 0 for customers without rows. */
  addResult(sql: string): string {
    const place = this.#results.get(sql) ?? this.#results.size + 1;
    this.#results.set(sql, place);
    // One array instead of a column each: ClickHouse's time to plan grows with the square of the columns of a join. A
    // customer without rows has an empty array, every element of which is 0.
    return `${this.alias}._results[${place}]`;
  }

  /** The join that brings the results to customer `c`; null when none are asked for. */
  writeJoin(tables: TableNames, asOfMs: number, bindings: Bindings): string | null {
    if (this.#results.size === 0) return null;
    const flags = [...this.#flags].map(([condition, alias]) => `, ${condition} AS ${alias}`);
    const isFiltered = this.#areAllNamed && !this.#flags.has(ALWAYS);
    const filter = isFiltered ? writeAny([...this.#flags.values()].map((alias) => `r.${alias}`)) : ALWAYS;
    const span = writeAll([
      `r._at_ms < ${bindings.bind('Int64', String(asOfMs))}`,
      Number.isFinite(this.#startMs) ? `r._at_ms >= ${bindings.bind('Int64', String(this.#startMs))}` : ALWAYS,
    ]);
    return [
      'LEFT ANY JOIN (',
      `  SELECT r._ordinal AS _ordinal, [${[...this.#results.keys()].map((sql) => `toUInt8(${sql})`).join(', ')}] AS _results`,
      `  FROM (SELECT r.*${flags.join('')} FROM ${tables.event(this.event.id, [...this.#fields])} AS r WHERE ${span}) AS r`,
      ...(filter === ALWAYS ? [] : [`  WHERE ${filter}`]),
      '  GROUP BY r._ordinal',
      `) AS ${this.alias} ON ${this.alias}._ordinal = c._ordinal`,
    ].join('\n');
  }
}

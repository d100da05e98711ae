import { rowOrderSql } from '@silhouette/lake';
import { type CompareTest, type EventType, type ExistsTest, type FieldId, findField, SilhouetteError } from '@silhouette/model';
import { NEVER, nullIsFalse, writeAll, writeAny, writeNot } from './boolean-sql.ts';
import { writeColumn } from './column-sql.ts';
import type { EventContext } from './compile-event.ts';
import { compileTest } from './compile-test.ts';
import { describeSubject } from './subject.ts';
import type { TableNames } from './table-names.ts';

/**
 * One pass over the rows of one event for the most frequent values of one field: rows are first counted by customer,
 * condition and value, which is several times faster than a map of values for each customer.
 */
export class TopScan {
  readonly event: EventType;
  readonly alias: string;
  readonly #field: FieldId;
  readonly #fields: Set<FieldId>;
  readonly #conditions = new Map<string, number>();
  readonly #results = new Map<string, number>();

  constructor(event: EventType, field: FieldId, alias: string) {
    this.event = event;
    this.alias = alias;
    this.#field = field;
    this.#fields = new Set([field]);
  }

  /** Has the scan read a field. */
  readonly useField = (field: FieldId): void => {
    this.#fields.add(field);
  };

  /** SQL (0 or 1, never null), for customer `c`, of a test of the most frequent value among the rows that hold a condition. */
  addTest(condition: string, test: CompareTest | ExistsTest, context: EventContext): string {
    const whenNone = test.kind === 'exists' && !test.exists;
    if (condition === NEVER) return whenNone ? '1' : NEVER;
    const number = this.#conditions.get(condition) ?? this.#conditions.size;
    this.#conditions.set(condition, number);
    const field = findField(this.event, this.#field);
    if (field === undefined) {
      throw SilhouetteError.of('unknown-field', `Event "${this.event.id}" has no field "${this.#field}" in this snapshot.`);
    }
    // Most rows; of those the latest row; of those at one instant without an order the greatest value.
    const value = `argMaxIf(toNullable(t._value), (t._rows, t._latest, t._value), t._condition = ${number})`;
    const passes = nullIsFalse(compileTest(describeSubject(field, value), test, context));
    // As in every scan: customers without any row get 0 and must come out as `whenNone`.
    const result = whenNone ? writeNot(passes) : passes;
    const place = this.#results.get(result) ?? this.#results.size + 1;
    this.#results.set(result, place);
    const found = `${this.alias}._results[${place}]`;
    return whenNone ? writeNot(found) : found;
  }

  /** The join that brings the results to customer `c`; null when none are asked for. */
  writeJoin(tables: TableNames, { asOfMs, bindings }: EventContext): string | null {
    if (this.#results.size === 0) return null;
    const conditions = [...this.#conditions.keys()];
    const column = writeColumn('r', this.#field);
    const rows = writeAll([
      `r._at_ms < ${bindings.bind('Int64', String(asOfMs))}`,
      `isNotNull(${column})`,
      writeAny(conditions),
    ]);
    const numbers = conditions.map((_, index) => index).join(', ');
    const held = `[${conditions.map((condition) => `toUInt8(${condition})`).join(', ')}]`;
    const condition =
      conditions.length === 1 ? '0' : `arrayJoin(arrayFilter((number, holds) -> holds > 0, [${numbers}], ${held}))`;
    return [
      'LEFT ANY JOIN (',
      `  SELECT t._ordinal AS _ordinal, [${[...this.#results.keys()].map((sql) => `toUInt8(${sql})`).join(', ')}] AS _results`,
      '  FROM (',
      `    SELECT r._ordinal AS _ordinal, ${condition} AS _condition, assumeNotNull(${column}) AS _value, count() AS _rows, max(${rowOrderSql('r.')}) AS _latest`,
      `    FROM ${tables.event(this.event.id, [...this.#fields])} AS r`,
      `    WHERE ${rows}`,
      '    GROUP BY _ordinal, _condition, _value',
      '  ) AS t',
      '  GROUP BY t._ordinal',
      `) AS ${this.alias} ON ${this.alias}._ordinal = c._ordinal`,
    ].join('\n');
  }
}

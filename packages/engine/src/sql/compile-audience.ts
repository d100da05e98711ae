import { type QueryParameters, quoteIdentifier, type Snapshot } from '@silhouette/lake';
import {
  type AttributeId,
  assertNever,
  type EventId,
  type EventPredicate,
  type EventType,
  type FieldId,
  findAttribute,
  findEvent,
  type ResolvedPredicate,
  SilhouetteError,
} from '@silhouette/model';
import { Bindings } from './bindings.ts';
import { writeAll, writeAny, writeNot } from './boolean-sql.ts';
import { writeColumn } from './column-sql.ts';
import { compileAttribute } from './compile-attribute.ts';
import { compileEvent, compileRows } from './compile-event.ts';
import { compileKeys } from './compile-test.ts';
import { EventScan } from './event-scan.ts';
import { SequenceScan } from './sequence-scan.ts';
import { nameParquetTables, type TableNames } from './table-names.ts';
import { TopScan } from './top-scan.ts';

/** Whose SQL: a predicate at one snapshot and one as-of. */
export interface SqlQuestion {
  readonly snapshot: Snapshot;
  readonly asOfMs: number;
  readonly predicate: ResolvedPredicate;
  /** The base is cut to these customers. */
  readonly scope?: ResolvedPredicate | undefined;
}

/** A question as ClickHouse SQL. All constants of people are bound parameters. */
export interface CompiledAudience {
  /**
   * A SELECT with a row per customer of the base: `_key`, `_ordinal`, the attributes asked for by id, and `_hit`, 1
   * for members and 0 for others.
   */
  writeCustomers(attributes: readonly AttributeId[]): string;
  /** Values of all placeholders of the SELECT. */
  readonly parameters: QueryParameters;
  /** Conditions of the definition: more of them need smaller blocks to run in bounded memory. */
  readonly conditions: number;
}

/**
 * Compiles a question: one expression over customer `c`, joined with one scan per event that the definition names and
 * one for its sequences, whatever the number of conditions.
 * @throws unknown-attribute, unknown-event, unknown-field, internal (a reference to an audience is left)
 */
export function compileAudience(
  question: SqlQuestion,
  tables: TableNames = nameParquetTables(question.snapshot),
): CompiledAudience {
  const compiler = new AudienceCompiler(question, tables);
  const hit = compiler.compile(question.predicate);
  const scope = question.scope === undefined ? null : compiler.compile(question.scope);
  const from = compiler.writeFrom(scope);
  const { bindings } = compiler;
  return {
    parameters: bindings.parameters,
    conditions: compiler.conditions,
    writeCustomers: (attributes) => {
      const read = new Set([...compiler.attributes, ...attributes]);
      const shown = attributes.map((id) => `, ${writeColumn('c', id)} AS ${quoteIdentifier(id)}`);
      return [
        `SELECT c._key AS _key, c._ordinal AS _ordinal${shown.join('')}, toUInt8(${hit}) AS _hit`,
        `FROM ${tables.customers([...read])} AS c`,
        ...from,
      ].join('\n');
    },
  };
}

class AudienceCompiler {
  readonly bindings = new Bindings();
  readonly attributes = new Set<AttributeId>();
  conditions = 0;
  readonly #question: SqlQuestion;
  readonly #tables: TableNames;
  readonly #scans = new Map<EventId, EventScan>();
  readonly #tops = new Map<string, TopScan>();
  readonly #sequences = new SequenceScan();

  constructor(question: SqlQuestion, tables: TableNames) {
    this.#question = question;
    this.#tables = tables;
  }

  get #context() {
    const { asOfMs, snapshot } = this.#question;
    return { bindings: this.bindings, asOfMs, zone: snapshot.catalog.timeZone };
  }

  /** SQL (0 or 1, never null) of a predicate for customer `c`. */
  compile(predicate: ResolvedPredicate): string {
    this.conditions += 1;
    switch (predicate.kind) {
      case 'all':
        return writeAll(predicate.children.map((child) => this.compile(child)));
      case 'any':
        return writeAny(predicate.children.map((child) => this.compile(child)));
      case 'not':
        return writeNot(this.compile(predicate.child));
      case 'attribute': {
        const attribute = findAttribute(this.#question.snapshot.catalog, predicate.attribute);
        if (attribute === undefined) throw unknown('attribute', predicate.attribute);
        this.attributes.add(attribute.id);
        return compileAttribute(attribute, predicate, this.#context);
      }
      case 'event':
        return this.#compileEvent(predicate);
      case 'sequence':
        return this.#sequences.addSequence(predicate, (id) => this.#findEvent(id), this.#context);
      case 'customers':
        return compileKeys('c._key', predicate.keys, this.bindings);
      case 'audience':
        throw SilhouetteError.of(
          'internal',
          `The audience "${predicate.audience}" was not replaced by its definition before the engine was asked.`,
        );
      default:
        return assertNever(predicate);
    }
  }

  /** What follows the table of customers: joins, then the base within `scope` (SQL as `compile` writes it). */
  writeFrom(scope: string | null): string[] {
    const { asOfMs } = this.#question;
    const asOf = this.bindings.bind('Int64', String(asOfMs));
    const base = `(c._in_table AND ifNull(c._since_ms < ${asOf}, 1)) OR ifNull(c._first_event_ms < ${asOf}, 0)`;
    const joins = [...this.#scans.values()].flatMap((scan) => scan.writeJoin(this.#tables, asOfMs, this.bindings) ?? []);
    const tops = [...this.#tops.values()].flatMap((scan) => scan.writeJoin(this.#tables, this.#context) ?? []);
    const sequences = this.#sequences.writeJoin(this.#tables, this.#context);
    return [
      ...joins,
      ...tops,
      ...(sequences === null ? [] : [sequences]),
      `WHERE ${scope === null ? base : `(${base}) AND ${scope}`}`,
    ];
  }

  #compileEvent(predicate: EventPredicate): string {
    const { measure } = predicate;
    switch (measure.kind) {
      case 'first':
      case 'last':
      case 'top': {
        const { kind, field, test } = measure;
        if (kind !== 'top') return compileEvent(this.#scanOf(predicate.event), predicate, { kind, field, test }, this.#context);
        const scan = this.#topScanOf(predicate.event, field);
        const { condition } = compileRows(scan.event, predicate, scan.useField, this.#context);
        return scan.addTest(condition, test, this.#context);
      }
      default:
        return compileEvent(this.#scanOf(predicate.event), predicate, measure, this.#context);
    }
  }

  #findEvent(id: string): EventType {
    const event = findEvent(this.#question.snapshot.catalog, id);
    if (event === undefined) throw unknown('event', id);
    return event;
  }

  #scanOf(id: EventId): EventScan {
    const scan = this.#scans.get(id) ?? new EventScan(this.#findEvent(id), `e${this.#scans.size}`);
    this.#scans.set(id, scan);
    return scan;
  }

  #topScanOf(event: EventId, field: FieldId): TopScan {
    const key = JSON.stringify([event, field]);
    const scan = this.#tops.get(key) ?? new TopScan(this.#findEvent(event), field, `top${this.#tops.size}`);
    this.#tops.set(key, scan);
    return scan;
  }
}

function unknown(what: 'attribute' | 'event', id: string): SilhouetteError {
  return SilhouetteError.of(
    `unknown-${what}`,
    `There is no ${what} "${id}" in this snapshot; ask for one that the catalog lists.`,
  );
}

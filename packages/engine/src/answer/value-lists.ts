import {
  bindStringList,
  type ChdbSession,
  fileSql,
  type QueryParameter,
  quoteIdentifier,
  type Snapshot,
} from '@silhouette/lake';
import {
  type Attribute,
  type EventType,
  type Field,
  isPersonal,
  isPhraseMatch,
  matchAnySearch,
  privacyOf,
  readSearch,
  type SearchText,
  SilhouetteError,
  type ValuesAnswer,
  type ValueType,
} from '@silhouette/model';
import { findIndexed, listIndexed } from '../index/answer/list-values.ts';
import type { SnapshotIndex } from '../index/open-index.ts';
import { type Rounding, tellCount } from '../view/rounding.ts';
import { type View, viewOf } from '../view/view.ts';
import { writeScope } from '../view/write-scope.ts';

/** What values are listed of: an attribute, or a field of an event. */
export type ValueSubject =
  | { readonly kind: 'attribute'; readonly attribute: Attribute }
  | { readonly kind: 'field'; readonly event: EventType; readonly field: Field };

/** A value that occurs, and how many customers have it. */
export interface ListedValue {
  readonly value: string;
  readonly count: number;
}

/** Columns kept in memory at once; the one not asked for longest goes first. */
const MOST_LISTS = 200;

/** Where open indexes are found; null where a snapshot has none. */
export interface IndexFinder {
  find(snapshot: Snapshot): Promise<SnapshotIndex | null>;
}

/**
 * The values that occur in a snapshot's category, boolean and tags columns, largest first; from the index where there is one,
 * else each column is read once.
 */
export class ValueLists {
  private readonly session: () => Promise<ChdbSession>;
  private readonly indexes: IndexFinder | null;
  private readonly lists = new Map<string, Promise<readonly ListedValue[]>>();

  constructor(session: () => Promise<ChdbSession>, indexes: IndexFinder | null = null) {
    this.session = session;
    this.indexes = indexes;
  }

  /** All values of a column, by count, then by code point. @throws SilhouetteError `wrong-type` for other types. */
  list(snapshot: Snapshot, subject: ValueSubject): Promise<readonly ListedValue[]> {
    const key = JSON.stringify([snapshot.id, viewOf(snapshot)?.key ?? null, ...nameSubject(subject)]);
    const known = this.lists.get(key);
    const list = known ?? this.read(snapshot, subject);
    this.lists.delete(key);
    this.lists.set(key, list);
    if (known === undefined) list.catch(() => this.lists.delete(key));
    const oldest = this.lists.keys().next();
    if (this.lists.size > MOST_LISTS && oldest.done !== true) this.lists.delete(oldest.value);
    return list;
  }

  /** Which of some texts occur in a column of any text-like type; for `text` columns nothing is kept. */
  async findKnown(snapshot: Snapshot, subject: ValueSubject, values: readonly string[]): Promise<ReadonlySet<string>> {
    const view = viewOf(snapshot);
    // Who may not know small groups is not told whether anybody has a value.
    if (view !== null && (view.rounding !== null || isHidden(view, subject))) return new Set(values);
    if (view !== null) return this.findIn(view, tableOf(snapshot, subject), describedOf(subject), values);
    const index = await this.indexes?.find(snapshot);
    if (index !== null && index !== undefined) {
      const known = await findIndexed(index, subject, values);
      if (known !== null) return known;
    }
    if (describedOf(subject).type !== 'text') {
      const known = new Set((await this.list(snapshot, subject)).map((listed) => listed.value));
      return new Set(values.filter((value) => known.has(value)));
    }
    return this.findIn(null, tableOf(snapshot, subject), describedOf(subject), values);
  }

  /** Which of some keys a snapshot knows. */
  async findKnownKeys(snapshot: Snapshot, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const view = viewOf(snapshot);
    if (view !== null && view.rounding !== null) return new Set(keys);
    const index = view === null ? await this.indexes?.find(snapshot) : null;
    if (index !== null && index !== undefined) return index.bits.findLabels(keys);
    return this.findIn(view, fileSql(snapshot.customers.files), { id: '_key', type: 'text' }, keys);
  }

  private async findIn(
    view: View | null,
    table: string,
    { id, type }: { readonly id: string; readonly type: ValueType },
    values: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const session = await this.session();
    const parameters: Record<string, QueryParameter> = {};
    const wanted = bindStringList(parameters, 'wanted', values);
    const scope = writeScope(view);
    const column = quoteIdentifier(id);
    const value = type === 'tags' ? `arrayJoin(${column})` : `toString(${column})`;
    const sql = `SELECT DISTINCT value FROM (SELECT ${value} AS value FROM ${table} WHERE ${scope.sql}) WHERE value IN (SELECT arrayJoin(${wanted}))`;
    Object.assign(parameters, scope.parameters);
    const rows = await session.query<{ readonly value: string }>(sql, parameters);
    return new Set(rows.map((row) => row.value));
  }

  private async read(snapshot: Snapshot, subject: ValueSubject): Promise<readonly ListedValue[]> {
    const { type } = describedOf(subject);
    if (type !== 'category' && type !== 'tags' && type !== 'boolean') {
      throw SilhouetteError.of(
        'wrong-type',
        `Values are listed of category, tags and boolean only; "${nameSubject(subject).join('.')}" is ${type}.`,
      );
    }
    const view = viewOf(snapshot);
    if (view !== null && isHidden(view, subject)) return [];
    if (view !== null && view.scope === null && view.rounding !== null) {
      return roundValues(await this.list(view.whole, subject), view.rounding);
    }
    const index = view === null || view.scope === null ? await this.indexes?.find(view?.whole ?? snapshot) : null;
    if (index !== null && index !== undefined) return listIndexed(index, subject);
    const scope = writeScope(view);
    const column = columnOf(subject);
    const value = type === 'tags' ? `arrayJoin(${column})` : `toString(${column})`;
    const where = type === 'tags' ? 'true' : `${column} IS NOT NULL`;
    const session = await this.session();
    const rows = await session.query<{ readonly value: string; readonly customers: number | string }>(
      `SELECT ${value} AS value, uniqExact(_ordinal) AS customers FROM ${tableOf(snapshot, subject)} WHERE (${where}) AND ${scope.sql} GROUP BY value ORDER BY customers DESC, value`,
      scope.parameters,
    );
    const listed = rows.map((row) => ({ value: row.value, count: Number(row.customers) }));
    return view?.rounding === null || view === null ? listed : roundValues(listed, view.rounding);
  }
}

/** Personal values are listed to nobody for whom they are masked. */
function isHidden(view: View, subject: ValueSubject): boolean {
  return view.masksPersonal && isPersonal(privacyOf(describedOf(subject)));
}

/** Values that are too rare to be told of are left out. */
function roundValues(values: readonly ListedValue[], rounding: Rounding): readonly ListedValue[] {
  return values
    .map(({ value, count }) => ({ value, count: tellCount(rounding, count) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

interface FoundValue {
  readonly found: ValuesAnswer['values'][number];
  /** Whether the whole text is in it, not only its words here and there. */
  readonly isPhrase: boolean;
}

/**
 * Values that a text finds as {@link matchAnySearch} does, in either language; empty text finds all. Those that hold the whole
 * of it come first, then those of its words; each largest first.
 */
export async function listValues(
  lists: ValueLists,
  snapshot: Snapshot,
  subject: ValueSubject,
  search: string,
  limit: number,
): Promise<ValuesAnswer> {
  return tellFound(match(await lists.list(snapshot, subject), subject, readSearch(search)), limit);
}

/** Values of any source attribute or event field that a text finds, as {@link listValues}. Computed attributes repeat fields and are left out. */
export async function searchValues(
  lists: ValueLists,
  snapshot: Snapshot,
  search: string,
  limit: number,
): Promise<ValuesAnswer> {
  const sought = readSearch(search);
  const found = await Promise.all(
    listSubjects(snapshot).map(async (subject) => match(await lists.list(snapshot, subject), subject, sought)),
  );
  return tellFound(sortFound(found.flat()), limit);
}

/** The columns that a search looks through. */
export function listSubjects(snapshot: Snapshot): ValueSubject[] {
  const { attributes, events } = snapshot.catalog;
  const searched = (one: Attribute | Field): boolean =>
    (one.type === 'category' || one.type === 'tags') && !one.pii && !one.hidden;
  return [
    ...attributes
      .filter((attribute) => attribute.origin.kind === 'source' && searched(attribute))
      .map((attribute): ValueSubject => ({ kind: 'attribute', attribute })),
    ...events.flatMap((event) => event.fields.filter(searched).map((field): ValueSubject => ({ kind: 'field', event, field }))),
  ];
}

/** An attribute, or a field of an event, by id. @throws SilhouetteError `unknown-attribute`, `unknown-event`, `unknown-field`. */
export function findSubject(
  snapshot: Snapshot,
  named:
    | { readonly kind: 'attribute'; readonly attribute: string }
    | { readonly kind: 'field'; readonly event: string; readonly field: string },
): ValueSubject {
  if (named.kind === 'attribute') {
    const attribute = snapshot.catalog.attributes.find((one) => one.id === named.attribute);
    if (attribute === undefined)
      throw SilhouetteError.of('unknown-attribute', `There is no attribute "${named.attribute}".`, 'attribute');
    return { kind: 'attribute', attribute };
  }
  const event = snapshot.catalog.events.find((one) => one.id === named.event);
  if (event === undefined) throw SilhouetteError.of('unknown-event', `There is no event "${named.event}".`, 'event');
  const field = event.fields.find((one) => one.id === named.field);
  if (field === undefined)
    throw SilhouetteError.of('unknown-field', `The event "${named.event}" has no field "${named.field}".`, 'field');
  return { kind: 'field', event, field };
}

/** The values that a text finds, each with how: those of the whole text first, then those of its words; each by size. */
function match(values: readonly ListedValue[], subject: ValueSubject, search: SearchText): FoundValue[] {
  const described = describedOf(subject);
  const place =
    subject.kind === 'attribute'
      ? { attribute: String(subject.attribute.id), event: null, field: null }
      : { attribute: null, event: String(subject.event.id), field: String(subject.field.id) };
  return sortFound(
    values.flatMap(({ value, count }) => {
      const named = described.values.get(value);
      const found = matchAnySearch(search, named === undefined ? [value] : [value, named.ko, named.en]);
      if (found === null) return [];
      return [{ isPhrase: isPhraseMatch(found), found: { ...place, value, label: named ?? { ko: value, en: value }, count } }];
    }),
  );
}

/** Sorting keeps the order of equals. */
function sortFound(found: FoundValue[]): FoundValue[] {
  return found.sort((a, b) => Number(b.isPhrase) - Number(a.isPhrase) || b.found.count - a.found.count);
}

function tellFound(found: readonly FoundValue[], limit: number): ValuesAnswer {
  return { values: found.slice(0, limit).map((one) => one.found), more: found.length > limit };
}

function describedOf(subject: ValueSubject): Attribute | Field {
  return subject.kind === 'attribute' ? subject.attribute : subject.field;
}

function nameSubject(subject: ValueSubject): string[] {
  return subject.kind === 'attribute' ? [subject.attribute.id] : [subject.event.id, subject.field.id];
}

function columnOf(subject: ValueSubject): string {
  return quoteIdentifier(describedOf(subject).id);
}

function tableOf(snapshot: Snapshot, subject: ValueSubject): string {
  if (subject.kind === 'attribute') return fileSql(snapshot.customers.files);
  const table = snapshot.events.get(subject.event.id);
  if (table === undefined) throw SilhouetteError.of('lake-damaged', `The snapshot has no rows of "${subject.event.id}".`);
  return fileSql(table.files);
}

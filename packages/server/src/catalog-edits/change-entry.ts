import type { Snapshot } from '@silhouette/lake';
import {
  CatalogChangedError,
  type CatalogEdit,
  type CatalogSubject,
  describeSubject,
  findCatalogSubject,
  isSameEdit,
  keySubject,
  type NamedValue,
  type PlainValue,
  readWord,
  SilhouetteError,
  type SubjectWords,
  WORD_LIMITS,
  type WordEdit,
  type WordProperty,
} from '@silhouette/model';
import { matchesVersion } from '../audiences/entity-tag.ts';
import type { BodyReader } from '../read-body.ts';
import type { CatalogEditStore, StoredEdit } from '../store/catalog-edit-store.ts';
import { pickWords } from './answer-entry.ts';
import { readBase } from './read-base.ts';
import { type EntryChange, readCatalogChange } from './read-catalog-change.ts';

/** A change that was asked for. */
export interface EntryRequest {
  readonly subject: CatalogSubject;
  readonly body: PlainValue;
  /** The `If-Match` header; undefined when there is none. */
  readonly ifMatch: string | undefined;
  readonly actor: string;
}

/** Types whose values have names. */
const NAMED_TYPES: readonly string[] = ['category', 'boolean', 'tags', 'text'];

/**
 * Changes the words of an entry as one step; what changes nothing makes no version, and what says what the file says makes
 * no edit.
 * @throws SilhouetteError `missing-precondition`, `catalog-changed` (a CatalogChangedError that says by whom and when, and what
 * stands), `unknown-attribute`, `unknown-event`, `unknown-field`, and every issue of the body.
 */
export async function changeEntry(
  steps: CatalogEditStore,
  { catalog }: Snapshot,
  request: EntryRequest,
  nowMs: number,
): Promise<void> {
  const { subject } = request;
  const edits = await steps.list();
  const own = edits.filter((edit) => isSameSubject(edit.subject, subject));
  const base = readBase(catalog, edits)(subject);
  await checkVersion(steps, request, base, own);
  const { reader, change } = readCatalogChange(request.body);
  checkFits(reader, change, catalog, subject);
  reader.finish();
  const made = { version: (await steps.lastVersion(subject)) + 1, editedAtMs: nowMs, editedBy: request.actor };
  for (const property of Object.keys(change) as WordProperty[]) {
    const before = own.find((edit) => edit.property === property) ?? null;
    const after = decide(change, property, before, base);
    if (after === 'stays' || (after !== null && before !== null && isSameEdit(after, before))) continue;
    if (after !== null) await steps.put({ ...after, subject } as CatalogEdit, made);
    else if (before !== null) await steps.remove(subject, property, { ...made, by: 'person' });
  }
}

/** What is to stand of a property: an edit, none, or what stands now. */
function decide(
  change: EntryChange,
  property: WordProperty,
  before: WordEdit | null,
  base: SubjectWords | null,
): WordEdit | null | 'stays' {
  const asked = toEdit(change, property, before);
  if (asked === null || asked === 'stays' || base === null) return asked;
  if (asked.property !== 'values') return isSameEdit(asked, readWord(base, asked)) ? null : asked;
  const value = asked.value.filter(({ value: one, label }) => {
    const said = base.values.get(one) ?? { ko: one, en: one };
    return said.ko !== label.ko || said.en !== label.en;
  });
  return value.length === 0 ? null : { property: 'values', value };
}

function toEdit(change: EntryChange, property: WordProperty, before: WordEdit | null): WordEdit | null | 'stays' {
  const asked = change[property];
  if (asked === undefined) return 'stays';
  if (asked === null) return null;
  if (property === 'values') return mergeValues(before, change.values ?? new Map());
  if (property === 'description') return { property, value: asked === 'none' ? null : asked } as WordEdit;
  // Each property was read in the shape that its edit has.
  return { property, value: asked } as WordEdit;
}

function mergeValues(before: WordEdit | null, asked: NonNullable<EntryChange['values']>): WordEdit | null {
  const merged = new Map(before?.property === 'values' ? before.value.map(({ value, label }) => [value, label] as const) : []);
  for (const [value, label] of asked) {
    if (label === null) merged.delete(value);
    else merged.set(value, label);
  }
  const value: NamedValue[] = [...merged].map(([one, label]) => ({ value: one, label }));
  if (value.length > WORD_LIMITS.values) {
    const message = `Names of at most ${WORD_LIMITS.values} values are kept for an entry; write more of them into the catalog file.`;
    throw SilhouetteError.of('invalid-value', message, 'values');
  }
  return value.length === 0 ? null : { property: 'values', value };
}

async function checkVersion(
  steps: CatalogEditStore,
  { subject, ifMatch }: EntryRequest,
  base: SubjectWords | null,
  own: readonly StoredEdit[],
): Promise<void> {
  const [newest] = await steps.listSteps(subject, 1);
  const version = newest?.version ?? 0;
  if (matchesVersion(ifMatch, { version })) return;
  const savedBy = newest?.editedBy ?? '';
  const savedAt = new Date(newest?.editedAtMs ?? 0).toISOString();
  throw new CatalogChangedError(
    newest === undefined
      ? `The ${describeSubject(subject)} was never edited; read it and change it again. Nothing was overwritten.`
      : `${savedBy} changed the ${describeSubject(subject)} at ${savedAt} (version ${version}); read it and change it again. Nothing was overwritten.`,
    { version, savedBy, savedAt, words: base === null ? null : pickWords(base, own) },
  );
}

/** Holds a change against the entry: one that is gone can only be given up, and not every entry has every property. */
function checkFits(reader: BodyReader, change: EntryChange, catalog: Snapshot['catalog'], subject: CatalogSubject): void {
  const found = findCatalogSubject(catalog, subject);
  const asksMore = Object.values(change).some((asked) => asked !== undefined && asked !== null);
  if (found === null) {
    const code = `unknown-${subject.kind}` as const;
    if (asksMore)
      reader.report('', code, `There is no ${describeSubject(subject)} in the snapshot; its edits can only be taken back.`);
    return;
  }
  if (found.kind !== 'attribute' && change.group !== undefined && change.group !== null)
    reader.report('group', 'invalid-value', 'Only attributes are in groups; leave "group" out.');
  const type = found.kind === 'event' ? null : found.kind === 'field' ? found.field.type : found.attribute.type;
  const hasNames = type !== null && NAMED_TYPES.includes(type);
  if (!hasNames && change.values !== undefined && change.values !== null)
    reader.report(
      'values',
      'invalid-value',
      `Values of ${type === null ? 'events' : `type ${type}`} have no names; leave "values" out.`,
    );
}

function isSameSubject(a: CatalogSubject, b: CatalogSubject): boolean {
  return keySubject(a) === keySubject(b);
}

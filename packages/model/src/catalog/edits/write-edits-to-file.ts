import { assertNever } from '../../assert-never.ts';
import { SilhouetteError } from '../../error.ts';
import { isSamePlain } from '../../text/is-same-plain.ts';
import { parseYamlText } from '../../text/parse-yaml-text.ts';
import { isPlainObject } from '../../text/plain-value.ts';
import { type Catalog, findAttribute, type Label } from '../catalog.ts';
import type { CatalogFile } from '../catalog-file.ts';
import { parseCatalogFile } from '../parse-catalog-file.ts';
import type { CatalogEdit, CatalogSubject } from './catalog-edit.ts';
import { editYamlText } from './edit-yaml-text.ts';
import { addYamlChange, applyYamlChanges, type YamlChange, type YamlChanges, type YamlData } from './yaml-changes.ts';

/** Why an edit is not written: `standard`: the file says all of `computed.standard` in one word; `gone`: nothing of that id is in file or data. */
export type UnwrittenReason = 'standard' | 'gone';

/** A catalog file with edits written into it. */
export interface WrittenEdits {
  readonly text: string;
  readonly written: readonly CatalogEdit[];
  readonly unwritten: readonly { readonly edit: CatalogEdit; readonly reason: UnwrittenReason }[];
}

/**
 * Writes edits into the text of the catalog file: only the words change, everything else stays as it is written. `catalog`
 * is the newest snapshot's, as its load made it.
 * @throws SilhouetteError with every issue of a file that has mistakes; `invalid-yaml` where it is written in a form that
 * cannot be changed in place
 */
export function writeEditsToFile(text: string, edits: readonly CatalogEdit[], catalog: Catalog): WrittenEdits {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const before = text.slice(mark.length);
  const file = readFile(before);
  const written: CatalogEdit[] = [];
  const unwritten: { readonly edit: CatalogEdit; readonly reason: UnwrittenReason }[] = [];
  const changes = new Map<string, YamlChange>();
  for (const edit of edits) {
    const place = findPlace(file, catalog, edit.subject);
    if (typeof place === 'string') {
      unwritten.push({ edit, reason: place });
      continue;
    }
    addYamlChange(changes, [...place.path, edit.property], toChange(edit));
    written.push(edit);
  }
  const after = written.length === 0 ? before : editYamlText(before, changes);
  checkWritten(before, after, changes);
  return { text: `${mark}${after}`, written, unwritten };
}

function readFile(text: string): CatalogFile {
  const parsed = parseCatalogFile(text);
  if (parsed.ok) return parsed.catalogFile;
  throw new SilhouetteError(parsed.issues);
}

/** Where the file says something of a subject. */
function findPlace(
  file: CatalogFile,
  catalog: Catalog,
  subject: CatalogSubject,
): { readonly path: readonly string[] } | UnwrittenReason {
  switch (subject.kind) {
    case 'attribute': {
      const id = subject.attribute;
      if (file.computed.attributes.has(id)) return { path: ['computed', id] };
      if (file.customers?.attributes.has(id)) return { path: ['customers', 'attributes', id] };
      const known = findAttribute(catalog, id);
      if (known?.origin.kind === 'computed') return file.computed.standard ? 'standard' : 'gone';
      // A column that the file does not name: nothing but words after its id leaves it as it is.
      const isTaken = known !== undefined && file.customers?.columns === 'all';
      return isTaken ? { path: ['customers', 'attributes', id] } : 'gone';
    }
    case 'event':
      return file.events.has(subject.event) ? { path: ['events', subject.event] } : 'gone';
    case 'field':
      return file.events.get(subject.event)?.fields.has(subject.field)
        ? { path: ['events', subject.event, 'fields', subject.field] }
        : 'gone';
    default:
      return assertNever(subject);
  }
}

function toChange(edit: CatalogEdit): YamlChange {
  switch (edit.property) {
    case 'label':
      return { kind: 'set', value: toLabel(edit.value) };
    case 'description':
      return edit.value === null ? { kind: 'remove' } : { kind: 'set', value: toLabel(edit.value) };
    case 'group':
    case 'synonyms':
      return { kind: 'set', value: edit.value };
    case 'values': {
      const entries = edit.value.map(({ value, label }) => [value, { kind: 'set', value: toLabel(label) }] as const);
      return { kind: 'within', entries: new Map<string, YamlChange>(entries) };
    }
    default:
      return assertNever(edit);
  }
}

function toLabel({ ko, en }: Label): YamlData {
  return new Map([
    ['ko', ko],
    ['en', en],
  ]);
}

/** The text that was made is read again: it must say what it said before, and the changes. */
function checkWritten(before: string, after: string, changes: YamlChanges): void {
  const [plain, made] = [parseYamlText(before), parseYamlText(after)];
  if (isPlainObject(plain) && isSamePlain(made, applyYamlChanges(plain, changes)) && parseCatalogFile(after).ok) return;
  throw SilhouetteError.of(
    'invalid-yaml',
    'The file is written in a form that cannot be changed in place; write these words into it by hand. Nothing was written.',
  );
}

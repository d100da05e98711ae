import {
  type Catalog,
  type CatalogEntryAnswer,
  type CatalogSubject,
  type CatalogWords,
  computedLabel,
  type EditState,
  findCatalogSubject,
  findEvent,
  findField,
  type ShownEditState,
  type SubjectWords,
  type WordEdit,
} from '@silhouette/model';
import type { StoredEdit, StoredEditStep } from '../store/catalog-edit-store.ts';
import { readBase, settleOn } from './read-base.ts';

/** What an entry's answer is made of; `edits` are all of them, `steps` the entry's. */
export interface EntryParts {
  readonly subject: CatalogSubject;
  /** As its load made it. */
  readonly loaded: Catalog;
  readonly edits: readonly StoredEdit[];
  readonly own: readonly StoredEdit[];
  readonly steps: readonly StoredEditStep[];
  readonly usedBy: CatalogEntryAnswer['usedBy'];
}

/** An entry of the catalog in its published shape. */
export function answerEntry({ subject, loaded, edits, own, steps, usedBy }: EntryParts): CatalogEntryAnswer {
  const base = readBase(loaded, edits);
  const fileWords = base(subject);
  // Those that the file has the last word on again are about to be dropped.
  const effective = own.filter((edit) => settleOn(base, edit) !== 'overruled');
  return {
    subject,
    version: steps[0]?.version ?? 0,
    words: fileWords === null ? null : pickWords(fileWords, effective),
    fileWords: fileWords === null ? null : pickWords(fileWords, []),
    values: effective.flatMap((edit) =>
      edit.property === 'values'
        ? edit.value.map(({ value, label }) => ({
            value,
            label,
            fileLabel: fileWords?.values.get(value) ?? { ko: value, en: value },
          }))
        : [],
    ),
    edits: effective.map((edit) => ({
      property: edit.property,
      state: showState(settleOn(base, edit), edit),
      ...showMade(edit),
    })),
    history: steps.map((step) => ({
      version: step.version,
      property: step.property,
      value: step.edit?.value ?? null,
      by: step.by,
      ...showMade(step),
    })),
    source: findSource(loaded, subject),
    usedBy,
  };
}

/** How an edit that is in effect stands, as people are told. */
export function showState(state: EditState, { writtenOver }: StoredEdit): ShownEditState {
  if (state === 'orphaned') return 'orphaned';
  return writtenOver === null ? 'needed' : 'waiting';
}

/** Who made an edit and when, in the published shape. */
export function showMade({ editedAtMs, editedBy }: Pick<StoredEdit, 'editedAtMs' | 'editedBy'>) {
  return { editedAt: new Date(editedAtMs).toISOString(), editedBy };
}

/** Words with edits on top, without the names of values. */
export function pickWords(words: SubjectWords, edits: readonly WordEdit[]): CatalogWords {
  const { label, description, group, synonyms } = words;
  const picked: CatalogWords = { label, description, group, synonyms: [...synonyms] };
  for (const edit of edits) {
    if (edit.property === 'label') picked.label = edit.value;
    else if (edit.property === 'description') picked.description = edit.value;
    else if (edit.property === 'group') picked.group = edit.value;
    else if (edit.property === 'synonyms') picked.synonyms = [...edit.value];
  }
  return picked;
}

function findSource(catalog: Catalog, subject: CatalogSubject): CatalogEntryAnswer['source'] {
  const found = findCatalogSubject(catalog, subject);
  if (found?.kind !== 'attribute') return null;
  const { origin } = found.attribute;
  if (origin.kind === 'source') return { kind: 'column', column: origin.column, sql: origin.sql };
  const event = findEvent(catalog, origin.spec.event);
  const field = event === undefined || origin.spec.field === null ? null : (findField(event, origin.spec.field) ?? null);
  const how = event === undefined ? found.attribute.label : computedLabel(origin.spec, event, field);
  return { kind: 'computed', event: origin.spec.event, field: origin.spec.field, how };
}

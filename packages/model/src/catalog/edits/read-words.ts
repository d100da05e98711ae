import { assertNever } from '../../assert-never.ts';
import {
  type Attribute,
  type Catalog,
  type EventType,
  type Field,
  findAttribute,
  findEvent,
  findField,
  type Label,
} from '../catalog.ts';
import type { CatalogSubject, WordEdit } from './catalog-edit.ts';

/** What a catalog says of a subject. */
export interface SubjectWords {
  readonly label: Label;
  readonly description: Label | null;
  /** Null for events and fields: they are in no group. */
  readonly group: string | null;
  readonly synonyms: readonly string[];
  /** Names of values; empty for events. */
  readonly values: ReadonlyMap<string, Label>;
}

/** An attribute, event or field of a catalog by its place there. */
export type FoundSubject =
  | { readonly kind: 'attribute'; readonly attribute: Attribute }
  | { readonly kind: 'event'; readonly event: EventType }
  | { readonly kind: 'field'; readonly event: EventType; readonly field: Field };

/** The subject in a catalog; null where the catalog has none. */
export function findCatalogSubject(catalog: Catalog, subject: CatalogSubject): FoundSubject | null {
  if (subject.kind === 'attribute') {
    const attribute = findAttribute(catalog, subject.attribute);
    return attribute === undefined ? null : { kind: 'attribute', attribute };
  }
  const event = findEvent(catalog, subject.event);
  if (event === undefined) return null;
  if (subject.kind === 'event') return { kind: 'event', event };
  const field = findField(event, subject.field);
  return field === undefined ? null : { kind: 'field', event, field };
}

/** What a catalog says of a subject; null where it has none. */
export function readWords(catalog: Catalog, subject: CatalogSubject): SubjectWords | null {
  const found = findCatalogSubject(catalog, subject);
  if (found === null) return null;
  switch (found.kind) {
    case 'attribute':
      return found.attribute;
    case 'event':
      return { ...pickNamed(found.event), group: null, values: new Map() };
    case 'field':
      return { ...pickNamed(found.field), group: null, values: found.field.values };
    default:
      return assertNever(found);
  }
}

function pickNamed({ label, description, synonyms }: Pick<SubjectWords, 'label' | 'description' | 'synonyms'>) {
  return { label, description, synonyms };
}

/**
 * What a subject's words say of the property of an edit, in the shape of an edit: of `values` the names of the values
 * that the edit names. A value without a name is its own.
 */
export function readWord(words: SubjectWords, edit: WordEdit): WordEdit {
  switch (edit.property) {
    case 'label':
      return { property: 'label', value: words.label };
    case 'description':
      return { property: 'description', value: words.description };
    case 'group':
      return { property: 'group', value: words.group ?? '' };
    case 'synonyms':
      return { property: 'synonyms', value: words.synonyms };
    case 'values':
      return {
        property: 'values',
        value: edit.value.map(({ value }) => ({ value, label: words.values.get(value) ?? { ko: value, en: value } })),
      };
    default:
      return assertNever(edit);
  }
}

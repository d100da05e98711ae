import { assertNever } from '../../assert-never.ts';
import type { Label } from '../catalog.ts';

/** Something of the catalog that people name: an attribute, an event, or a field of an event. */
export type CatalogSubject =
  | { readonly kind: 'attribute'; readonly attribute: string }
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'field'; readonly event: string; readonly field: string };

/** What people say of a subject. */
export const WORD_PROPERTIES = ['label', 'description', 'group', 'synonyms', 'values'] as const;
/** One of {@link WORD_PROPERTIES}. */
export type WordProperty = (typeof WORD_PROPERTIES)[number];

/** The name of a value. */
export interface NamedValue {
  readonly value: string;
  readonly label: Label;
}

/** One property, said otherwise than the catalog file says it. Texts are as the file's reader leaves them. */
export type WordEdit =
  | { readonly property: 'label'; readonly value: Label }
  /** Null: none, whatever the file says. */
  | { readonly property: 'description'; readonly value: Label | null }
  /** Of attributes only. */
  | { readonly property: 'group'; readonly value: string }
  | { readonly property: 'synonyms'; readonly value: readonly string[] }
  /** Names of these values, each once; all others keep theirs. Not of events. */
  | { readonly property: 'values'; readonly value: readonly NamedValue[] };

/** A {@link WordEdit} of a subject. */
export type CatalogEdit = WordEdit & { readonly subject: CatalogSubject };

/** A text that is the same for the same subject only. */
export function keySubject(subject: CatalogSubject): string {
  switch (subject.kind) {
    case 'attribute':
      return JSON.stringify([subject.kind, subject.attribute]);
    case 'event':
      return JSON.stringify([subject.kind, subject.event]);
    case 'field':
      return JSON.stringify([subject.kind, subject.event, subject.field]);
    default:
      return assertNever(subject);
  }
}

/** The subject as a message names it: `attribute "age"`. */
export function describeSubject(subject: CatalogSubject): string {
  switch (subject.kind) {
    case 'attribute':
      return `attribute "${subject.attribute}"`;
    case 'event':
      return `event "${subject.event}"`;
    case 'field':
      return `field "${subject.field}" of event "${subject.event}"`;
    default:
      return assertNever(subject);
  }
}

/** Whether two edits of one property say the same; names of values in any order. */
export function isSameEdit(a: WordEdit, b: WordEdit): boolean {
  return a.property === b.property && JSON.stringify(sortValues(a)) === JSON.stringify(sortValues(b));
}

function sortValues({ property, value }: WordEdit): unknown {
  const label = (text: Label | null) => (text === null ? null : [text.ko, text.en]);
  switch (property) {
    case 'label':
    case 'description':
      return label(value);
    case 'values':
      return value.map((named) => [named.value, label(named.label)] as const).sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0));
    case 'group':
    case 'synonyms':
      return value;
    default:
      return assertNever(property);
  }
}

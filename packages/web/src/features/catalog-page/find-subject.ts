import {
  assertNever,
  type CatalogAnswer,
  type CatalogAttribute,
  type CatalogEvent,
  type CatalogField,
  type CatalogSubject,
} from '@silhouette/model';

/** An entry with what the catalog says of it. */
export type CatalogEntry =
  | { readonly kind: 'attribute'; readonly attribute: CatalogAttribute }
  | { readonly kind: 'event'; readonly event: CatalogEvent }
  | { readonly kind: 'field'; readonly event: CatalogEvent; readonly field: CatalogField };

/** The entry of a subject; null where the catalog has none. */
export function findSubject(catalog: CatalogAnswer, subject: CatalogSubject): CatalogEntry | null {
  if (subject.kind === 'attribute') {
    const attribute = catalog.attributes.find((one) => one.id === subject.attribute);
    return attribute === undefined ? null : { kind: 'attribute', attribute };
  }
  const event = catalog.events.find((one) => one.id === subject.event);
  if (event === undefined || subject.kind === 'event') return event === undefined ? null : { kind: 'event', event };
  const field = event.fields.find((one) => one.id === subject.field);
  return field === undefined ? null : { kind: 'field', event, field };
}

/** What the catalog calls an entry. */
export function itemOf(entry: CatalogEntry): CatalogAttribute | CatalogEvent | CatalogField {
  switch (entry.kind) {
    case 'attribute':
      return entry.attribute;
    case 'event':
      return entry.event;
    case 'field':
      return entry.field;
    default:
      return assertNever(entry);
  }
}

/** The ids of a subject as people read them: `age`, `purchase`, `purchase · amount`. */
export function writeSubjectId(subject: CatalogSubject): string {
  if (subject.kind === 'attribute') return subject.attribute;
  return subject.kind === 'event' ? subject.event : `${subject.event} · ${subject.field}`;
}

import {
  type Attribute,
  type Catalog,
  type ComputedSpec,
  type Described,
  type EventType,
  type Field,
  findEvent,
  findField,
  type Label,
} from '../catalog.ts';
import { computedLabel } from '../computed-label.ts';
import { takesFieldValues } from '../draft-computed-attribute.ts';
import { type CatalogEdit, keySubject, type WordEdit } from './catalog-edit.ts';

type EditsBySubject = ReadonlyMap<string, readonly WordEdit[]>;

/**
 * The catalog as edits say it, which is what a load of a file that says so gives: what the file leaves to be made of an
 * event's or a field's words (names and groups of computed attributes, names of their values) is made of the edited ones.
 * Edits of subjects that the catalog does not have change nothing.
 */
export function overlayCatalog(catalog: Catalog, edits: readonly CatalogEdit[]): Catalog {
  if (edits.length === 0) return catalog;
  const bySubject = groupEdits(edits);
  const based = overlayEvents(catalog, bySubject);
  const attributes = based.attributes.map((attribute) => {
    const own = bySubject.get(keySubject({ kind: 'attribute', attribute: attribute.id }));
    return own === undefined ? attribute : own.reduce(applyToAttribute, attribute);
  });
  return { ...based, attributes };
}

/** The catalog as it would be without the edits of attributes: what an attribute's own edits are made to. */
export function overlayEventsOnly(catalog: Catalog, edits: readonly CatalogEdit[]): Catalog {
  return overlayEvents(catalog, groupEdits(edits));
}

function groupEdits(edits: readonly CatalogEdit[]): EditsBySubject {
  const groups = new Map<string, WordEdit[]>();
  for (const edit of edits) {
    const key = keySubject(edit.subject);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [edit]);
    else known.push(edit);
  }
  return groups;
}

function overlayEvents(catalog: Catalog, bySubject: EditsBySubject): Catalog {
  const events = catalog.events.map((event): EventType => {
    const fields = event.fields.map((field): Field => {
      const own = bySubject.get(keySubject({ kind: 'field', event: event.id, field: field.id })) ?? [];
      return own.reduce(applyToDescribed, field);
    });
    const own = bySubject.get(keySubject({ kind: 'event', event: event.id })) ?? [];
    return own.reduce(applyToNamed, { ...event, fields });
  });
  const edited = { ...catalog, events };
  const attributes = catalog.attributes.map((attribute) =>
    attribute.origin.kind === 'computed' ? followEvent(attribute, attribute.origin.spec, catalog, edited) : attribute,
  );
  return { ...edited, attributes };
}

/** What a computed attribute says in the words of its event and field is said in their edited words. */
function followEvent(attribute: Attribute, spec: ComputedSpec, before: Catalog, after: Catalog): Attribute {
  const [event, edited] = [findEvent(before, spec.event), findEvent(after, spec.event)];
  if (event === undefined || edited === undefined) return attribute;
  const field = spec.field === null ? null : findField(event, spec.field);
  const editedField = spec.field === null ? null : findField(edited, spec.field);
  if (field === undefined || editedField === undefined) return attribute;
  const isMadeLabel = isSameLabel(attribute.label, computedLabel(spec, event, field));
  const takesValues = field !== null && editedField !== null && takesFieldValues(spec.measure);
  return {
    ...attribute,
    label: isMadeLabel ? computedLabel(spec, edited, editedField) : attribute.label,
    group: attribute.group === event.label.en ? edited.label.en : attribute.group,
    values: takesValues ? followValues(attribute.values, field.values, editedField.values) : attribute.values,
  };
}

function followValues(
  own: Attribute['values'],
  before: Attribute['values'],
  after: Attribute['values'],
): ReadonlyMap<string, Label> {
  if (before === after) return own;
  const followed = new Map(own);
  for (const [value, label] of after) {
    if (isSameLabel(own.get(value), before.get(value))) followed.set(value, label);
  }
  return followed;
}

function applyToAttribute(attribute: Attribute, edit: WordEdit): Attribute {
  return edit.property === 'group' ? { ...attribute, group: edit.value } : applyToDescribed(attribute, edit);
}

function applyToDescribed<T extends Described>(described: T, edit: WordEdit): T {
  if (edit.property !== 'values') return applyToNamed(described, edit);
  return {
    ...described,
    values: new Map([...described.values, ...edit.value.map(({ value, label }) => [value, label] as const)]),
  };
}

function applyToNamed<T extends Pick<Described, 'label' | 'description' | 'synonyms'>>(named: T, edit: WordEdit): T {
  if (edit.property === 'label') return { ...named, label: edit.value };
  if (edit.property === 'description') return { ...named, description: edit.value };
  // Groups of fields and names of events' values do not exist: edits of them are refused when they are made.
  return edit.property === 'synonyms' ? { ...named, synonyms: edit.value } : named;
}

function isSameLabel(a: Label | undefined, b: Label | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.ko === b.ko && a.en === b.en);
}

import type { Attribute, Catalog, EventType, Field } from '../catalog/catalog.ts';
import type { FieldFilter } from '../predicate/predicate.ts';
import { type PrivacyClass, privacyOf } from './privacy-class.ts';

/**
 * The catalog of somebody for whom only attributes and fields of some classes exist: the others are left out wherever they
 * stand, and so is what is computed from them. Events stay, with the fields that are left.
 */
export function narrowCatalog(catalog: Catalog, classes: ReadonlySet<PrivacyClass>): Catalog {
  const isSeen = (one: Attribute | Field): boolean => classes.has(privacyOf(one));
  const events = catalog.events.map((event): EventType => ({ ...event, fields: event.fields.filter(isSeen) }));
  const fields = new Map(events.map((event) => [event.id, new Set(event.fields.map(({ id }) => id))]));
  const attributes = catalog.attributes.filter((attribute) => {
    if (!isSeen(attribute)) return false;
    if (attribute.origin.kind !== 'computed') return true;
    const { event, field, where } = attribute.origin.spec;
    const left = fields.get(event) ?? new Set();
    return (field === null || left.has(field)) && where.every((filter) => isFilterLeft(filter, left));
  });
  const ids = new Set(attributes.map(({ id }) => id));
  return { ...catalog, attributes, events, panels: catalog.panels.filter((id) => ids.has(id)) };
}

function isFilterLeft(filter: FieldFilter, fields: ReadonlySet<string>): boolean {
  if (filter.kind === 'field') return fields.has(filter.field);
  return (filter.kind === 'not' ? [filter.child] : filter.children).every((child) => isFilterLeft(child, fields));
}

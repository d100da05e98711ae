import type { CatalogAnswer, CatalogAttribute, CatalogEvent } from '@silhouette/model';
import { searchCatalog } from '../explore/catalog/search-catalog.ts';

/** What a search of the catalog page found. */
export interface FoundEntries {
  readonly attributes: readonly CatalogAttribute[];
  readonly events: readonly CatalogEvent[];
}

/**
 * Attributes and events that a text finds by name, synonym or id, best first (an event also by its fields); all of them,
 * in the order of the catalog, while it is blank. Hidden ones are among them: this page is where they can be found.
 */
export function findEntries(catalog: CatalogAnswer, query: string): FoundEntries {
  if (query.trim() === '') return { attributes: catalog.attributes, events: catalog.events };
  const shown = {
    ...catalog,
    attributes: catalog.attributes.map((attribute) => ({ ...attribute, hidden: false })),
    events: catalog.events.map((event) => ({ ...event, hidden: false })),
  };
  const hits = searchCatalog(shown, query);
  const attributeIds = new Set<string>();
  const eventIds = new Set<string>();
  for (const hit of hits) {
    if (hit.kind === 'attribute') attributeIds.add(hit.attribute.id);
    else eventIds.add(hit.event.id);
  }
  return { attributes: pickInOrder(catalog.attributes, attributeIds), events: pickInOrder(catalog.events, eventIds) };
}

/** The items with these ids, in the order of the ids. */
function pickInOrder<T extends { readonly id: string }>(items: readonly T[], ids: ReadonlySet<string>): T[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return [...ids].flatMap((id) => byId.get(id) ?? []);
}

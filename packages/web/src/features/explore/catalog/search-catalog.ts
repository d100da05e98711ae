import type { CatalogAnswer, CatalogAttribute, CatalogEvent, CatalogField } from '@silhouette/model';

/** Something a search found in the catalog. */
export type CatalogHit =
  | { readonly kind: 'attribute'; readonly attribute: CatalogAttribute }
  | { readonly kind: 'event'; readonly event: CatalogEvent }
  | { readonly kind: 'field'; readonly event: CatalogEvent; readonly field: CatalogField };

/** A text as it is compared: one Unicode form, no case, no spaces, so that 첫구매 finds 첫 구매. */
function normaliseSearch(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, '');
}

/**
 * What a text finds by name (in both languages), synonym or id; best first: names that begin with it, names with a
 * word that does, names that hold it, synonyms, ids; events before attributes, else in the order of the catalog.
 */
export function searchCatalog(catalog: CatalogAnswer, query: string): CatalogHit[] {
  const wanted = normaliseSearch(query);
  if (wanted === '') return [];
  const hits: { readonly hit: CatalogHit; readonly rank: number }[] = [];
  const add = (hit: CatalogHit, item: Pick<CatalogField, 'id' | 'label' | 'synonyms'>) => {
    const rank = rankMatch(item, wanted);
    if (rank !== null) hits.push({ hit, rank });
  };
  for (const event of catalog.events) {
    if (event.hidden) continue;
    add({ kind: 'event', event }, event);
    for (const field of event.fields) if (!field.hidden) add({ kind: 'field', event, field }, field);
  }
  for (const attribute of catalog.attributes) if (!attribute.hidden) add({ kind: 'attribute', attribute }, attribute);
  // Sorting keeps the order of equals.
  return hits.sort((a, b) => a.rank - b.rank).map(({ hit }) => hit);
}

function rankMatch(item: Pick<CatalogField, 'id' | 'label' | 'synonyms'>, wanted: string): number | null {
  const names = [item.label.ko, item.label.en];
  const whole = names.map(normaliseSearch);
  if (whole.some((name) => name === wanted)) return 0;
  if (whole.some((name) => name.startsWith(wanted))) return 1;
  if (names.some((name) => name.split(/\s+/).some((word) => normaliseSearch(word).startsWith(wanted)))) return 2;
  if (item.synonyms.some((synonym) => normaliseSearch(synonym).startsWith(wanted))) return 3;
  if (whole.some((name) => name.includes(wanted))) return 4;
  if (item.synonyms.some((synonym) => normaliseSearch(synonym).includes(wanted))) return 5;
  return normaliseSearch(item.id).includes(wanted) ? 6 : null;
}

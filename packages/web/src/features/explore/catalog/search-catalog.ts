import {
  type CatalogAnswer,
  type CatalogAttribute,
  type CatalogEvent,
  type CatalogField,
  foldSearch,
  matchAnySearch,
  matchSearch,
  readSearch,
  type SearchMatch,
  type SearchText,
} from '@silhouette/model';

/** Something a search found in the catalog. */
export type CatalogHit =
  | { readonly kind: 'attribute'; readonly attribute: CatalogAttribute }
  | { readonly kind: 'event'; readonly event: CatalogEvent }
  | { readonly kind: 'field'; readonly event: CatalogEvent; readonly field: CatalogField };

/**
 * What a text finds by name (in both languages), synonym or id: all of its words, in any order. Best first: names that are it,
 * that begin with it, that have a word which does, synonyms that begin with it, names and synonyms that hold it, ids, then what
 * holds its words apart. Events come before attributes, else in the order of the catalog.
 */
export function searchCatalog(catalog: CatalogAnswer, query: string): CatalogHit[] {
  const search = readSearch(query);
  if (search.whole === '') return [];
  const hits: { readonly hit: CatalogHit; readonly rank: number }[] = [];
  const add = (hit: CatalogHit, item: Described, context: readonly string[] = []) => {
    const rank = rankItem(item, context, search);
    if (rank !== null) hits.push({ hit, rank });
  };
  for (const event of catalog.events) {
    if (event.hidden) continue;
    add({ kind: 'event', event }, event);
    const context = [event.label.ko, event.label.en, ...event.synonyms];
    for (const field of event.fields) if (!field.hidden) add({ kind: 'field', event, field }, field, context);
  }
  for (const attribute of catalog.attributes) if (!attribute.hidden) add({ kind: 'attribute', attribute }, attribute);
  // Sorting keeps the order of equals.
  return hits.sort((a, b) => a.rank - b.rank).map(({ hit }) => hit);
}

/** Whether a text finds something by its names, synonyms or id; blank finds everything. */
export function isFound(item: Described, search: SearchText): boolean {
  return search.whole === '' || rankItem(item, [], search) !== null;
}

type Described = Pick<CatalogField, 'id' | 'label' | 'synonyms'>;

/** Ranks of how a name and a synonym are found; less is better. */
const NAME_RANKS: Record<SearchMatch, number> = { equal: 0, start: 1, 'word-start': 2, inside: 4, 'word-starts': 7, words: 8 };
const SYNONYM_RANKS: Record<SearchMatch, number> = { ...NAME_RANKS, equal: 3, start: 3, 'word-start': 5, inside: 5 };
const ID_RANK = 6;
const WORDS_RANK = 9;

/** `context` is what stands beside the names: some of the words may be there. */
function rankItem(item: Described, context: readonly string[], search: SearchText): number | null {
  const names = matchAnySearch(search, [item.label.ko, item.label.en]);
  const synonyms = matchAnySearch(search, item.synonyms);
  const ranks = [
    ...(names === null ? [] : [NAME_RANKS[names]]),
    ...(synonyms === null ? [] : [SYNONYM_RANKS[synonyms]]),
    ...(foldSearch(item.id).includes(search.whole) ? [ID_RANK] : []),
  ];
  if (ranks.length > 0) return Math.min(...ranks);
  if (search.words.length < 2) return null;
  const own = [item.label.ko, item.label.en, item.id, ...item.synonyms];
  const hasOwn = search.words.some((word) => own.some((text) => matchSearch({ whole: word, words: [word] }, text) !== null));
  return hasOwn && matchAnySearch(search, [...own, ...context]) !== null ? WORDS_RANK : null;
}

import type { CatalogAnswer, CatalogAttribute } from '@silhouette/model';
import { readKeptChoice } from '../kept-choice.ts';

/** Attributes shown beside the key. */
const SHOWN_ATTRIBUTES = 8;

/** The columns that were chosen on an earlier visit; null without any. */
export function readKeptColumns({ name, attributes }: CatalogAnswer): readonly string[] | null {
  const open = new Set(attributes.filter(canShow).map(({ id }) => id));
  return readKeptChoice('columns', name, (id) => open.has(id));
}

/**
 * The columns beside the members' keys: those kept, else the panels' attributes first, which the catalog's owners find telling.
 * Private and hidden ones never.
 */
export function chooseColumns(catalog: CatalogAnswer): readonly string[] {
  const kept = readKeptColumns(catalog);
  if (kept !== null) return kept;
  const open = catalog.attributes.filter(canShow).map(({ id }) => id);
  const first = catalog.panels.filter((id) => open.includes(id));
  return [...first, ...open.filter((id) => !first.includes(id))].slice(0, SHOWN_ATTRIBUTES);
}

function canShow({ pii, hidden }: CatalogAttribute): boolean {
  return !pii && !hidden;
}

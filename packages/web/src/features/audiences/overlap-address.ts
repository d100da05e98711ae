import { PATHS } from '../../app/routes.ts';

/** How many audiences can be compared at once. */
export const LEAST_COMPARED = 2;
/** How many at most. */
export const MOST_COMPARED = 5;

/** The address of the page that says who is in which of some audiences. */
export function writeOverlapLink(ids: readonly string[]): string {
  // Commas stand in no id and may stand in a query as they are.
  return `${PATHS.overlap}?ids=${ids.map(encodeURIComponent).join(',')}`;
}

/** The ids of such an address (its part behind `?`), each once; null where it names none at all. */
export function readOverlapIds(search: string): readonly string[] | null {
  const text = new URLSearchParams(search).get('ids');
  if (text === null) return null;
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return [...new Set(ids)];
}

import type { CatalogSubject } from '@silhouette/model';
import { PATHS } from '../../app/routes.ts';

/** The address of the catalog page with an entry open; null: with none. */
export function writeSubjectAddress(subject: CatalogSubject | null): string {
  if (subject === null) return PATHS.catalog;
  const { kind: _, ...query } = subject;
  return `${PATHS.catalog}?${new URLSearchParams(query)}`;
}

/** The entry that the query of an address names; null for none. */
export function readSubjectAddress(search: string): CatalogSubject | null {
  const query = new URLSearchParams(search);
  const [attribute, event, field] = [query.get('attribute'), query.get('event'), query.get('field')];
  if (attribute !== null) return { kind: 'attribute', attribute };
  if (event === null) return null;
  return field === null ? { kind: 'event', event } : { kind: 'field', event, field };
}

/** Pages that the header names, in its order. */
export const PAGES = ['explore', 'audiences', 'catalog', 'audit'] as const;

/** Names of those pages. */
export type PageName = (typeof PAGES)[number];

/** Addresses of the pages, as the router matches them; the server answers each (packages/server/src/page.ts). */
export const PATHS = {
  explore: '/',
  audiences: '/audiences',
  audience: '/audiences/:id',
  /** With `?ids=`; without it an audience of that id. */
  overlap: '/audiences/overlap',
  catalog: '/catalog',
  audit: '/audit',
} as const;

/** The page of the header that an address belongs to; null for one that is no page. */
export function findPage(path: string): PageName | null {
  if (path === PATHS.explore) return 'explore';
  return PAGES.find((page) => page !== 'explore' && (path === PATHS[page] || path.startsWith(`${PATHS[page]}/`))) ?? null;
}

import type { Permission } from '@silhouette/model';

/** Pages that the header names, in its order. */
export const PAGES = ['explore', 'audiences', 'catalog', 'audit', 'privacy'] as const;

/** Names of those pages. */
export type PageName = (typeof PAGES)[number];

/** What each of them asks for first: whoever may not ask it is not led there. */
export const PAGE_PERMISSIONS: Readonly<Record<PageName, Permission>> = {
  explore: 'audience.ask',
  audiences: 'audience.read',
  catalog: 'catalog.read',
  audit: 'audit.read',
  privacy: 'privacy.handle',
};

/**
 * What the page of an address takes; null where the page itself tells what somebody may: Explore, which keeps what was asked, and pages
 * for everybody who is in.
 */
export function findPermission(path: string): Permission | null {
  if (path === PATHS.people) return 'people.manage';
  const page = findPage(path);
  return page === null || page === 'explore' ? null : PAGE_PERMISSIONS[page];
}

/** Addresses of the pages, as the router matches them; the server answers each (packages/server/src/page.ts). */
export const PATHS = {
  explore: '/',
  audiences: '/audiences',
  audience: '/audiences/:id',
  /** With `?ids=`; without it an audience of that id. */
  overlap: '/audiences/overlap',
  catalog: '/catalog',
  audit: '/audit',
  privacy: '/privacy',
  signIn: '/sign-in',
  setUp: '/setup',
  accept: '/accept',
  account: '/account',
  people: '/people',
  roles: '/roles',
} as const;

/** The address of a saved audience's page. */
export function writeAudiencePath(id: string): string {
  return PATHS.audience.replace(':id', encodeURIComponent(id));
}

/** Pages for whoever is not in yet: they stand alone, without what the others ask of the server. */
export const DOOR_PATHS: readonly string[] = [PATHS.signIn, PATHS.setUp, PATHS.accept];

/** The page of the header that an address belongs to; null for one that is no page. */
export function findPage(path: string): PageName | null {
  if (path === PATHS.explore) return 'explore';
  return PAGES.find((page) => page !== 'explore' && (path === PATHS[page] || path.startsWith(`${PATHS[page]}/`))) ?? null;
}

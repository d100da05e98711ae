import { useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';
import { PATHS } from './routes.ts';

let lastFragment = '';

/** Keeps the fragment of Explore as soon as it is written: the page may be left in the same click. */
function noteFragment(): void {
  if (globalThis.location?.pathname === PATHS.explore) lastFragment = location.hash;
}
noteFragment();
// The library tells of the first two, the browser of the others.
for (const type of ['pushState', 'replaceState', 'popstate', 'hashchange']) globalThis.addEventListener?.(type, noteFragment);

/** The address of Explore with the question that stood there last, so that a look at another page loses nothing. */
export function useExploreAddress(): string {
  const [path] = useLocation();
  const fragment = useLocationProperty(() => location.hash);
  return `${PATHS.explore}${path === PATHS.explore ? fragment : lastFragment}`;
}

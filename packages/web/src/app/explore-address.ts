import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';
import { PATHS } from './routes.ts';

let lastFragment = '';

/** The address of Explore with the question that stood there last, so that a look at another page loses nothing. */
export function useExploreAddress(): string {
  const [path] = useLocation();
  const fragment = useLocationProperty(() => location.hash);
  const isHere = path === PATHS.explore;
  useEffect(() => {
    if (isHere) lastFragment = fragment;
  }, [isHere, fragment]);
  return `${PATHS.explore}${isHere ? fragment : lastFragment}`;
}

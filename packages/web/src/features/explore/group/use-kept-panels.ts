import { useEffect } from 'react';
import type { ExploreLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { readKeptChoice } from '../kept-choice.ts';

/**
 * A page or link that names no panels shows those chosen the last time; a link that names some shows its own. To be called
 * after the store follows the address, so that it hears of a new one first. What undo leads back to stays as it was.
 */
export function useKeptPanels(lookup: ExploreLookup | null): void {
  useEffect(() => {
    if (lookup === null) return;
    const { catalog, attributeById } = lookup;
    const adopt = () => {
      const { panels, adoptPanels } = useExploreStore.getState();
      if (panels !== null) return;
      const kept = readKeptChoice('panels', catalog.name, (id) => attributeById.get(id)?.hidden === false);
      if (kept !== null) adoptPanels(kept);
    };
    adopt();
    addEventListener('hashchange', adopt);
    addEventListener('pushState', adopt);
    return () => {
      removeEventListener('hashchange', adopt);
      removeEventListener('pushState', adopt);
    };
  }, [lookup]);
}

import { useEffect } from 'react';
import type { ExploreLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { readKeptChoice } from '../kept-choice.ts';

/**
 * A page opened without a question shows the panels chosen the last time; a link shows its own. To be called after the
 * store follows the address, which would take panels set before for an older question.
 */
export function useKeptPanels(lookup: ExploreLookup | null): void {
  useEffect(() => {
    const { panels, past, adoptPanels } = useExploreStore.getState();
    if (lookup === null || location.hash !== '' || panels !== null || past.length > 0) return;
    const { catalog, attributeById } = lookup;
    const kept = readKeptChoice('panels', catalog.name, (id) => attributeById.get(id)?.hidden === false);
    if (kept !== null) adoptPanels(kept);
  }, [lookup]);
}

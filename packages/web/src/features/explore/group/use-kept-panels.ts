import { useEffect } from 'react';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { readKeptChoice } from '../kept-choice.ts';

/** A page opened without a question shows the panels chosen the last time; a link shows its own. */
export function useKeptPanels(): void {
  const { catalog, attributeById } = useLookup();
  useEffect(() => {
    const { panels, past, adoptPanels } = useExploreStore.getState();
    if (location.hash !== '' || panels !== null || past.length > 0) return;
    const kept = readKeptChoice('panels', catalog.name, (id) => attributeById.get(id)?.hidden === false);
    if (kept !== null) adoptPanels(kept);
  }, [catalog.name, attributeById]);
}

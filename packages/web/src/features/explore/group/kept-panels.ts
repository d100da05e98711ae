import { useEffect } from 'react';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';

/** Where a browser keeps the panels chosen for a workspace. */
function nameKey(workspace: string): string {
  return `silhouette.panels.${workspace}`;
}

/** Keeps chosen panels for the next visit; null forgets them. A browser that keeps nothing is no failure. */
export function keepPanels(workspace: string, panels: readonly string[] | null): void {
  try {
    if (panels === null) localStorage.removeItem(nameKey(workspace));
    else localStorage.setItem(nameKey(workspace), JSON.stringify(panels));
  } catch {
    // Without storage the address still carries them.
  }
}

/** The panels kept for a workspace, those it still has; null without any. */
export function readKeptPanels(workspace: string, isKnown: (id: string) => boolean): readonly string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameKey(workspace)) ?? 'null');
    if (!Array.isArray(kept)) return null;
    const known = kept.filter((id): id is string => typeof id === 'string' && isKnown(id));
    return known.length === 0 ? null : known;
  } catch {
    return null;
  }
}

/** A page opened without a question shows the panels chosen the last time; a link shows its own. */
export function useKeptPanels(): void {
  const { catalog, attributeById } = useLookup();
  useEffect(() => {
    const { panels, past, adoptPanels } = useExploreStore.getState();
    if (location.hash !== '' || panels !== null || past.length > 0) return;
    const kept = readKeptPanels(catalog.name, (id) => attributeById.get(id)?.hidden === false);
    if (kept !== null) adoptPanels(kept);
  }, [catalog.name, attributeById]);
}

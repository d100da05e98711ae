/** Lists of attributes that a browser keeps for a workspace. */
type Choice = 'panels' | 'columns';

function nameKey(choice: Choice, workspace: string): string {
  return `silhouette.${choice}.${workspace}`;
}

/** Keeps a choice for the next visit; null forgets it. A browser that keeps nothing is no failure. */
export function keepChoice(choice: Choice, workspace: string, ids: readonly string[] | null): void {
  try {
    if (ids === null) localStorage.removeItem(nameKey(choice, workspace));
    else localStorage.setItem(nameKey(choice, workspace), JSON.stringify(ids));
  } catch {
    // It then lasts as long as the page.
  }
}

/** The choice kept for a workspace, as far as its ids are still known; null without any. */
export function readKeptChoice(choice: Choice, workspace: string, isKnown: (id: string) => boolean): readonly string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameKey(choice, workspace)) ?? 'null');
    if (!Array.isArray(kept)) return null;
    const known = kept.filter((id): id is string => typeof id === 'string' && isKnown(id));
    return known.length === 0 ? null : known;
  } catch {
    return null;
  }
}

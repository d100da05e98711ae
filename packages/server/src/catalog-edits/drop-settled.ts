import type { Catalog } from '@silhouette/model';
import type { CatalogEditStore, StoredEdit } from '../store/catalog-edit-store.ts';
import { readBase, settleOn } from './read-base.ts';

/**
 * Takes out of effect what the loaded file has come to say, or has the last word on again; gives how many those were. The
 * history says that it was the file. Where there are none nothing is written, and nobody waits for a lock.
 */
export async function dropSettled(store: CatalogEditStore, catalog: Catalog, nowMs: number): Promise<number> {
  if (listSettled(catalog, await store.list()).length === 0) return 0;
  return store.change(async (steps) => {
    // Once more: another may have been here between.
    const settled = listSettled(catalog, await steps.list());
    for (const { subject, property } of settled) {
      // The subject's own version stays: its edits may be of several, and it must not go back to the version of one.
      const version = await steps.lastVersion(subject);
      await steps.remove(subject, property, { version, by: 'file', editedAtMs: nowMs, editedBy: '' });
    }
    return settled.length;
  });
}

function listSettled(catalog: Catalog, edits: readonly StoredEdit[]): readonly StoredEdit[] {
  const base = readBase(catalog, edits);
  return edits.filter((edit) => ['said', 'overruled'].includes(settleOn(base, edit)));
}

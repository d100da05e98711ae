import type { Snapshot } from '@silhouette/lake';
import { isSamePlain, type PlainValue, SilhouetteError, toPlainValue } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { knowsEverything } from '../access/require-everything.ts';
import type { SavedAudiences } from '../audiences/saved-audiences.ts';
import type { SnapshotHolder } from '../snapshot-holder.ts';

/** Whoever has a row scope, or is given one, as JSON data. */
interface Scoped {
  readonly rowScope?: unknown;
}

/**
 * Tells somebody what has a row scope, their own or others': of definitions that ask for what is not there for them, of other
 * customers than their own, and where nothing says what is there, only that there is one (`rowScope` is null).
 */
export function tellScopes(
  access: Access,
  snapshots: Pick<SnapshotHolder, 'find'>,
  audiences: Pick<SavedAudiences, 'mayRead'>,
): <T extends Scoped>(scoped: T) => Promise<T> {
  let found: Promise<Snapshot | null> | null = null;
  // Only where there is a scope to tell: it may wait for the database.
  const findView = (): Promise<Snapshot | null> => {
    found ??= snapshots.find(null, access).catch((error: unknown) => {
      if (error instanceof SilhouetteError) return null;
      throw error;
    });
    return found;
  };
  const mayKnow = async (scope: PlainValue): Promise<boolean> => {
    if (access.rowScope !== null && !isSamePlain(access.rowScope, scope)) return false;
    const snapshot = await findView();
    return snapshot === null ? knowsEverything(access) : audiences.mayRead(scope, snapshot);
  };
  return async (scoped) => {
    const { rowScope = null } = scoped;
    return rowScope === null || (await mayKnow(toPlainValue(rowScope))) ? scoped : { ...scoped, rowScope: null };
  };
}

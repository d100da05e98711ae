import { isSamePlain, type PlainValue, parseJsonText, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { knowsEverything } from '../access/require-everything.ts';
import type { SavedAudiences } from '../audiences/saved-audiences.ts';
import type { SnapshotHolder } from '../snapshot-holder.ts';

/** A row scope as it is told: whether there is one, and the definition where it may be known; null where not, or where there is none. */
interface ToldScope {
  readonly isScoped: boolean;
  readonly rowScope: unknown;
}

/**
 * Tells somebody row scopes, their own or others' (as JSON data): of definitions that ask for what is not there for them, of other
 * customers than their own, and where nothing says what is there, only that there is one.
 */
export async function tellScopes(
  access: Access,
  snapshots: Pick<SnapshotHolder, 'find'>,
  audiences: Pick<SavedAudiences, 'mayRead'>,
): Promise<(scope: unknown) => Promise<ToldScope>> {
  const snapshot = await snapshots.find(null, access).catch((error: unknown) => {
    if (error instanceof SilhouetteError) return null;
    throw error;
  });
  const mayKnow = async (scope: PlainValue): Promise<boolean> => {
    if (access.rowScope !== null && !isSamePlain(access.rowScope, scope)) return false;
    return snapshot === null ? knowsEverything(access) : audiences.mayRead(scope, snapshot);
  };
  return async (scope) => {
    if (scope === null || scope === undefined) return { isScoped: false, rowScope: null };
    const isKnown = await mayKnow(parseJsonText(JSON.stringify(scope)));
    return { isScoped: true, rowScope: isKnown ? scope : null };
  };
}

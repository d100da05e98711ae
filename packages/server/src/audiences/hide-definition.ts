import { listHiddenTests, prepareQuestion, viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { assertNever, type Issue, type PlainObject, type ResolvedPredicate, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { knowsEverything } from '../access/require-everything.ts';
import type { SavedAudiencesOptions } from './saved-audiences.ts';

/** Whether all of some keys are of customers whom a view knows. */
export type KnowsKeys = (snapshot: Snapshot, keys: readonly string[]) => Promise<boolean>;

/** What is told in the place of a definition that is not for who asks. */
export const HIDDEN: Issue = {
  path: '',
  code: 'definition-hidden',
  message: 'The definition asks for what there is not for you, or names customers whom you may not know of: it is not shown.',
};

/**
 * Whether a definition (audiences inside written out) tells what a view does not: tests of masked values, or customers by their keys
 * to who may not list groups exactly, or not these customers, or no keys.
 */
export async function isHidden(
  predicate: ResolvedPredicate,
  snapshot: Snapshot,
  knowsKeys: KnowsKeys | null,
): Promise<boolean> {
  const view = viewOf(snapshot);
  if (view === null) return false;
  if (listHiddenTests(predicate, snapshot).length > 0) return true;
  const keys = listKeys(predicate);
  if (keys === null) return false;
  if (view.rounding !== null) return true;
  return view.scope !== null && (knowsKeys === null || !(await knowsKeys(snapshot, keys)));
}

/** Counts keys among the customers of a view. */
export function countKeysBy(count: SavedAudiencesOptions['count']): KnowsKeys {
  return async (snapshot, keys) => {
    const definition: PlainObject = { customers: [...keys] };
    const asked = await prepareQuestion({ snapshot, definition, asOf: null, resolveAudience: async () => null });
    return (await count(asked)).count === new Set(keys).size;
  };
}

/** Why there is no catalog to read definitions by, for somebody: to who may not know everything no definition is told then. */
export function explainNoCatalog(error: SilhouetteError, access: Access): SilhouetteError {
  return knowsEverything(access) ? error : new SilhouetteError([...error.issues, HIDDEN], { cause: error });
}

/** Whether definitions are hidden because there is no catalog that would tell which may be shown. */
export function hidesAll(snapshot: Snapshot | SilhouetteError): boolean {
  return snapshot instanceof SilhouetteError && snapshot.issues.some(({ code }) => code === HIDDEN.code);
}

/** Keys that a definition lists; null where it has no list. */
function listKeys(predicate: ResolvedPredicate): readonly string[] | null {
  switch (predicate.kind) {
    case 'customers':
      return predicate.keys;
    case 'all':
    case 'any': {
      const lists = predicate.children.map(listKeys).filter((keys) => keys !== null);
      return lists.length === 0 ? null : lists.flat();
    }
    case 'not':
      return listKeys(predicate.child);
    case 'attribute':
    case 'event':
    case 'sequence':
    case 'audience':
      return null;
    default:
      return assertNever(predicate);
  }
}

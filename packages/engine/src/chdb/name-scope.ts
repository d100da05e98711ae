import type { Snapshot } from '@silhouette/lake';
import { hashPredicate, type ResolvedPredicate } from '@silhouette/model';

/** What is remembered of the customers of a scope at a snapshot's own as-of has this key. */
export function nameScope({ id }: Snapshot, scope: ResolvedPredicate | undefined): string {
  return JSON.stringify([id, scope === undefined ? null : hashPredicate(scope)]);
}

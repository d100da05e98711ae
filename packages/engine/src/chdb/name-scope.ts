import type { Snapshot } from '@silhouette/lake';
import { hashPredicate, type ResolvedPredicate } from '@silhouette/model';

/** What is remembered of the customers of a scope at an as-of, a snapshot's own when not told, has this key. */
export function nameScope(
  { id, asOfMs: own }: Pick<Snapshot, 'id' | 'asOfMs'>,
  scope: ResolvedPredicate | undefined,
  asOfMs = own,
): string {
  return JSON.stringify([id, asOfMs, scope === undefined ? null : hashPredicate(scope)]);
}

import type { MaskExpression } from '@silhouette/bitslice';
import type { Attribute, AttributeId, ResolvedPredicate } from '@silhouette/model';
import { nameScope } from '../../chdb/name-scope.ts';
import { RecentlyUsed } from '../../chdb/recently-used.ts';
import { findFacts } from '../build/find-facts.ts';
import type { AttributeFacts } from '../index-about.ts';
import type { SnapshotIndex } from '../open-index.ts';

/** Where numbers and dates are cut, by attribute. */
export type FactsOf = (id: AttributeId) => AttributeFacts | undefined;

/** Scopes whose facts are remembered. */
const MOST_SCOPES = 16;

/**
 * Where bins and ranges lie: those of everyone the index was built with; those of a scope are sought among its own customers, once for
 * each attribute, so that they tell nothing of others.
 */
export class ScopeFacts {
  readonly #scopes = new RecentlyUsed<Map<string, AttributeFacts>>(MOST_SCOPES);

  /** `everyone` gives the base of the scope at the snapshot's own as-of. */
  async find(
    index: SnapshotIndex,
    scope: ResolvedPredicate | undefined,
    everyone: () => MaskExpression,
    attributes: readonly Attribute[],
  ): Promise<FactsOf> {
    if (scope === undefined) return (id) => index.about.facts[id];
    const known = this.#scopes.find(nameScope(index.snapshot, scope), () => new Map());
    const missing = attributes.filter(({ id }) => !known.has(id));
    if (missing.length > 0) {
      const found = await findFacts(index.bits, { attributes: missing, timeZone: index.snapshot.catalog.timeZone }, everyone());
      for (const { id } of missing) known.set(id, found[id] ?? { low: null, high: null, cuts: [] });
    }
    return (id) => known.get(id);
  }

  clear(): void {
    this.#scopes.clear();
  }
}

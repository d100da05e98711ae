import type { CatalogAnswer, CatalogAttribute, CatalogEvent, CatalogField, Issue } from '@silhouette/model';
import { createContext, useContext } from 'react';
import type { NodeId } from './definition/tree.ts';

/** The waterfall of one condition. */
export interface NodeNumbers {
  readonly remaining: number;
  readonly alone: number;
  /** Whether `remaining` is of all conditions so far, or of any; within a `not`, whether those are taken out. */
  readonly join: 'all' | 'any';
  readonly excluded: boolean;
}

/** What every part of the page may look up. */
export interface ExploreLookup {
  readonly catalog: CatalogAnswer;
  readonly attributeById: ReadonlyMap<string, CatalogAttribute>;
  readonly eventById: ReadonlyMap<string, CatalogEvent>;
}

/** What the last answers say about single conditions. */
export interface NodeFacts {
  readonly numbers: ReadonlyMap<NodeId, NodeNumbers>;
  readonly issues: ReadonlyMap<NodeId, readonly Issue[]>;
  readonly unfinished: ReadonlySet<NodeId>;
  /** Whether the numbers belong to an earlier question than the one on the page. */
  readonly isStale: boolean;
}

/** Provided by the page once the catalog is there. */
export const ExploreLookupContext = createContext<ExploreLookup | null>(null);
/** Provided by the page. */
export const NodeFactsContext = createContext<NodeFacts>({
  numbers: new Map(),
  issues: new Map(),
  unfinished: new Set(),
  isStale: false,
});

/** The snapshot of the number on the screen, which everything else on the page is asked of; provided by the page. */
export const SnapshotContext = createContext<string | null>(null);

/** The snapshot to ask: that of the number on the screen. Null outside of the page: the newest. */
export function useSnapshot(): string | null {
  return useContext(SnapshotContext);
}

/** The catalog, inside the page. */
export function useLookup(): ExploreLookup {
  const lookup = useContext(ExploreLookupContext);
  if (lookup === null) throw new Error('useLookup is for components inside the Explore page.');
  return lookup;
}

/** What is known about the conditions, inside the page. */
export function useNodeFacts(): NodeFacts {
  return useContext(NodeFactsContext);
}

/** A field of an event by ids, or null. */
export function findCatalogField(lookup: ExploreLookup, event: string, field: string | null): CatalogField | null {
  return lookup.eventById.get(event)?.fields.find((item) => item.id === field) ?? null;
}

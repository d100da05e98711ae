import type { Panel } from '@silhouette/model';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { askExplore } from '../../../api/queries.ts';

/** Attributes asked about at once. */
const AT_ONCE = 24;
/** Rows scroll by fast: those still in sight after this are asked about. */
const GATHER_MS = 120;

/** Where rows of the catalog find and ask for their distributions. */
export interface Sketches {
  /** The distribution of an attribute; undefined until it is there. */
  readonly get: (attribute: string) => Panel | undefined;
  /** Asks for an attribute's distribution among everyone, with others asked for at about the same time. */
  readonly want: (attribute: string) => void;
}

/** Provided by the catalog pane. */
export const SketchContext = createContext<Sketches | null>(null);

/** The distribution of an attribute among everyone, asked for once the row is in sight; undefined until it is there. */
export function useSketch(attribute: string, isInSight: boolean): Panel | undefined {
  const sketches = useContext(SketchContext);
  const known = sketches?.get(attribute);
  const want = sketches?.want;
  useEffect(() => {
    if (isInSight && known === undefined) want?.(attribute);
  }, [attribute, isInSight, known, want]);
  return known;
}

/** Distributions of a snapshot's attributes among everyone, gathered into few questions and kept. */
export function useSketches(snapshot: string): Sketches {
  const client = useQueryClient();
  const [panels, setPanels] = useState<ReadonlyMap<string, Panel>>(new Map());
  const wanted = useRef(new Set<string>());
  const asked = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Whose rows are waited for; null once the pane is gone.
  const current = useRef<string | null>(null);
  useEffect(() => {
    current.current = snapshot;
    return () => {
      // What is still wanted is wanted of the next snapshot: rows in sight say so again.
      current.current = null;
      wanted.current.clear();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [snapshot]);
  // Another snapshot has other distributions.
  const nameKey = useCallback((attribute: string) => `${snapshot} ${attribute}`, [snapshot]);
  const ask = useCallback(async () => {
    timer.current = undefined;
    const ids = [...wanted.current].slice(0, AT_ONCE);
    for (const id of ids) {
      wanted.current.delete(id);
      asked.current.add(nameKey(id));
    }
    try {
      const answer = await client.fetchQuery({
        queryKey: ['sketches', snapshot, ids],
        queryFn: ({ signal }) => askExplore({ audience: { all: [] }, asOf: null, snapshot }, ids, signal),
        staleTime: Number.POSITIVE_INFINITY,
      });
      setPanels((before) => new Map([...before, ...answer.panels.map((panel) => [nameKey(panel.attribute), panel] as const)]));
    } catch {
      // A row without its drawing says as much as before; it is asked for again when it comes into sight.
      for (const id of ids) asked.current.delete(nameKey(id));
    }
    if (current.current === snapshot && wanted.current.size > 0) timer.current ??= setTimeout(ask, GATHER_MS);
  }, [client, snapshot, nameKey]);
  const want = useCallback(
    (attribute: string) => {
      if (asked.current.has(nameKey(attribute))) return;
      wanted.current.add(attribute);
      timer.current ??= setTimeout(ask, GATHER_MS);
    },
    [ask, nameKey],
  );
  return useMemo(() => ({ get: (attribute) => panels.get(nameKey(attribute)), want }), [panels, want, nameKey]);
}

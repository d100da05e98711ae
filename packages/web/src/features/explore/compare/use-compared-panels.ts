import type { ExploreAnswer } from '@silhouette/model';
import { useMemo } from 'react';
import { useExplore } from '../../../api/queries.ts';
import { useSnapshot } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { type ComparedPanel, compareWithEveryone, compareWithPanel, compareWithRest } from './compare-panel.ts';

/** The panels beside those of whom the group is compared with, and the other group where there is one. */
interface ComparedPanels {
  readonly panels: readonly ComparedPanel[];
  /** The answer about the other group; undefined while it is not there, or without one. */
  readonly other: ExploreAnswer | undefined;
  readonly error: unknown;
}

/** Compares the panels of an answer with everyone, everyone else or another group, as chosen. */
export function useComparedPanels(own: ExploreAnswer | undefined, panelIds: readonly string[] | null): ComparedPanels {
  const { versus, asOf } = useExploreStore();
  const snapshot = useSnapshot();
  const audience = versus.kind === 'audience' ? versus.definition : { all: [] };
  const other = useExplore({ audience, asOf, snapshot }, panelIds, versus.kind === 'audience');
  // The answer about the group compared with before says nothing about this one.
  const answer = versus.kind === 'audience' && !other.isPlaceholderData ? other.data : undefined;
  const compared = useMemo(() => {
    if (own === undefined) return [];
    const { panels, base } = own;
    switch (versus.kind) {
      case 'everyone':
        return panels.map((panel) => compareWithEveryone(panel, base));
      case 'rest':
        return panels.map((panel) => compareWithRest(panel, base));
      case 'audience':
        return panels.map((panel) =>
          compareWithPanel(panel, answer?.panels.find(({ attribute }) => attribute === panel.attribute) ?? null),
        );
    }
  }, [own, versus.kind, answer]);
  return { panels: compared, other: answer, error: versus.kind === 'audience' ? other.error : null };
}

import type { ExploreAnswer, Panel } from '@silhouette/model';
import { useMemo } from 'react';
import { useExplore } from '../../../api/queries.ts';
import { useSnapshot } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { type ComparedPanel, compareWithPanel, compareWithRest } from './compare-panel.ts';

/** The panels beside those of whom the group is compared with, and the other group where there is one. */
interface ComparedPanels {
  readonly panels: readonly ComparedPanel[];
  /** The answer about the other group; undefined while it is not there, or without one. */
  readonly other: ExploreAnswer | undefined;
  readonly error: unknown;
}

/** Compares panels with everyone, everyone else or another group, as chosen. */
export function useComparedPanels(panels: readonly Panel[], panelIds: readonly string[] | null): ComparedPanels {
  const { versus, asOf } = useExploreStore();
  const snapshot = useSnapshot();
  const audience = versus.kind === 'audience' ? versus.definition : { all: [] };
  const other = useExplore({ audience, asOf, snapshot }, panelIds, versus.kind === 'audience');
  // The answer about the group compared with before says nothing about this one.
  const answer = versus.kind === 'audience' && !other.isPlaceholderData ? other.data : undefined;
  const compared = useMemo(() => {
    switch (versus.kind) {
      case 'everyone':
        return panels;
      case 'rest':
        return panels.map(compareWithRest);
      case 'audience':
        return panels.map((panel) =>
          compareWithPanel(panel, answer?.panels.find(({ attribute }) => attribute === panel.attribute) ?? null),
        );
    }
  }, [panels, versus.kind, answer]);
  return { panels: compared, other: answer, error: versus.kind === 'audience' ? other.error : null };
}

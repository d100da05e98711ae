import type { AudienceVersion, SavedAudience } from '@silhouette/model';
import { useMemo } from 'react';
import { useAudience, useAudienceVersion } from '../../../api/audiences.ts';
import { ApiError } from '../../../api/request-json.ts';
import { readTree } from '../../audiences/explore-link.ts';
import type { OpenedAudience } from '../definition/address.ts';
import { type JsonObject, toDefinition } from '../definition/to-definition.ts';
import { useExploreStore } from '../explore-store.ts';
import { writeComparable } from './write-comparable.ts';

/** The saved audience that is open in Explore, and how the page stands to it. */
export interface OpenedState {
  readonly opened: OpenedAudience;
  /** The version that was opened; undefined while it is on its way. */
  readonly base: AudienceVersion | undefined;
  /** The newest version; undefined while it is on its way. */
  readonly newest: SavedAudience | undefined;
  /** Whether the server has no such audience (any more), or has it without this version. */
  readonly missing: 'audience' | 'version' | null;
  /** Whether the conditions on the page differ from the opened version; null while that is not known. */
  readonly isChanged: boolean | null;
}

/** The definition that the page asks about, without what is switched off or unfinished. */
export function useCurrentDefinition(): { readonly definition: JsonObject; readonly left: number } {
  const tree = useExploreStore((state) => state.tree);
  return useMemo(() => {
    const { definition, unfinished } = toDefinition(tree);
    return { definition, left: countLeft(tree, unfinished) };
  }, [tree]);
}

type Tree = ReturnType<typeof useExploreStore.getState>['tree'];
type Node = Tree | Tree['children'][number];

/** Conditions that take no part; those of a group that is switched off count one by one. */
function countLeft(node: Node, unfinished: ReadonlySet<string>, isOff = false): number {
  const isLeft = isOff || node.off || unfinished.has(node.id);
  if (node.kind !== 'group') return isLeft ? 1 : 0;
  return node.children.reduce((sum, child) => sum + countLeft(child, unfinished, isOff || node.off), 0);
}

/** What a version says, to be held against what is on the page; null where the page cannot show it. */
export function writeSaved({ definition }: AudienceVersion): string | null {
  const tree = readTree(definition);
  // Through the page's own tree both are written the same way.
  return tree === null ? null : writeComparable(toDefinition(tree).definition);
}

/** The saved audience that is open; null: none is. */
export function useOpenedAudience(): OpenedState | null {
  const opened = useExploreStore((state) => state.opened);
  const { definition } = useCurrentDefinition();
  const version = useAudienceVersion(opened);
  const newest = useAudience(opened?.id ?? null);
  const saved = useMemo(() => (version.data === undefined ? null : writeSaved(version.data)), [version.data]);
  if (opened === null) return null;
  const isMissing = (error: unknown) => error instanceof ApiError && error.status === 404;
  return {
    opened,
    base: version.data,
    newest: newest.data,
    missing: isMissing(newest.error) ? 'audience' : isMissing(version.error) ? 'version' : null,
    isChanged: saved === null ? null : saved !== writeComparable(definition),
  };
}

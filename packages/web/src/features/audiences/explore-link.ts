import { PATHS } from '../../app/routes.ts';
import { EVERYONE } from '../explore/compare/versus.ts';
import { encodeAddress, type OpenedAudience } from '../explore/definition/address.ts';
import { DefinitionProblem, fromDefinition } from '../explore/definition/from-definition.ts';
import type { GroupNode } from '../explore/definition/tree.ts';

/** The tree of a saved definition; null where this page cannot show it. */
export function readTree(definition: unknown): GroupNode | null {
  try {
    return fromDefinition(definition, 'language');
  } catch (error) {
    if (error instanceof DefinitionProblem) return null;
    throw error;
  }
}

/** The address of Explore with a definition, as a version of an audience where it is one; null where it cannot be shown. */
export function writeExploreLink(definition: unknown, opened: OpenedAudience | null = null): string | null {
  const tree = readTree(definition);
  if (tree === null) return null;
  return `${PATHS.explore}#${encodeAddress({ tree, asOf: null, snapshot: null, panels: null, versus: EVERYONE, opened })}`;
}

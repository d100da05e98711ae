import { PATHS } from '../../app/routes.ts';
import { EVERYONE } from '../explore/compare/versus.ts';
import type { OpenedAudience } from '../explore/definition/address.ts';
import { DefinitionProblem, fromDefinition } from '../explore/definition/from-definition.ts';
import type { GroupNode } from '../explore/definition/tree.ts';
import { noteSaved, writeAddress } from '../explore/definition/write-address.ts';
import { keepForLink } from '../explore/kept-question.ts';

/** The tree of a saved definition; null where this page cannot show it. */
export function readTree(definition: unknown): GroupNode | null {
  try {
    return fromDefinition(definition, 'language');
  } catch (error) {
    if (error instanceof DefinitionProblem) return null;
    throw error;
  }
}

/** Links by definition and opened version: large ones take a while to write, and rows are drawn often. */
const written = new WeakMap<object, Map<string, string | null>>();

/** The address of Explore with a definition, as a version of an audience where it is one; null where it cannot be shown. */
export function writeExploreLink(definition: unknown, opened: OpenedAudience | null = null): string | null {
  if (typeof definition !== 'object' || definition === null) return null;
  const links = written.get(definition) ?? new Map<string, string | null>();
  written.set(definition, links);
  const key = opened === null ? '' : `${opened.version} ${opened.id}`;
  const known = links.get(key);
  if (known !== undefined) return known;
  const link = writeAnew(definition, opened);
  links.set(key, link);
  return link;
}

function writeAnew(definition: object, opened: OpenedAudience | null): string | null {
  const tree = readTree(definition);
  if (tree === null) return null;
  if (opened !== null) noteSaved(tree, opened);
  const address = writeAddress({ tree, asOf: null, snapshot: null, panels: null, versus: EVERYONE, opened });
  // Another tab cannot open it, and says so: what is no saved audience has no shorter name.
  if (address.kind === 'kept') keepForLink(address);
  return `${PATHS.explore}#${address.fragment}`;
}

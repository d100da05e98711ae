import { type ResolvedPredicate, SilhouetteError } from '@silhouette/model';
import {
  type ConditionLeaf,
  type ConditionTree,
  constantOf,
  listKeyPaths,
  listLeaves,
  toConditionTree,
  toPredicate,
} from './condition-tree.ts';
import { type PruningOptions, pruneTree } from './pruning.ts';

/** A definition without what is left out of it. */
export interface LeftOut {
  readonly predicate: ResolvedPredicate;
  /** Where conditions stood of which nothing is left; in the order of the definition. */
  readonly paths: readonly string[];
  /** Where conditions stand that are shorter: values of a list, a filter or a window are left out, or a bound stands elsewhere. */
  readonly partly: readonly string[];
}

/** The same, with its conditions and what was found out of their bounds. */
export interface PrunedDefinition extends LeftOut {
  readonly tree: ConditionTree;
}

/** Conditions of one definition, values of lists and filters of rows counted one by one: each costs a question to the engine. */
const MOST_CONDITIONS = 300;
/** A bound is looked for at several places. */
const BOUND_SIZE = 5;

/**
 * Leaves out what moves too few customers to be told of (`isUntold`: whether a number of them would be told as 0), from the innermost
 * out. First, whatever stands around it, what holds for too few is nobody, and what too few miss is everyone. Then conditions, groups of
 * them, values of lists, and filters and windows of rows that decide about too few where they stand, until none is left; and bounds
 * go to where many lie on both sides.
 *
 * So a definition, the same without some few customers (`all` with `not`) and the same with them (`any`) have one answer, whether
 * they are in the group or not, however the few are described; and of two that differ by a bound the answers are the same, or of
 * groups that are many apart.
 * @throws SilhouetteError `too-large`
 */
export async function leaveOut(predicate: ResolvedPredicate, options: PruningOptions): Promise<PrunedDefinition> {
  const whole = toConditionTree(predicate);
  const leaves = listLeaves(whole);
  const size = leaves.reduce((sum, leaf) => sum + measureLeaf(leaf, options), 0);
  if (size > MOST_CONDITIONS) {
    const message = `A definition may have ${MOST_CONDITIONS} conditions for you, values of lists counted one by one and each bound of a range or window as ${BOUND_SIZE}; this one has ${size}. Who may know small groups can ask more.`;
    throw SilhouetteError.of('too-large', message);
  }
  const tree = await pruneTree(whole, options);
  const named = listKeyPaths(predicate);
  const kept = listLeaves(tree);
  const isWhole = (leaf: ConditionLeaf): boolean =>
    kept.some((one) => one.path === leaf.path && one.predicate === leaf.predicate && one.isNegated === leaf.isNegated);
  if (kept.length === leaves.length && leaves.every(isWhole) && named.length === 0)
    return { predicate, tree, paths: [], partly: [] };
  // Nobody or everyone, as their number says: nothing was left out but what numbers are not told of.
  if (constantOf(tree) !== null) return { predicate: toPredicate(tree), tree, paths: named, partly: [] };
  // A path stands for several conditions where its list or range was taken apart.
  const asked = [...new Set(leaves.map(({ path }) => path))];
  const isKept = (path: string): boolean => kept.some((leaf) => leaf.path === path);
  const isShorter = (path: string): boolean => leaves.some((leaf) => leaf.path === path && !isWhole(leaf));
  return {
    predicate: toPredicate(tree),
    tree,
    paths: [...named, ...asked.filter((path) => !isKept(path))],
    partly: asked.filter((path) => isKept(path) && isShorter(path)),
  };
}

function measureLeaf({ predicate }: ConditionLeaf, { listDials, listShorter }: PruningOptions): number {
  return 1 + listShorter(predicate).length + (BOUND_SIZE - 1) * listDials(predicate).length;
}

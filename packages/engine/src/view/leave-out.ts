import { type ResolvedPredicate, SilhouetteError } from '@silhouette/model';
import {
  type ConditionLeaf,
  type ConditionTree,
  constantOf,
  joinParts,
  listKeyPaths,
  listLeaves,
  makeConstant,
  toConditionTree,
  toPredicate,
} from './condition-tree.ts';
import { listShorter } from './shorten-condition.ts';

/** A definition without what is left out of it. */
export interface LeftOut {
  readonly predicate: ResolvedPredicate;
  /** Where conditions stood of which nothing is left; in the order of the definition. */
  readonly paths: readonly string[];
  /** Where conditions stand that are shorter: values of a list, a bound, a filter or a window are left out. */
  readonly partly: readonly string[];
}

/** Counts exactly, below any view. */
export type CountExactly = (predicate: ResolvedPredicate) => Promise<number>;

/** Conditions of one definition, values of lists and filters of rows counted one by one: each costs a question to the engine. */
const MOST_CONDITIONS = 300;

/**
 * Leaves out what moves too few customers to be told of (`isUntold`: whether a number of them would be told as 0), from the innermost
 * out. First, whatever stands around it, what holds for too few is nobody, and what too few miss is everyone. Then conditions, groups of
 * them, values of lists, bounds, and filters and windows of rows that decide about too few where they stand, until none is left.
 *
 * So a definition, the same without some few customers (`all` with `not`) and the same with them (`any`) have one answer, whether
 * they are in the group or not, however the few are described.
 * @throws SilhouetteError `too-large`
 */
export async function leaveOut(
  predicate: ResolvedPredicate,
  countExactly: CountExactly,
  isUntold: (count: number) => boolean,
): Promise<LeftOut> {
  const whole = toConditionTree(predicate);
  const leaves = listLeaves(whole);
  const size = leaves.reduce((sum, leaf) => sum + 1 + listShorter(leaf.predicate).length, 0);
  if (size > MOST_CONDITIONS) {
    const message = `A definition may have ${MOST_CONDITIONS} conditions for you, values of lists counted one by one; this one has ${size}. Who may know small groups can ask more.`;
    throw SilhouetteError.of('too-large', message);
  }
  const pruning = new Pruning(countExactly, isUntold);
  let tree = await pruning.settle(whole);
  // What is left out of one place can make others matter less.
  for (let before: ConditionTree | null = null; before !== tree; ) {
    before = tree;
    tree = await pruning.prune(tree);
  }
  const named = listKeyPaths(predicate);
  const kept = listLeaves(tree);
  if (tree === whole && named.length === 0) return { predicate, paths: [], partly: [] };
  // Nobody or everyone, as their number says: nothing was left out but what numbers are not told of.
  if (constantOf(tree) !== null) return { predicate: toPredicate(tree), paths: named, partly: [] };
  // A path stands for several conditions where its list or range was taken apart.
  const asked = [...new Set(leaves.map(({ path }) => path))];
  const isKept = (path: string): boolean => kept.some((leaf) => leaf.path === path);
  const isShorter = (path: string): boolean => leaves.some((leaf) => leaf.path === path && !kept.includes(leaf));
  return {
    predicate: toPredicate(tree),
    paths: [...named, ...asked.filter((path) => !isKept(path))],
    partly: asked.filter((path) => isKept(path) && isShorter(path)),
  };
}

/** The whole definition with something in the place of the part that is being pruned. */
type Rebuild = (part: ConditionTree) => ConditionTree;

class Pruning {
  readonly #countExactly: CountExactly;
  readonly #isUntold: (count: number) => boolean;

  constructor(countExactly: CountExactly, isUntold: (count: number) => boolean) {
    this.#countExactly = countExactly;
    this.#isUntold = isUntold;
  }

  /** With nobody in the place of what holds for too few, and everyone in that of what too few miss; the same tree where there is none. */
  async settle(tree: ConditionTree): Promise<ConditionTree> {
    if (constantOf(tree) !== null) return tree;
    if (tree.kind !== 'leaf') {
      const parts: ConditionTree[] = [];
      for (const part of tree.parts) parts.push(await this.settle(part));
      if (parts.some((part, place) => part !== tree.parts[place])) return this.settle(joinParts(tree.kind, parts));
    }
    const predicate = toPredicate(tree);
    if (this.#isUntold(await this.#countExactly(predicate))) return makeConstant('any');
    return this.#isUntold(await this.#countExactly({ kind: 'not', child: predicate })) ? makeConstant('all') : tree;
  }

  /** Once from the innermost out; the same tree where nothing is left out. */
  async prune(tree: ConditionTree, rebuild: Rebuild = (part) => part): Promise<ConditionTree> {
    if (tree.kind === 'leaf') return this.#shorten(tree, rebuild);
    const { kind } = tree;
    let parts: readonly ConditionTree[] = tree.parts;
    for (const part of tree.parts) {
      const place = parts.indexOf(part);
      const pruned = await this.prune(part, (other) => rebuild(joinParts(kind, parts.with(place, other))));
      if (pruned !== part) parts = parts.with(place, pruned);
      // The last one is the group itself, which stands or falls where the group does.
      if (parts.length === 1) continue;
      const without = parts.toSpliced(place, 1);
      if (await this.#isAlike(rebuild(joinParts(kind, parts)), rebuild(joinParts(kind, without)), true)) parts = without;
    }
    return parts === tree.parts ? tree : joinParts(kind, parts);
  }

  async #shorten(leaf: ConditionLeaf, rebuild: Rebuild): Promise<ConditionLeaf> {
    let shortest = leaf;
    let place = 0;
    for (let next = listShorter(leaf.predicate); place < next.length; next = listShorter(shortest.predicate)) {
      const predicate = next[place];
      if (predicate === undefined) break;
      const shorter: ConditionLeaf = { ...shortest, predicate };
      if (await this.#isAlike(rebuild(shortest), rebuild(shorter), false)) shortest = shorter;
      else place += 1;
    }
    return shortest;
  }

  /** Whether so few are in one and not in the other that they would not be told of. `isNested`: one lies within the other. */
  async #isAlike(one: ConditionTree, other: ConditionTree, isNested: boolean): Promise<boolean> {
    const [a, b] = [toPredicate(one), toPredicate(other)];
    const [sizeOfA, sizeOfB] = [await this.#countExactly(a), await this.#countExactly(b)];
    const apart = Math.abs(sizeOfA - sizeOfB);
    if (isNested || !this.#isUntold(apart)) return this.#isUntold(apart);
    const both = await this.#countExactly({ kind: 'all', children: [a, b] });
    return this.#isUntold(sizeOfA + sizeOfB - 2 * both);
  }
}

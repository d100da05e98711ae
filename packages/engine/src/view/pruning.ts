import type { ResolvedPredicate } from '@silhouette/model';
import { type ConditionLeaf, type ConditionTree, constantOf, joinParts, listLeaves, makeConstant } from './condition-tree.ts';
import type { Dial } from './list-dials.ts';

/** What a definition is pruned by. */
export interface PruningOptions {
  /** How many meet a definition, exactly, of those of whom the answer is. */
  readonly count: (tree: ConditionTree) => Promise<number>;
  /** Whether a number of them would be told as 0. */
  readonly isUntold: (count: number) => boolean;
  /** The bounds of a condition, in an order that stays when one of them is moved. */
  readonly listDials: (predicate: ResolvedPredicate) => readonly Dial[];
  /** A condition with one thing less, in every way there is. */
  readonly listShorter: (predicate: ResolvedPredicate) => readonly ResolvedPredicate[];
}

const EVERYONE = makeConstant('all');

/** The whole definition with something in the place of the part that is being pruned. */
type Rebuild = (part: ConditionTree) => ConditionTree;

/**
 * Leaves out of a definition what few decide, and moves bounds to where many lie on both sides, until neither changes anything: what
 * is left out of one place can make others matter less.
 */
export async function pruneTree(whole: ConditionTree, options: PruningOptions): Promise<ConditionTree> {
  const pruning = new Pruning(options);
  let tree = await pruning.settle(whole);
  for (let before: ConditionTree | null = null; before !== tree; ) {
    before = tree;
    tree = await pruning.prune(tree);
    tree = await pruning.place(tree);
    // A bound that is moved can make a condition hold for nobody.
    if (tree !== before) tree = await pruning.settle(tree);
  }
  return tree;
}

/**
 * How many are left of a pruned definition of those whom `count` counts: the few that a bound would take or leave where it goes for
 * them are counted in, each bound of what is left by itself and where it stood, so that many parts share what is counted.
 */
export async function countPlaced(tree: ConditionTree, options: PruningOptions): Promise<number> {
  const pruning = new Pruning(options);
  const left = await pruning.leave(await pruning.settle(tree));
  const count = await options.count(left);
  if (constantOf(left) !== null || options.isUntold(count)) return count;
  const isLeft = new Set(listLeaves(left).map(({ predicate }) => predicate));
  return Math.max(0, count + (await pruning.sumMoves(tree, isLeft)));
}

class Pruning {
  readonly #options: PruningOptions;

  constructor(options: PruningOptions) {
    this.#options = options;
  }

  /** With nobody in the place of what holds for too few, and everyone in that of what too few miss; the same tree where there is none. */
  async settle(tree: ConditionTree): Promise<ConditionTree> {
    if (constantOf(tree) !== null) return tree;
    if (tree.kind !== 'leaf') {
      const parts: ConditionTree[] = [];
      for (const part of tree.parts) parts.push(await this.settle(part));
      if (parts.some((part, place) => part !== tree.parts[place])) return this.settle(joinParts(tree.kind, parts));
    }
    const { count, isUntold } = this.#options;
    const size = await count(tree);
    const isNobody = isUntold(size);
    const isEveryone = isUntold((await count(EVERYONE)) - size);
    if (!isNobody && !isEveryone) return tree;
    // Where there are hardly more than few at all it may be both: a group and its complement must not come out as one.
    const isTurned = tree.kind === 'all' || (tree.kind === 'leaf' && tree.isNegated);
    return makeConstant(isNobody && isEveryone ? (isTurned ? 'all' : 'any') : isNobody ? 'any' : 'all');
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

  /** {@link prune} until nothing is left out. */
  async leave(whole: ConditionTree): Promise<ConditionTree> {
    let tree = whole;
    for (let before: ConditionTree | null = null; before !== tree; ) {
      before = tree;
      tree = await this.prune(tree);
    }
    return tree;
  }

  /** By how many a definition changes as each bound of some of its conditions goes to where it may stand, all else staying; summed. */
  async sumMoves(tree: ConditionTree, of: ReadonlySet<ResolvedPredicate>, rebuild: Rebuild = (part) => part): Promise<number> {
    let sum = 0;
    if (tree.kind !== 'leaf') {
      for (const [place, part] of tree.parts.entries()) {
        sum += await this.sumMoves(part, of, (other) => rebuild(joinParts(tree.kind, tree.parts.with(place, other))));
      }
      return sum;
    }
    if (!of.has(tree.predicate)) return 0;
    const { count, listDials } = this.#options;
    for (const [which, dial] of listDials(tree.predicate).entries()) {
      const at = (position: bigint): ConditionTree =>
        rebuild(position === dial.position ? tree : { ...tree, predicate: dial.at(position) });
      const { position } = await this.#findPlace(dial, tree.levels[which] ?? 0, at);
      if (position !== dial.position) sum += (await count(at(position))) - (await count(rebuild(tree)));
    }
    return sum;
  }

  /** Every bound where it may stand; the same tree where none is moved. */
  async place(tree: ConditionTree, rebuild: Rebuild = (part) => part): Promise<ConditionTree> {
    if (tree.kind === 'leaf') return this.#placeBounds(tree, rebuild);
    const { kind } = tree;
    let parts: readonly ConditionTree[] = tree.parts;
    for (const [place, part] of tree.parts.entries()) {
      const placed = await this.place(part, (other) => rebuild(joinParts(kind, parts.with(place, other))));
      if (placed !== part) parts = parts.with(place, placed);
    }
    return parts === tree.parts ? tree : joinParts(kind, parts);
  }

  async #shorten(leaf: ConditionLeaf, rebuild: Rebuild): Promise<ConditionLeaf> {
    let shortest = leaf;
    let place = 0;
    const { listShorter } = this.#options;
    for (let next = listShorter(leaf.predicate); place < next.length; next = listShorter(shortest.predicate)) {
      const predicate = next[place];
      if (predicate === undefined) break;
      const shorter: ConditionLeaf = { ...shortest, predicate, levels: [] };
      if (await this.#isAlike(rebuild(shortest), rebuild(shorter), false)) shortest = shorter;
      else place += 1;
    }
    return shortest;
  }

  async #placeBounds(leaf: ConditionLeaf, rebuild: Rebuild): Promise<ConditionLeaf> {
    let placed = leaf;
    for (let which = 0; ; which += 1) {
      const dial = this.#options.listDials(placed.predicate)[which];
      if (dial === undefined) return placed;
      const before = placed;
      const at = (position: bigint): ConditionTree =>
        rebuild(position === dial.position ? before : { ...before, predicate: dial.at(position) });
      const { position, level } = await this.#findPlace(dial, before.levels[which] ?? 0, at);
      if (position === dial.position && level === before.levels[which]) continue;
      const predicate = position === dial.position ? before.predicate : dial.at(position);
      placed = { ...before, predicate, levels: [...before.levels.slice(0, which), level, ...before.levels.slice(which + 1)] };
    }
  }

  /**
   * The finest level, from `least` on, where there are many both between the place nearest to where the bound stands and the one before
   * it, and between it and the one after it. Grids are nested: between two places that were found so, for whatever positions, lie
   * many, so that answers for two positions are the same or many apart. Where no level is so, the nearer end: there is no bound, or nobody
   * within it.
   */
  async #findPlace(
    { position, ladder, isNested }: Dial,
    least: number,
    at: (position: bigint) => ConditionTree,
  ): Promise<{ readonly position: bigint; readonly level: number }> {
    const apart = (one: bigint, other: bigint): Promise<number> =>
      one === other ? Promise.resolve(0) : this.#countApart(at(one), at(other), isNested);
    const { isUntold } = this.#options;
    let nearest = position;
    for (const [level, grid] of ladder.entries()) {
      if (level < least) continue;
      const [low, high] = [grid.below(position), grid.above(position)];
      nearest = (await apart(low, position)) <= (await apart(position, high)) ? low : high;
      if (isUntold(await apart(grid.below(nearest - 1n), nearest))) continue;
      if (!isUntold(await apart(nearest, grid.above(nearest + 1n)))) return { position: nearest, level };
    }
    return { position: nearest, level: Math.max(least, ladder.length - 1) };
  }

  /** Whether so few are in one and not in the other that they would not be told of. `isNested`: one lies within the other. */
  async #isAlike(one: ConditionTree, other: ConditionTree, isNested: boolean): Promise<boolean> {
    return this.#options.isUntold(await this.#countApart(one, other, isNested));
  }

  async #countApart(one: ConditionTree, other: ConditionTree, isNested: boolean): Promise<number> {
    const { count, isUntold } = this.#options;
    const [sizeOfOne, sizeOfOther] = [await count(one), await count(other)];
    const apart = Math.abs(sizeOfOne - sizeOfOther);
    // They are at least as many: where those are told of, nobody need be counted.
    if (isNested || !isUntold(apart)) return apart;
    return sizeOfOne + sizeOfOther - 2 * (await count(joinParts('all', [one, other])));
  }
}

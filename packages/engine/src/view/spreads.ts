import type { ResolvedPredicate } from '@silhouette/model';
import { type ConditionTree, constantOf, toPredicate } from './condition-tree.ts';
import { countPlaced, type PruningOptions } from './pruning.ts';

/** How a group spreads over the parts of some attributes, exactly. */
export interface Spread {
  readonly count: number;
  /** In the order of the attributes. */
  readonly attributes: readonly AttributeSpread[];
}

/** Customers of a group with a value, and with each part of an attribute; parts are the same for every group. */
export interface AttributeSpread {
  readonly present: number;
  readonly counts: ArrayLike<number>;
}

/** Spreads of the groups that one answer needs, each read once. */
export class Spreads {
  readonly #read: (predicate: ResolvedPredicate) => Promise<Spread>;
  readonly #found = new Map<string, Promise<Spread>>();
  readonly #names = new WeakMap<ResolvedPredicate, number>();
  #named = 0;

  /** `read` asks the engine below the views. */
  constructor(read: (predicate: ResolvedPredicate) => Promise<Spread>) {
    this.#read = read;
  }

  /** The spread of a definition; one of the same conditions (as objects) is known again. */
  of(tree: ConditionTree): Promise<Spread> {
    const name = this.#nameTree(tree);
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const found = this.#read(toPredicate(tree));
    this.#found.set(name, found);
    return found;
  }

  #nameTree(tree: ConditionTree): string {
    const constant = constantOf(tree);
    if (constant !== null) return constant;
    if (tree.kind !== 'leaf') return `${tree.kind}(${tree.parts.map((part) => this.#nameTree(part)).join()})`;
    let name = this.#names.get(tree.predicate);
    if (name === undefined) {
      this.#named += 1;
      name = this.#named;
      this.#names.set(tree.predicate, name);
    }
    return tree.isNegated ? `-${name}` : `${name}`;
  }
}

/**
 * Counts a pruned definition within a part of everyone: it is pruned once more, as if there were nobody but those of the part. What
 * many decide among everyone few can decide within a part, and two answers that differ by those would tell how many they are. Whole
 * conditions and bounds are: the values of a list stay together ({@link joinLists}), each of which few of a small part have.
 */
export async function countWithin(
  tree: ConditionTree,
  spreads: Spreads,
  options: Omit<PruningOptions, 'count'>,
  sizeOf: (spread: Spread) => number,
): Promise<number> {
  const own = sizeOf(await spreads.of(tree));
  // So few are told as none, whatever they are pruned to.
  if (options.isUntold(own) || constantOf(tree) !== null) return own;
  return countPlaced(tree, { ...options, listShorter: () => [], count: async (one) => sizeOf(await spreads.of(one)) });
}

/** A pruned definition's spread, each part counted by {@link countWithin}; parts that are not `asked` for are none. */
export async function settleSpread(
  tree: ConditionTree,
  spreads: Spreads,
  options: Omit<PruningOptions, 'count'>,
  asked: (attribute: number, part: number) => boolean = () => true,
): Promise<Spread> {
  const { count, attributes } = await spreads.of(tree);
  const within = (sizeOf: (spread: Spread) => number): Promise<number> => countWithin(tree, spreads, options, sizeOf);
  return {
    count,
    attributes: await Promise.all(
      attributes.map(async ({ counts }, which) => ({
        present: await within((spread) => spread.attributes[which]?.present ?? 0),
        counts: await Promise.all(
          Array.from(counts, (_count, part) =>
            asked(which, part) ? within((spread) => spread.attributes[which]?.counts[part] ?? 0) : 0,
          ),
        ),
      })),
    ),
  };
}

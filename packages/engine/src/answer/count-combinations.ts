import type { ResolvedPredicate } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { roundingOf } from '../view/view.ts';
import { throwIfWithdrawn } from './throw-if-withdrawn.ts';

/** Sizes of combinations: `[s]` of the groups whose bits are set in s. */
export interface Combinations {
  readonly base: number;
  /** Customers in all groups of s, whatever else they are in; of no group (s = 0) the base. */
  readonly inAll: readonly number[];
  /** Customers in at least one group of s; of no group: 0. */
  readonly inAny: readonly number[];
  /** Customers in exactly the groups of s; of no group: in none. */
  readonly inExactly: readonly number[];
}

/**
 * Counts all 2^n combinations of n groups (a handful) in one question to the engine: what is in every group of a combination is
 * the intersection of what is in all of its first groups and in all of its last, and engines count pairs at once.
 */
export async function countCombinations(
  engine: AudienceEngine,
  scope: Omit<Question, 'predicate'>,
  groups: readonly ResolvedPredicate[],
): Promise<Combinations> {
  if (roundingOf(scope.snapshot) !== null) return countEach(engine, scope, groups);
  const firstHalf = Math.ceil(groups.length / 2);
  const firsts = listIntersections(groups.slice(0, firstHalf));
  const lasts = listIntersections(groups.slice(firstHalf));
  // Both begin with everyone, who need be counted once only.
  const sizes = await engine.overlaps(scope, [...firsts, ...lasts.slice(1)]);
  const inAll = Array.from({ length: 2 ** groups.length }, (_, combination) => {
    const first = combination % firsts.length;
    const last = Math.floor(combination / firsts.length);
    return sizes[first]?.[last === 0 ? 0 : firsts.length + last - 1] ?? 0;
  });
  const inExactly = excludeOthers(inAll, groups.length);
  const inAny = inAll.map((_all, some) => inExactly.reduce((sum, count, one) => sum + ((one & some) === 0 ? 0 : count), 0));
  return { base: inAll[0] ?? 0, inAll, inAny, inExactly };
}

/**
 * Rounded numbers can neither be added nor taken off one another: each combination is a group of its own, counted below the view
 * and told as such, never below 0.
 */
async function countEach(
  engine: AudienceEngine,
  scope: Omit<Question, 'predicate'>,
  groups: readonly ResolvedPredicate[],
): Promise<Combinations> {
  const count = async (predicate: ResolvedPredicate): Promise<number> => {
    throwIfWithdrawn(scope.signal);
    return (await engine.count({ ...scope, predicate })).count;
  };
  const [inAll, inAny, inExactly]: [number[], number[], number[]] = [[], [], []];
  for (let some = 0; some < 2 ** groups.length; some += 1) {
    const isIn = (_group: ResolvedPredicate, place: number): boolean => (some & (1 << place)) !== 0;
    const ins = groups.filter(isIn);
    const outs = groups
      .filter((group, place) => !isIn(group, place))
      .map((child): ResolvedPredicate => ({ kind: 'not', child }));
    const all = await count({ kind: 'all', children: ins });
    inAll.push(all);
    inAny.push(ins.length === 1 ? all : await count({ kind: 'any', children: ins }));
    inExactly.push(outs.length === 0 ? all : await count({ kind: 'all', children: [...ins, ...outs] }));
  }
  return { base: inAll[0] ?? 0, inAll, inAny, inExactly };
}

/** The intersection of every combination, by its bits. */
function listIntersections(groups: readonly ResolvedPredicate[]): readonly ResolvedPredicate[] {
  return Array.from({ length: 2 ** groups.length }, (_, combination): ResolvedPredicate => {
    const children = groups.filter((_group, place) => (combination & (1 << place)) !== 0);
    const [only] = children;
    return children.length === 1 && only !== undefined ? only : { kind: 'all', children };
  });
}

/** From "in all of these" to "in exactly these": group by group, those who are in it too are taken off (Möbius inversion). */
function excludeOthers(inAll: readonly number[], groups: number): readonly number[] {
  const exact = [...inAll];
  for (let place = 0; place < groups; place += 1) {
    for (let combination = 0; combination < exact.length; combination += 1) {
      if ((combination & (1 << place)) !== 0) continue;
      exact[combination] = (exact[combination] ?? 0) - (exact[combination | (1 << place)] ?? 0);
    }
  }
  return exact;
}

import { hashPredicate, type Note, type OverlapAnswer, type OverlapRegion, type Predicate } from '@silhouette/model';
import type { AudienceEngine, PortraitData } from '../audience-engine.ts';
import { shareOf } from './answer-panel.ts';
import { countCombinations } from './count-combinations.ts';
import { listCompared, portraitAudience } from './portrait-audience.ts';
import type { PreparedQuestion } from './prepare-question.ts';
import { throwIfWithdrawn } from './throw-if-withdrawn.ts';
import type { ValueLists } from './value-lists.ts';
import {
  collectNotesOfAll,
  describeAudience,
  intersectAudiences,
  type WrittenAudience,
  writeIntersection,
} from './written-audience.ts';

/** Fewest and most audiences of one overlap. */
export const LEAST_OVERLAP = 2;
export const MOST_OVERLAP = 5;
/** Traits of each region where no other number is asked for. */
export const DEFAULT_REGION_TOP = 5;
/** Most traits of each region. */
export const MOST_REGION_TOP = 30;

/** Every region repeats every definition: past so many characters together they are left out. */
const MOST_REPEATED_CHARACTERS = 100_000;

/**
 * Who is in which of some audiences (two to five, of one snapshot and as-of, `signal` of the first): exact counts of all
 * combinations. `top`: what sets each region apart from the union, at most so many traits; null: not asked.
 */
export async function overlapAudiences(
  engine: AudienceEngine,
  lists: ValueLists,
  audiences: readonly [WrittenAudience, ...WrittenAudience[]],
  top: number | null,
): Promise<OverlapAnswer> {
  const startedAtMs = performance.now();
  const { predicate: _, ...scope } = audiences[0].prepared.question;
  const [{ base, inAll, inAny, inExactly }, notes] = await Promise.all([
    countCombinations(
      engine,
      scope,
      audiences.map(({ prepared }) => prepared.question.predicate),
    ),
    collectNotesOfAll(
      engine,
      lists,
      audiences.map(({ prepared }) => prepared),
      top !== null,
    ),
  ]);
  const union = inAny[2 ** audiences.length - 1] ?? 0;
  const isShort = JSON.stringify(audiences.map(({ definition }) => definition)).length <= MOST_REPEATED_CHARACTERS;
  const portraits = top === null ? null : await portraitRegions(engine, lists, audiences, inExactly, top);
  const regions: OverlapRegion[] = [];
  for (const combination of listCombinations(audiences.length)) {
    const split = <T>(list: readonly T[]) => splitByBits(list, combination);
    const places = split(audiences.map((_one, place) => place));
    const { ins, outs } = split(audiences);
    const count = inExactly[combination] ?? 0;
    const portrait = portraits?.get(combination) ?? null;
    regions.push({
      in: [...places.ins],
      out: [...places.outs],
      count,
      share: shareOf(count, union),
      audience: isShort ? writeIntersection(ins, outs) : null,
      ...(portrait === null ? {} : { portrait }),
    });
  }
  return {
    base,
    audiences: audiences.map(({ prepared }, place) => describeAudience(prepared, inAll[1 << place] ?? 0, base)),
    union: {
      count: union,
      share: shareOf(union, base),
      audience: isShort ? { any: audiences.map(({ definition }) => definition) } : null,
    },
    pairs: listPairs(inAll, inAny, audiences.length),
    regions,
    notes: isShort ? notes : [...notes, noteLeftOut()],
    asOf: new Date(scope.asOfMs).toISOString(),
    snapshot: scope.snapshot.id,
    engine: engine.name,
    elapsedMs: performance.now() - startedAtMs,
  };
}

/** All but none: those of fewest groups first, then in the order of the groups. */
function listCombinations(groups: number): readonly number[] {
  const placesOf = (combination: number): readonly number[] =>
    Array.from({ length: groups }, (_, place) => place).filter((place) => (combination & (1 << place)) !== 0);
  const compare = (a: readonly number[], b: readonly number[]): number => {
    if (a.length !== b.length) return a.length - b.length;
    const place = a.findIndex((one, index) => one !== b[index]);
    return (a[place] ?? 0) - (b[place] ?? 0);
  };
  const all = Array.from({ length: 2 ** groups - 1 }, (_, index) => index + 1);
  return all.sort((a, b) => compare(placesOf(a), placesOf(b)));
}

function listPairs(inAll: readonly number[], inAny: readonly number[], groups: number): OverlapAnswer['pairs'] {
  const pairs: OverlapAnswer['pairs'] = [];
  for (let first = 0; first < groups; first += 1) {
    for (let second = first + 1; second < groups; second += 1) {
      const both = inAll[(1 << first) | (1 << second)] ?? 0;
      const either = inAny[(1 << first) | (1 << second)] ?? 0;
      pairs.push({ first, second, both, either, jaccard: shareOf(both, either) });
    }
  }
  return pairs;
}

interface Split<T> {
  readonly ins: readonly T[];
  readonly outs: readonly T[];
}

function splitByBits<T>(list: readonly T[], combination: number): Split<T> {
  const isIn = (_one: T, place: number): boolean => (combination & (1 << place)) !== 0;
  return { ins: list.filter(isIn), outs: list.filter((one, place) => !isIn(one, place)) };
}

/** What sets each region with somebody in it apart from the union, by its combination; some at a time, which are counted together. */
async function portraitRegions(
  engine: AudienceEngine,
  lists: ValueLists,
  all: readonly WrittenAudience[],
  inExactly: readonly number[],
  top: number,
): Promise<ReadonlyMap<number, RegionPortrait>> {
  const union = combine(all, (children) => ({ kind: 'any', children }));
  const { predicate: versus, ...scope } = union.question;
  const attributes = listCompared(scope.snapshot.catalog).map(({ id }) => id);
  const filled = listCombinations(all.length).filter((combination) => (inExactly[combination] ?? 0) > 0);
  const portraits = new Map<number, RegionPortrait>();
  for (let from = 0; from < filled.length; from += REGIONS_AT_ONCE) {
    const regions = filled.slice(from, from + REGIONS_AT_ONCE).map((combination) => ({
      combination,
      prepared: combine(all, (predicates) => {
        const { ins, outs } = splitByBits(predicates, combination);
        return intersectAudiences(ins, outs);
      }),
    }));
    throwIfWithdrawn(scope.signal);
    const predicates = regions.map(({ prepared }) => prepared.question.predicate);
    const counted = await engine.portraits(scope, predicates, versus, attributes);
    for (const [place, { combination, prepared }] of regions.entries()) {
      throwIfWithdrawn(scope.signal);
      const beside = { kind: 'audience', prepared: union } as const;
      // What there is to note of the definitions is told once, of the whole.
      const { telling, traits, notes } = await portraitAudience(
        engine,
        lists,
        prepared,
        beside,
        top,
        requireCounted(counted[place]),
      );
      portraits.set(combination, { telling, traits, notes: [...notes] });
    }
  }
  return portraits;
}

type RegionPortrait = NonNullable<OverlapRegion['portrait']>;

/** What all of them are told of every attribute is held in memory together. */
const REGIONS_AT_ONCE = 8;

function requireCounted(counted: PortraitData | undefined): PortraitData {
  if (counted === undefined) throw new TypeError('A region was asked about, and nothing came of it.');
  return counted;
}

function combine(
  audiences: readonly WrittenAudience[],
  join: (predicates: readonly Predicate[]) => Predicate,
): PreparedQuestion {
  const prepared = audiences.map((one) => one.prepared);
  const [first] = prepared;
  if (first === undefined) throw new RangeError('There is nothing to combine.');
  const resolved = join(prepared.map(({ question }) => question.predicate));
  return {
    question: { ...first.question, predicate: resolved },
    predicate: join(prepared.map(({ predicate }) => predicate)),
    hash: hashPredicate(resolved),
    audiences: prepared.flatMap((one) => one.audiences),
    audienceNames: new Map(prepared.flatMap((one) => [...one.audienceNames])),
  };
}

function noteLeftOut(): Note {
  const message = `The definitions together are longer than ${MOST_REPEATED_CHARACTERS.toLocaleString('en-US')} characters and are not repeated for every region; put them together from "in" and "out".`;
  return { code: 'definitions-left-out', message };
}

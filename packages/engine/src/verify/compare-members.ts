import { UnsupportedPredicateError } from '@silhouette/model';
import type { AudienceEngine, AudienceSize, Question } from '../audience-engine.ts';
import { compareSortedKeys, type KeysComparison } from './compare-sorted-keys.ts';
import { collectOrdinals, type OrdinalSet } from './ordinal-set.ts';

/** In what two engines' members of one question differ. */
export interface MembersDifference {
  readonly counts: readonly [number, number];
  /** Keys that only the first, only the second engine gives: up to ten each. */
  readonly onlyIn: readonly [readonly string[], readonly string[]];
  /** Null, or what an engine failed with, or how it contradicts itself. */
  readonly problem: string | null;
}

const MAX_EXAMPLES = 10;
/** Members up to which keys are compared as well: listing and ordering millions as text takes seconds. */
const MOST_KEYS = 100_000;

/**
 * Members by their ordinals, of groups of at most 100,000 also key by key in their order, and whether each engine's count says
 * the same as its lists. Null when all agrees.
 */
export async function compareMembers(
  first: AudienceEngine,
  other: AudienceEngine,
  question: Question,
): Promise<MembersDifference | null> {
  try {
    const [one, two] = await settleBoth(readMembers(first, question), readMembers(other, question));
    const areSame = Buffer.compare(one.ordinals.bits, two.ordinals.bits) === 0;
    const isSmall = Math.max(one.ordinals.listed, two.ordinals.listed) <= MOST_KEYS;
    const keys =
      areSame && !isSmall
        ? null
        : await compareSortedKeys(first.memberKeys(question), other.memberKeys(question), MAX_EXAMPLES);
    const problems = [...describeMembers(first, one, keys, 0), ...describeMembers(other, two, keys, 1)];
    if (one.size.base !== two.size.base) problems.push(`base ${one.size.base} and ${two.size.base}`);
    const onlyIn = keys?.onlyIn ?? [[], []];
    const haveSameKeys = onlyIn[0].length + onlyIn[1].length === 0;
    if (!areSame && haveSameKeys) problems.push(`${first.name} and ${other.name} list the same keys and other ordinals`);
    if (problems.length === 0 && haveSameKeys) return null;
    return { counts: [one.ordinals.listed, two.ordinals.listed], onlyIn, problem: problems[0] ?? null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = error instanceof UnsupportedPredicateError ? error.message : `An engine failed: ${error.message}`;
    return { counts: [0, 0], onlyIn: [[], []], problem };
  }
}

interface EngineMembers {
  readonly size: AudienceSize;
  readonly ordinals: OrdinalSet;
}

async function readMembers(engine: AudienceEngine, question: Question): Promise<EngineMembers> {
  // One after the other: two statements over a hundred million rows at once take the memory of both.
  const size = await engine.count(question);
  const ordinals = await collectOrdinals(engine.memberOrdinals(question), question.snapshot.customersKnown);
  return { size, ordinals };
}

/** Both results; where one fails the other is waited for, too, so that nothing runs on behind the next question. */
async function settleBoth<A, B>(one: Promise<A>, other: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** How an engine contradicts itself. */
function describeMembers(
  { name }: AudienceEngine,
  { size, ordinals }: EngineMembers,
  keys: KeysComparison | null,
  side: 0 | 1,
): string[] {
  const problems: string[] = [];
  if (keys?.ascends[side] === false) problems.push(`${name} lists keys out of order or twice`);
  if (ordinals.problem !== null) problems.push(`${name} ${ordinals.problem}`);
  if (size.count !== ordinals.listed) problems.push(`${name} counts ${size.count} and lists ${ordinals.listed}`);
  const listed = keys?.counts[side] ?? ordinals.listed;
  if (listed !== ordinals.listed) problems.push(`${name} lists ${listed} keys and ${ordinals.listed} ordinals`);
  return problems;
}

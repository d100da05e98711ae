import type { Snapshot } from '@silhouette/lake';
import { type ResolvedPredicate, UnsupportedPredicateError } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { compareSortedKeys } from './compare-sorted-keys.ts';
import { parseDefinition } from './parse-definition.ts';
import type { PlainDefinition } from './plain-definition.ts';

const MAX_EXAMPLES = 10;

/** What was checked, and every definition on which engines disagree. */
export interface VerifyResult {
  /** Definitions asked, each on every engine. */
  readonly checked: number;
  /** Definitions with a difference. */
  readonly different: number;
  readonly differences: readonly EngineDifference[];
}

/** Two engines that do not give the same members. */
export interface EngineDifference {
  readonly definition: PlainDefinition;
  /** Instant in UTC. */
  readonly asOf: string;
  readonly engines: readonly [string, string];
  readonly counts: readonly [number, number];
  /** Keys that only the first, only the second engine gives: up to ten each. */
  readonly onlyIn: readonly [readonly string[], readonly string[]];
  /** Null, or what an engine failed with, or how it contradicts itself. */
  readonly problem: string | null;
}

/** What {@link verifyDefinitions} is asked. */
export interface VerifyRequest {
  /** At least two; the first is the one that others are held against. */
  readonly engines: readonly AudienceEngine[];
  readonly snapshot: Snapshot;
  readonly definitions: readonly PlainDefinition[];
  /** Definition i is asked at instant (ms) i modulo their number; at least one. */
  readonly asOfs: readonly number[];
  /** Called after each definition. */
  readonly onProgress?: (checked: number) => void;
}

/** Asks several engines the same and compares their members one by one. An engine's failure is a difference, too. */
export async function verifyDefinitions(request: VerifyRequest): Promise<VerifyResult> {
  const { definitions, asOfs, snapshot } = request;
  const differences: EngineDifference[] = [];
  let different = 0;
  for (const [index, definition] of definitions.entries()) {
    const asOfMs = asOfs[index % asOfs.length];
    if (asOfMs === undefined) throw new RangeError('At least one as-of is needed to verify at.');
    const predicate = parseDefinition(definition, snapshot.catalog);
    const found = await compareEngines(request.engines, { snapshot, asOfMs, predicate }, definition);
    differences.push(...found);
    different += Number(found.length > 0);
    request.onProgress?.(index + 1);
  }
  return { checked: definitions.length, different, differences };
}

/** The differences between the first engine and each other one on one question. */
export async function compareEngines(
  engines: readonly AudienceEngine[],
  question: Question & { readonly predicate: ResolvedPredicate },
  definition: PlainDefinition,
): Promise<readonly EngineDifference[]> {
  const [first, ...others] = engines;
  if (first === undefined) return [];
  const asOf = new Date(question.asOfMs).toISOString();
  const differences: EngineDifference[] = [];
  for (const other of others) {
    const difference = await compareTwo(first, other, question);
    if (difference !== null) differences.push({ definition, asOf, engines: [first.name, other.name], ...difference });
  }
  return differences;
}

/** Members key by key, and whether each engine's count says the same as its list. Null when all agrees. */
async function compareTwo(
  first: AudienceEngine,
  other: AudienceEngine,
  question: Question,
): Promise<Pick<EngineDifference, 'counts' | 'onlyIn' | 'problem'> | null> {
  const pair = [first, other] as const;
  try {
    const keys = await compareSortedKeys(first.memberKeys(question), other.memberKeys(question), MAX_EXAMPLES);
    const sizes = [await first.count(question), await other.count(question)] as const;
    const problems = pair.flatMap((engine, side) => {
      const [size, listed, ascends] = [sizes[side], keys.counts[side], keys.ascends[side]];
      if (ascends === false) return [`${engine.name} lists keys out of order or twice`];
      return size !== undefined && size.count !== listed ? [`${engine.name} counts ${size.count} and lists ${listed}`] : [];
    });
    if (sizes[0].base !== sizes[1].base) problems.push(`base ${sizes[0].base} and ${sizes[1].base}`);
    const { onlyIn, counts } = keys;
    if (problems.length === 0 && onlyIn[0].length + onlyIn[1].length === 0) return null;
    return { counts, onlyIn, problem: problems[0] ?? null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = error instanceof UnsupportedPredicateError ? error.message : `An engine failed: ${error.message}`;
    return { counts: [0, 0], onlyIn: [[], []], problem };
  }
}

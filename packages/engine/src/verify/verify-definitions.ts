import type { Snapshot } from '@silhouette/lake';
import { type ResolvedPredicate, UnsupportedPredicateError } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
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
  const expected = await listKeys(first, question);
  const differences: EngineDifference[] = [];
  for (const other of others) {
    const actual = await listKeys(other, question);
    const [left, right] = [new Set(expected.keys), new Set(actual.keys)];
    const onlyIn: [string[], string[]] = [
      expected.keys.filter((key) => !right.has(key)),
      actual.keys.filter((key) => !left.has(key)),
    ];
    const bases = expected.base === actual.base ? null : `base ${expected.base} and ${actual.base}`;
    const problem = expected.problem ?? actual.problem ?? bases;
    if (problem === null && onlyIn[0].length + onlyIn[1].length === 0) continue;
    differences.push({
      definition,
      asOf,
      engines: [first.name, other.name],
      counts: [expected.keys.length, actual.keys.length],
      onlyIn: [onlyIn[0].slice(0, MAX_EXAMPLES), onlyIn[1].slice(0, MAX_EXAMPLES)],
      problem,
    });
  }
  return differences;
}

interface Listed {
  readonly keys: readonly string[];
  readonly base: number;
  readonly problem: string | null;
}

/** Members of one engine, with a check that its count says the same as its list. */
async function listKeys(engine: AudienceEngine, question: Question): Promise<Listed> {
  const keys: string[] = [];
  try {
    for await (const chunk of engine.memberKeys(question)) keys.push(...chunk);
    const { count, base } = await engine.count(question);
    const isRight = count === keys.length && new Set(keys).size === keys.length;
    return { keys, base, problem: isRight ? null : `${engine.name} counts ${count} and lists ${keys.length}` };
  } catch (error) {
    if (error instanceof UnsupportedPredicateError) return { keys: [], base: 0, problem: error.message };
    if (!(error instanceof Error)) throw error;
    return { keys: [], base: 0, problem: `${engine.name} failed: ${error.message}` };
  }
}

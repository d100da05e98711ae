import type { Snapshot } from '@silhouette/lake';
import type { ResolvedPredicate } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { compareMembers, type MembersDifference } from './compare-members.ts';
import { parseDefinition } from './parse-definition.ts';
import type { PlainDefinition } from './plain-definition.ts';

/** What was checked, and every definition on which engines disagree. */
export interface VerifyResult {
  /** Definitions asked, each on every engine. */
  readonly checked: number;
  /** Definitions with a difference. */
  readonly different: number;
  readonly differences: readonly EngineDifference[];
}

/** Two engines that do not give the same members. */
export interface EngineDifference extends MembersDifference {
  readonly definition: PlainDefinition;
  /** Instant in UTC. */
  readonly asOf: string;
  readonly engines: readonly [string, string];
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
    const difference = await compareMembers(first, other, question);
    if (difference !== null) differences.push({ definition, asOf, engines: [first.name, other.name], ...difference });
  }
  return differences;
}

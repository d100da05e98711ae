import { type AudienceEngine, type PlainDefinition, parseDefinition, type Question, ReferenceEngine } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import type { SnapshotId } from '@silhouette/model';
import { toReferenceData } from '../world/to-reference-data.ts';
import type { World } from '../world/world.ts';

/** An engine that the conformance suite runs, by how it comes to answer for a world. */
export interface EngineUnderTest {
  readonly name: string;
  readonly open: (world: World) => Promise<OpenWorld>;
}

/** An engine that has a world before it. */
export interface OpenWorld {
  readonly engine: AudienceEngine;
  readonly snapshot: Snapshot;
  readonly close: () => Promise<void>;
}

/** The reference engine over a world in memory: no files, no SQL. */
export const referenceInMemory: EngineUnderTest = {
  name: 'reference in memory',
  open: async (world) => {
    const data = toReferenceData(world);
    const engine = new ReferenceEngine(async () => data);
    const { keys } = await data.customers();
    const snapshot: Snapshot = {
      // Only worlds in memory have this id; nothing of it is stored.
      id: 'in-memory' as SnapshotId,
      asOfMs: data.asOfMs,
      createdAtMs: 0,
      catalog: data.catalog,
      customers: { files: [], rows: keys.length },
      events: new Map(),
      relations: new Map(),
      customersKnown: keys.length,
      report: { sources: [], events: [], customers: null, startedAtMs: 0, elapsedMs: 0 },
    };
    return { engine, snapshot, close: () => engine.close() };
  },
};

/** A question in its plain form; as-of is an instant (ms), the snapshot's own when absent. */
export function buildQuestion(open: OpenWorld, definition: PlainDefinition, asOfMs?: number): Question {
  const { snapshot } = open;
  return { snapshot, asOfMs: asOfMs ?? snapshot.asOfMs, predicate: parseDefinition(definition, snapshot.catalog) };
}

/** Keys of the members, in the order that the engine gives them. */
export async function askMembers(open: OpenWorld, definition: PlainDefinition, asOfMs?: number): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const chunk of open.engine.memberKeys(buildQuestion(open, definition, asOfMs))) keys.push(...chunk);
  return keys;
}

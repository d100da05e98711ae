import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlainObject, ReferenceEngine, SnapshotReferenceData, sampleValues } from '@silhouette/engine';
import { ChdbSession, loadWorkspace, openWorkspace, type Snapshot } from '@silhouette/lake';
import { type Attribute, assertNever, type ComputedSpec } from '@silhouette/model';
import fc from 'fast-check';
import { expect } from 'vitest';
import { worldArbitrary } from '../world/world-arbitrary.ts';
import { writeWorkspace } from '../world/write-workspace.ts';
import { askMembers, type OpenWorld } from './engine-under-test.ts';
import { LOADED_AT_MS } from './loaded-engine.ts';

const VALUES_PER_ATTRIBUTE = 4;

/**
 * Holds the standard attributes that a load computes to what the same conditions over events say at the snapshot's own
 * as-of, for values that occur. Answers how many pairs of conditions were asked.
 */
export async function checkComputed(seed: number): Promise<number> {
  const [world] = fc.sample(worldArbitrary({ maxCustomers: 10, maxEventRows: 150 }), { seed, numRuns: 1 });
  if (world === undefined) throw new RangeError('fast-check drew no world.');
  const folder = await mkdtemp(join(tmpdir(), 'silhouette-computed-'));
  await writeWorkspace(world, folder, { standard: true });
  const { snapshot } = await loadWorkspace(openWorkspace(folder), { nowMs: LOADED_AT_MS });
  const session = await ChdbSession.open();
  try {
    return await compareAll(session, snapshot, seed);
  } finally {
    await session.close();
    await rm(folder, { recursive: true });
  }
}

async function compareAll(session: ChdbSession, snapshot: Snapshot, seed: number): Promise<number> {
  const data = new SnapshotReferenceData(session, snapshot);
  const engine = new ReferenceEngine(async () => data);
  const open: OpenWorld = { engine, snapshot, close: () => engine.close() };
  const samples = sampleValues(data, seed);
  let asked = 0;
  for (const attribute of snapshot.catalog.attributes) {
    if (attribute.origin.kind !== 'computed') continue;
    const values = [...new Set(await samples.attribute(attribute.id))].slice(0, VALUES_PER_ATTRIBUTE);
    for (const comparison of listComparisons(attribute, attribute.origin.spec, values)) {
      const definition = describeEvent(attribute.origin.spec, comparison);
      if (definition === null) continue;
      asked += 1;
      const told = `seed ${seed}: ${attribute.id} ${JSON.stringify(comparison)}`;
      expect(await askMembers(open, { attribute: attribute.id, ...comparison }), told).toEqual(
        await askMembers(open, definition),
      );
    }
  }
  return asked;
}

function listComparisons(attribute: Attribute, { measure }: ComputedSpec, values: readonly string[]): readonly PlainObject[] {
  // A stored average is rounded down, so that only these two say the same of it.
  if (measure === 'avg') return values.flatMap((value) => [{ gte: value }, { lt: value }]);
  if (attribute.type === 'category') return values.map((value) => ({ eq: value }));
  return values.flatMap((value) => [{ eq: value }, { gt: value }, { lte: value }]);
}

/** The same condition over the event's rows; null where the language has none. */
function describeEvent({ event, measure, field, within }: ComputedSpec, comparison: PlainObject): PlainObject | null {
  const window = within === null ? {} : within.kind === 'last' ? { within: { last: within.n, unit: within.unit } } : null;
  if (window === null) return null;
  const rows = { event, ...window };
  switch (measure) {
    case 'count':
      return { ...rows, count: comparison };
    case 'rows':
      return { ...rows, count: comparison, per: 'row' };
    case 'days':
      return { ...rows, days: comparison };
    case 'recency':
      return { ...rows, recency: { unit: 'day', ...comparison } };
    case 'firstDate':
      // Bought on that day or before it: there is a row up to it.
      return within === null && comparison.lte !== undefined ? { event, within: { to: comparison.lte } } : null;
    case 'lastDate':
      return within === null && comparison.gt !== undefined ? { event, within: { from: nextDay(comparison.gt) } } : null;
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'distinct':
    case 'first':
    case 'last':
    case 'top':
      return field === null ? null : { ...rows, [measure]: { field, ...comparison } };
    default:
      return assertNever(measure);
  }
}

function nextDay(day: PlainObject[string]): string {
  return new Date(Date.parse(String(day)) + 86_400_000).toISOString().slice(0, 10);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AudienceEngine,
  Engines,
  explainAudience,
  type PlainDefinition,
  type PreparedQuestion,
  prepareQuestion,
  type Question,
  ReferenceEngine,
  randomDefinitions,
  sampleValues,
  ViewEngine,
  viewSnapshot,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { type ExplainAnswer, parseJsonText, type ResolvedPredicate } from '@silhouette/model';
import { storeWorld, toReferenceData, worldArbitrary } from '@silhouette/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexEngine } from '../index/make-index-engine.ts';

const WORLDS = 4;
const DEFINITIONS = 24;

let session: ChdbSession;
let folder: string;
const engines = new Engines();
beforeAll(async () => {
  session = await ChdbSession.open();
  folder = await mkdtemp(join(tmpdir(), 'silhouette-explain-'));
});
afterAll(async () => {
  await engines.close();
  await session.close();
  await rm(folder, { recursive: true });
});

const prepare = (snapshot: Snapshot, definition: unknown): Promise<PreparedQuestion> =>
  prepareQuestion({
    snapshot,
    definition: parseJsonText(JSON.stringify(definition)),
    asOf: null,
    resolveAudience: async () => null,
  });

/** Groups in groups of random conditions. */
function combine([a, b, c]: readonly PlainDefinition[]): readonly PlainDefinition[] {
  if (a === undefined || b === undefined || c === undefined) throw new RangeError('Three are wanted.');
  const group = { any: [{ all: [a, { not: b }] }, c, { not: { all: [b, c] } }] };
  return [a, { all: [a, b, c] }, { any: [a, b] }, { not: { any: [a, { all: [b, c] }] } }, { all: [b, group, { not: group }] }];
}

interface NaiveStep {
  readonly path: string;
  readonly alone: number;
  readonly remaining: number;
}

/** The steps of a definition, each a question of its own about all conditions before it. */
async function explainNaively(engine: AudienceEngine, question: Question): Promise<readonly NaiveStep[]> {
  const steps: NaiveStep[] = [];
  const all = (children: readonly ResolvedPredicate[]): ResolvedPredicate => ({ kind: 'all', children });
  const count = async (predicate: ResolvedPredicate): Promise<number> => (await engine.count({ ...question, predicate })).count;
  const visit = async (one: ResolvedPredicate, path: string, among: readonly ResolvedPredicate[]): Promise<void> => {
    const dot = path === '' ? '' : '.';
    if (one.kind === 'not') return visit(one.child, `${path}${dot}not`, among);
    if (one.kind !== 'all' && one.kind !== 'any') return;
    for (const [index, child] of one.children.entries()) {
      const before = one.children.slice(0, index);
      const soFar = one.kind === 'all' ? [...before, child] : [{ kind: 'any', children: [...before, child] } as const];
      const childPath = `${path}${dot}${one.kind}[${index}]`;
      steps.push({ path: childPath, alone: await count(child), remaining: await count(all([...among, ...soFar])) });
      await visit(child, childPath, one.kind === 'all' ? [...among, ...before] : among);
    }
  };
  if (question.predicate.kind !== 'all') {
    const size = await count(question.predicate);
    steps.push({ path: '', alone: size, remaining: size });
  }
  await visit(question.predicate, '', []);
  return steps;
}

/** The steps of an answer in the order of the definition. */
function listTold({ waterfall, nested }: ExplainAnswer): readonly NaiveStep[] {
  return [...waterfall, ...(nested ?? [])].map(({ path, alone, remaining }) => ({ path, alone, remaining }));
}

const sort = (steps: readonly NaiveStep[]) => steps.toSorted((a, b) => (a.path < b.path ? -1 : 1));
const strip = ({ engine: _, elapsedMs: __, ...answer }: ExplainAnswer) => answer;

describe('the steps of an explanation', () => {
  it('are the counts of their conditions, asked at once of the index or one by one', { timeout: 300_000 }, async () => {
    const index = makeIndexEngine(session);
    try {
      for (let seed = 0; seed < WORLDS; seed += 1) {
        const [world] = fc.sample(worldArbitrary({ maxCustomers: 40, maxEventRows: 120 }), { seed, numRuns: 1 });
        if (world === undefined) throw new RangeError('fast-check drew no world.');
        const data = toReferenceData(world, 3);
        const snapshot = await storeWorld(session, world, folder, 3);
        const reference = new ReferenceEngine(async () => data);
        const drawn = await randomDefinitions(data.catalog, sampleValues(data, seed), seed, DEFINITIONS);
        const scoped = viewSnapshot(snapshot, snapshot.catalog, {
          scope: (await prepare(snapshot, drawn[0])).question.predicate,
          rounding: null,
          masksPersonal: false,
        });
        for (let from = 0; from < DEFINITIONS; from += 3) {
          for (const definition of combine(drawn.slice(from, from + 3))) {
            for (const seen of [snapshot, scoped]) {
              const prepared = await prepare(seen, definition);
              const explain = (engine: AudienceEngine) => explainAudience(new ViewEngine(engine), engines.valueLists, prepared);
              const told = await explain(index);
              const naive = await explainNaively(new ViewEngine(reference), prepared.question);
              expect(sort(listTold(told)), `seed ${seed}: ${JSON.stringify(definition)}`).toEqual(sort(naive));
              expect(strip(told)).toEqual(strip(await explain(reference)));
            }
          }
        }
      }
    } finally {
      await index.close();
    }
  });

  it('cost the index two questions, however many they are', async () => {
    const [world] = fc.sample(worldArbitrary({ maxCustomers: 40, maxEventRows: 120 }), { seed: 1, numRuns: 1 });
    if (world === undefined) throw new RangeError('fast-check drew no world.');
    const snapshot = await storeWorld(session, world, folder);
    const index = makeIndexEngine(session);
    try {
      let asked = 0;
      const count = index.count.bind(index);
      index.count = (question) => {
        asked += 1;
        return count(question);
      };
      const everyone = { all: [] };
      const definition = { all: Array.from({ length: 900 }, (_, place) => (place < 100 ? { any: [everyone] } : everyone)) };
      const answer = await explainAudience(index, engines.valueLists, await prepare(snapshot, definition));
      expect(answer.waterfall).toHaveLength(900);
      expect(answer.nested).toHaveLength(100);
      expect(new Set(answer.waterfall.map(({ remaining }) => remaining))).toEqual(new Set([answer.base]));
      expect(asked).toBe(1);
    } finally {
      await index.close();
    }
  });
});

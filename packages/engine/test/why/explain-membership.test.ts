import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChdbEngine,
  Engines,
  explainMembership,
  parseDefinition,
  prepareQuestion,
  randomAsOfs,
  randomDefinitions,
  sampleValues,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { type Predicate, parseJsonText, type ResolvedPredicate, type WhyAnswer, whyAnswerSchema } from '@silhouette/model';
import { storeWorld, toReferenceData, worldArbitrary } from '@silhouette/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_WORLD } from '../sql/tiny-world.ts';

const SEED = Number(process.env.SILHOUETTE_SEED ?? 20261126);
const DEFINITIONS = 25;
const CUSTOMERS = 3;

let session: ChdbSession;
let folder: string;
const engines = new Engines();
beforeAll(async () => {
  session = await ChdbSession.open();
  folder = await mkdtemp(join(tmpdir(), 'silhouette-why-'));
});
afterAll(async () => {
  await engines.close();
  await session.close();
  await rm(folder, { recursive: true });
});

async function ask(snapshot: Snapshot, definition: unknown, key: string, asOfMs: number | null = null): Promise<WhyAnswer> {
  const prepared = await prepareQuestion({
    snapshot,
    definition: parseJsonText(JSON.stringify(definition)),
    asOf: asOfMs === null ? null : new Date(asOfMs).toISOString(),
    resolveAudience: async () => null,
  });
  const open = (customer: string, needs: Parameters<Engines['openCustomer']>[2]) =>
    engines.openCustomer(snapshot, customer, needs);
  return whyAnswerSchema.strict().parse(await explainMembership(open, engines.valueLists, prepared, key));
}

/** All nodes in the order of the tree. */
function listNodes(predicate: Predicate): readonly Predicate[] {
  if (predicate.kind === 'not') return [predicate, ...listNodes(predicate.child)];
  if (predicate.kind === 'all' || predicate.kind === 'any') return [predicate, ...predicate.children.flatMap(listNodes)];
  return [predicate];
}

describe(`random definitions and customers (seed ${SEED})`, () => {
  it.each([0, 1, 2])(
    'world %d: every verdict is membership as ClickHouse finds it, and flipping what is told flips the whole',
    async (number) => {
      const [world] = fc.sample(worldArbitrary(), { seed: SEED + number, numRuns: 1 });
      if (world === undefined) throw new RangeError('fast-check drew no world.');
      const data = toReferenceData(world);
      const snapshot = await storeWorld(session, world, folder);
      const samples = sampleValues(data, SEED);
      const definitions = await randomDefinitions(data.catalog, samples, SEED + number, DEFINITIONS);
      const asOfs = await randomAsOfs(data.catalog, samples, data.asOfMs, SEED, 4);
      const { keys } = await data.customers();
      const chdb = new ChdbEngine(session);
      for (const [index, definition] of definitions.entries()) {
        const asOfMs = asOfs[index % asOfs.length] ?? data.asOfMs;
        const nodes = listNodes(parseDefinition(definition, data.catalog));
        const members = await Promise.all(
          nodes.map(async (predicate) => {
            const found = new Set<string>();
            for await (const chunk of chdb.memberKeys({ snapshot, asOfMs, predicate: predicate as ResolvedPredicate })) {
              for (const key of chunk) found.add(key);
            }
            return found;
          }),
        );
        for (let customer = 0; customer < Math.min(CUSTOMERS, keys.length); customer += 1) {
          const key = keys[(index * 7 + customer * 3) % keys.length] ?? '';
          const answer = await ask(snapshot, definition, key, asOfMs);
          const told = `${JSON.stringify(definition)} of ${key} at ${asOfMs}`;
          expect(answer.known, told).toBe(true);
          expect(
            answer.nodes.map(({ holds }) => holds),
            told,
          ).toEqual(members.map((found) => found.has(key)));
          expect(answer.nodes.map(({ kind }) => kind)).toEqual(nodes.map(({ kind }) => kind));
          expect(answer.member).toBe(members[0]?.has(key));
          if (answer.flip === null) continue;
          expect(answer.flip.member).toBe(!answer.member);
          const flipped = new Set(answer.flip.leaves.map(({ node }) => node));
          expect(evaluate(answer, 0, flipped), told).toBe(!answer.member);
          for (const leaf of answer.flip.leaves) expect(leaf.holds).toBe(!answer.nodes[leaf.node]?.holds);
        }
      }
    },
  );
});

/** The verdict of a node once some leaves have the other one. */
function evaluate(answer: WhyAnswer, node: number, flipped: ReadonlySet<number>): boolean {
  const { kind, holds } = answer.nodes[node] ?? { kind: 'all', holds: false };
  const children = answer.nodes.flatMap((one, place) => (one.parent === node ? [evaluate(answer, place, flipped)] : []));
  if (kind === 'all') return children.every(Boolean);
  if (kind === 'any') return children.some(Boolean);
  if (kind === 'not') return !children.some(Boolean);
  return flipped.has(node) ? !holds : holds;
}

describe('one customer of the tiny world', () => {
  let snapshot: Snapshot;
  beforeAll(async () => {
    snapshot = await storeWorld(session, TINY_WORLD, folder);
  });

  it('values are the customer’s own, with rows and occasions', async () => {
    const definition = {
      all: [
        { event: 'purchase', avg: { field: 'amount', gte: 5 } },
        { attribute: 'age', gte: 30 },
        { not: { attribute: 'likes`\\', contains: 'x' } },
        { event: 'purchase', last: { field: 'brand', exists: true } },
        { sequence: [{ event: 'purchase' }, { event: 'visit' }] },
        { customers: ['a'] },
      ],
    };
    const answer = await ask(snapshot, definition, 'a');
    expect(answer.nodes.map(({ path, parent }) => [path, parent])).toEqual([
      ['', null],
      ['all[0]', 0],
      ['all[1]', 0],
      ['all[2]', 0],
      ['all[2].not', 3],
      ['all[3]', 0],
      ['all[4]', 0],
      ['all[5]', 0],
    ]);
    expect(answer.nodes[1]).toMatchObject({ holds: false, value: '0.333333', exact: false, rows: 4, occasions: 3 });
    expect(answer.nodes[1]?.shown).toEqual({ ko: '0.33', en: '0.33' });
    expect(answer.nodes[2]).toMatchObject({ holds: true, value: '30.5', shown: { ko: '30.5', en: '30.5' } });
    expect(answer.nodes[4]).toMatchObject({ holds: true, value: ['x', '수분'] });
    expect(answer.nodes[5]).toMatchObject({ holds: false, value: null, shown: { ko: '값 없음', en: 'no value' } });
    expect(answer.nodes[6]).toMatchObject({ kind: 'sequence', holds: true });
    expect(answer.nodes[6]).not.toHaveProperty('value');
    expect(answer.flip?.leaves.map(({ path, holds, need }) => [path, holds, need.kind])).toEqual([
      ['all[0]', true, 'number'],
      ['all[2].not', false, 'condition'],
      ['all[3]', true, 'condition'],
    ]);
    expect(answer.flip?.leaves[0]?.need).toMatchObject({ by: '4.666667', to: '5' });
  });

  it('a key that nobody has, whatever is in it, is told to be unknown', async () => {
    for (const key of [
      'nobody',
      '',
      'A',
      ' a',
      "a' OR 1=1 --",
      '\u0000',
      'a\\',
      '{key:String}',
      '\ud800',
      'a\n',
      '💥'.repeat(500),
    ]) {
      const answer = await ask(snapshot, { all: [{ attribute: 'age', gte: 0 }] }, key);
      expect(answer).toMatchObject({ customer: key, known: false, inBase: false, member: false, nodes: [], flip: null });
      expect(answer.notes.map(({ code }) => code)).toEqual(['unknown-customers']);
    }
  });

  it('who is not in the base yet is in nothing, a not neither', async () => {
    const answer = await ask(snapshot, { not: { attribute: 'age', gte: 0 } }, 'c', Date.parse('2024-06-01T00:00:00Z'));
    expect(answer).toMatchObject({ known: true, inBase: false, member: false, flip: null });
    expect(answer.nodes.map(({ holds }) => holds)).toEqual([false, false]);
    expect(answer.notes.map(({ code }) => code)).toEqual(['attributes-as-of-snapshot', 'not-in-base']);
  });

  it('of no condition nothing can be changed', async () => {
    expect(await ask(snapshot, { all: [] }, 'a')).toMatchObject({ member: true, flip: null });
    expect(await ask(snapshot, { any: [] }, 'a')).toMatchObject({ member: false, flip: null });
  });

  it('a customer known by events alone has no attribute', async () => {
    const answer = await ask(snapshot, { any: [{ attribute: 'age', gte: 0 }, { event: 'visit' }] }, 'e');
    expect(answer.nodes.slice(1).map(({ value, rows }) => [value, rows])).toEqual([
      [null, undefined],
      ['0', 0],
    ]);
    expect(answer.flip?.leaves.map(({ path }) => path)).toEqual(['any[0]']);
  });
});

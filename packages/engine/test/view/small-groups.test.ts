import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type PlainDefinition,
  parseDefinition,
  type Question,
  type ReferenceData,
  ReferenceEngine,
  randomDefinitions,
  sampleValues,
  ViewEngine,
  viewSnapshot,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import type { AttributeId, ResolvedPredicate } from '@silhouette/model';
import { storeWorld, toReferenceData, type World, worldArbitrary } from '@silhouette/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinParts, listLeaves, toConditionTree, toPredicate } from '../../src/view/condition-tree.ts';
import { leaveOut } from '../../src/view/leave-out.ts';
import { listDials } from '../../src/view/list-dials.ts';
import type { PruningOptions } from '../../src/view/pruning.ts';
import { tellCount } from '../../src/view/rounding.ts';
import { listShorter } from '../../src/view/shorten-condition.ts';

const TO = 3;
const ROUNDING = { to: TO, secret: Buffer.from('a secret of this test') };
const WORLDS = 12;
const DEFINITIONS = 10;

let session: ChdbSession;
let folder: string;
beforeAll(async () => {
  session = await ChdbSession.open();
  folder = await mkdtemp(join(tmpdir(), 'silhouette-small-groups-'));
});
afterAll(async () => {
  await session.close();
  await rm(folder, { recursive: true });
});

interface Bench {
  readonly data: ReferenceData;
  readonly engine: ReferenceEngine;
  readonly viewed: ViewEngine;
  readonly snapshot: Snapshot;
  readonly view: Snapshot;
  readonly keys: readonly string[];
}

async function openWorld(world: World): Promise<Bench> {
  const data = toReferenceData(world);
  const snapshot = await storeWorld(session, world, folder);
  const engine = new ReferenceEngine(async () => data);
  const view = viewSnapshot(snapshot, snapshot.catalog, {
    scope: null,
    rounding: ROUNDING,
    masksPersonal: false,
  });
  return { data, engine, viewed: new ViewEngine(engine), snapshot, view, keys: (await data.customers()).keys };
}

/** Everything that is told of a definition, as text. */
async function tellAll({ viewed, view, data }: Bench, predicate: ResolvedPredicate): Promise<string> {
  const question: Question = { snapshot: view, asOfMs: data.asOfMs, predicate };
  const ids = view.catalog.attributes.filter(({ origin }) => origin.kind === 'source').map(({ id }): AttributeId => id);
  const everyone: ResolvedPredicate = { kind: 'all', children: [] };
  const told = [
    await viewed.count(question),
    await viewed.panels(question, ids),
    await viewed.portrait(question, { kind: 'everyone' }, ids),
    await viewed.portrait(question, { kind: 'rest' }, ids),
    await viewed.portrait({ ...question, predicate: everyone }, { kind: 'audience', predicate }, ids),
    await viewed.overlaps(question, [predicate, everyone]),
  ];
  return JSON.stringify(told, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}

async function forWorlds(run: (bench: Bench, predicates: readonly ResolvedPredicate[]) => Promise<void>): Promise<void> {
  for (let seed = 0; seed < WORLDS; seed += 1) {
    const [world] = fc.sample(worldArbitrary({ maxCustomers: 30, maxEventRows: 80 }), { seed, numRuns: 1 });
    if (world === undefined) throw new RangeError('fast-check drew no world.');
    const bench = await openWorld(world);
    const samples = sampleValues(bench.data, seed);
    const definitions = await randomDefinitions(bench.data.catalog, samples, seed, DEFINITIONS);
    await run(
      bench,
      definitions.map((one: PlainDefinition) => parseDefinition(one, bench.data.catalog)),
    );
  }
}

/** As questions are pruned, with a threshold that is not drawn. */
function pruneBy({ catalog, asOfMs }: ReferenceData, count: (predicate: ResolvedPredicate) => Promise<number>): PruningOptions {
  return {
    count: (tree) => count(toPredicate(tree)),
    listShorter,
    isUntold: (size) => size < TO,
    listDials: (predicate) => listDials(predicate, { catalog, asOfMs }),
  };
}

const named = (key: string): ResolvedPredicate => ({ kind: 'customers', keys: [key] });
const not = (child: ResolvedPredicate): ResolvedPredicate => ({ kind: 'not', child });

describe('what is left out for who may not know small groups', () => {
  it('makes answers with and without few customers the same, whether they are in the group or not', async () => {
    let [inside, outside, described] = [0, 0, 0];
    await forWorlds(async (bench, predicates) => {
      for (const predicate of predicates) {
        const told = await tellAll(bench, predicate);
        const question: Question = { snapshot: bench.snapshot, asOfMs: bench.data.asOfMs, predicate };
        const members = new Set<string>();
        for await (const keys of bench.engine.memberKeys(question)) for (const key of keys) members.add(key);
        const one = bench.keys.find((key) => members.has(key));
        const other = bench.keys.find((key) => !members.has(key));
        inside += one === undefined ? 0 : 1;
        outside += other === undefined ? 0 : 1;
        const few = [one, other].flatMap((key) => (key === undefined ? [] : [named(key)]));
        // Described in whatever way.
        for (const rare of predicates) {
          const { count } = await bench.engine.count({ ...question, predicate: rare });
          if (count > 0 && tellCount(ROUNDING, count) === 0 && few.length < 4) few.push(rare);
        }
        described += few.filter(({ kind }) => kind !== 'customers').length;
        for (const rare of few) {
          for (const spelling of [
            { kind: 'all', children: [predicate, not(rare)] },
            { kind: 'any', children: [predicate, rare] },
            not({ kind: 'any', children: [not(predicate), rare] }),
          ] as const) {
            expect(await tellAll(bench, spelling)).toBe(told);
          }
        }
      }
    });
    expect(Math.min(inside, outside, described)).toBeGreaterThan(WORLDS);
  });

  it('leaves no condition that decides about fewer than are told of, and is the same for every spelling', async () => {
    let left = 0;
    await forWorlds(async ({ engine, snapshot, data }, predicates) => {
      const count = async (predicate: ResolvedPredicate): Promise<number> =>
        (await engine.count({ snapshot, asOfMs: data.asOfMs, predicate })).count;
      const shorten = (predicate: ResolvedPredicate) => leaveOut(predicate, pruneBy(data, count));
      for (const predicate of predicates) {
        const found = await shorten(predicate);
        left += found.paths.length + found.partly.length;
        // Left out once, nothing more is.
        expect((await shorten(found.predicate)).paths).toEqual([]);
        const tree = toConditionTree(found.predicate);
        const whole = await count(found.predicate);
        for (const leaf of tree.kind === 'leaf' ? [] : listLeaves(tree)) {
          const without = (one: typeof tree): typeof tree | null => {
            if (one === leaf) return null;
            if (one.kind === 'leaf') return one;
            const [first, second, ...others] = one.parts.flatMap((part) => without(part) ?? []);
            if (first === undefined) return null;
            return second === undefined ? first : { kind: one.kind, parts: [first, second, ...others] };
          };
          const rest = without(tree);
          if (rest === null) continue;
          // The last condition of a group stands for the group: without it the group goes.
          expect(Math.abs((await count(toPredicate(rest))) - whole)).toBeGreaterThanOrEqual(TO);
        }
        // Twice negated, it is the same question.
        expect(await count((await shorten(not(not(predicate)))).predicate)).toBe(whole);
      }
    });
    expect(left).toBeGreaterThan(WORLDS);
  });

  it('answers about bounds that stand anywhere with groups that are the same or many apart', async () => {
    let [pairs, nearly] = [0, 0];
    await forWorlds(async ({ engine, snapshot, data }, predicates) => {
      const sizes = new Map<string, number>();
      const count = async (predicate: ResolvedPredicate): Promise<number> => {
        const name = JSON.stringify(predicate, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
        const known = sizes.get(name);
        if (known !== undefined) return known;
        const size = (await engine.count({ snapshot, asOfMs: data.asOfMs, predicate })).count;
        sizes.set(name, size);
        return size;
      };
      const countApart = async (one: ResolvedPredicate, other: ResolvedPredicate): Promise<number> =>
        (await count(one)) + (await count(other)) - 2 * (await count({ kind: 'all', children: [one, other] }));
      const pruning = pruneBy(data, count);
      for (const predicate of predicates) {
        const tree = toConditionTree(predicate);
        for (const leaf of listLeaves(tree)) {
          for (const dial of listDials(leaf.predicate, data)) {
            const replace = (one: typeof tree, position: bigint): typeof tree => {
              if (one === leaf) return { ...leaf, predicate: dial.at(position) };
              return one.kind === 'leaf'
                ? one
                : joinParts(
                    one.kind,
                    one.parts.map((part) => replace(part, position)),
                  );
            };
            const [finest] = dial.ladder;
            if (finest === undefined) throw new RangeError('A ladder has no grid.');
            const before = finest.below(dial.position - 1n);
            const after = finest.above(dial.position + 1n);
            const asked = [dial.position, before, after, finest.above(after + 1n)].map((at) => toPredicate(replace(tree, at)));
            const answered: ResolvedPredicate[] = [];
            for (const one of asked) answered.push((await leaveOut(one, pruning)).predicate);
            for (const [place, one] of answered.entries()) {
              for (const [earlier, other] of answered.slice(0, place).entries()) {
                const apart = await countApart(one, other);
                expect(apart === 0 || apart >= TO, `${apart} apart`).toBe(true);
                const [first, second] = [asked[earlier], asked[place]];
                if (first === undefined || second === undefined) continue;
                const moved = await countApart(first, second);
                pairs += 1;
                nearly += moved > 0 && moved < TO ? 1 : 0;
              }
            }
          }
        }
      }
    });
    expect(pairs).toBeGreaterThan(1000);
    expect(nearly).toBeGreaterThan(20);
  });

  it('leaves tautologies out, a list’s rare values, and a filter that hardly anybody passes', async () => {
    const sizes = new Map<string, number>();
    const [world] = fc.sample(worldArbitrary({ maxCustomers: 30, maxEventRows: 80 }), { seed: 3, numRuns: 1 });
    if (world === undefined) throw new RangeError('fast-check drew no world.');
    const { engine, snapshot, data } = await openWorld(world);
    const count = async (predicate: ResolvedPredicate): Promise<number> =>
      (await engine.count({ snapshot, asOfMs: data.asOfMs, predicate })).count;
    const event = data.catalog.events[0];
    if (event === undefined) throw new RangeError('The world has no event.');
    const buyers = parseDefinition({ event: event.id }, data.catalog);
    sizes.set('buyers', await count(buyers));
    expect(sizes.get('buyers')).toBeGreaterThan(2 * TO);
    const tautology: ResolvedPredicate = {
      kind: 'all',
      children: [buyers, not(named('none-1')), { kind: 'all', children: [] }],
    };
    const found = await leaveOut(tautology, pruneBy(data, count));
    expect(found.paths).toEqual(['all[1].not']);
    expect(await count(found.predicate)).toBe(sizes.get('buyers'));
    // A window that reaches back before every row.
    const ever = parseDefinition({ event: event.id, within: { last: 500, unit: 'year' } }, data.catalog);
    const shorter = await leaveOut(ever, pruneBy(data, count));
    expect(shorter).toMatchObject({ predicate: buyers, paths: [], partly: [''] });
    // Nothing but customers named by their keys is nobody, and its complement everyone.
    expect(await count((await leaveOut(named('k1'), pruneBy(data, count))).predicate)).toBe(0);
    expect(await count((await leaveOut(not(named('k1')), pruneBy(data, count))).predicate)).toBe(
      await count({ kind: 'all', children: [] }),
    );
  });

  it('refuses a definition of so many conditions that finding them would take too long', async () => {
    const children = Array.from(
      { length: 301 },
      (): ResolvedPredicate => ({
        kind: 'sequence',
        steps: [],
        gap: null,
      }),
    );
    const refused = leaveOut(
      { kind: 'any', children },
      { count: async () => 0, listShorter: () => [], isUntold: () => true, listDials: () => [] },
    );
    await expect(refused).rejects.toMatchObject({ code: 'too-large' });
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDefinition, ReferenceEngine, ViewEngine, viewSnapshot } from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import type { AttributeId, ResolvedPredicate } from '@silhouette/model';
import { storeWorld, toReferenceData, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConditionTree, joinLists } from '../../src/view/condition-tree.ts';
import { leaveOut } from '../../src/view/leave-out.ts';
import { listDials } from '../../src/view/list-dials.ts';
import { listShorter } from '../../src/view/shorten-condition.ts';
import { Spreads, settleSpread } from '../../src/view/spreads.ts';

/** Groups that have nothing to do with what is looked for: differences of two answers are asked about in each of them. */
const CONTEXTS = 24;
/** Those of the north who are 30 years old, those of the north in their thirties who are gold, and those of the south of 30 to 34 who are. */
const FEW = 6;
const GOLD = { attribute: 'plan', eq: 'gold' };
const SOUTH = { attribute: 'region', eq: 'south' };
const NORTH = { attribute: 'region', eq: 'north' };

let session: ChdbSession;
let folder: string;
let viewed: ViewEngine;
let view: Snapshot;
let exact: ReferenceEngine;
let whole: Snapshot;
beforeAll(async () => {
  session = await ChdbSession.open();
  folder = await mkdtemp(join(tmpdir(), 'silhouette-averaging-'));
  const world = makeTown();
  const data = toReferenceData(world);
  whole = await storeWorld(session, world, folder);
  exact = new ReferenceEngine(async () => data);
  viewed = new ViewEngine(exact);
  const rounding = { to: 10, secret: Buffer.from('a secret of this test') };
  view = viewSnapshot(whole, whole.catalog, { scope: null, rounding, masksPersonal: false });
});
afterAll(async () => {
  await session.close();
  await rm(folder, { recursive: true });
});

/** 800 customers; the draws of a small generator decide in which of the contexts each is. */
function makeTown(): World {
  let state = 7;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let [thirty, gold, southern] = [0, 0, 0];
  const rows = Array.from({ length: 800 }, (_, n) => {
    const region = ['north', 'south', 'east', 'west'][draw(4)] ?? '';
    let age = 20 + draw(40);
    if (region === 'north' && age === 30 && thirty++ >= FEW) age = 33;
    let plan = draw(3) === 0 ? 'gold' : 'basic';
    if (region === 'north' && age >= 30 && age < 40 && plan === 'gold' && gold++ >= FEW) plan = 'basic';
    if (region === 'south') plan = age < 30 || age >= 35 || southern++ < FEW ? 'gold' : 'basic';
    const contexts = Array.from({ length: CONTEXTS }, () => String(draw(4) === 0));
    const since = n < FEW ? '2026-05-10' : n < 200 ? '2026-04-10' : '2020-01-01';
    return { key: `k${n}`, since, values: [region, String(age), plan, ...contexts] };
  });
  const flags = Array.from({ length: CONTEXTS }, (_, n) => ({
    id: `context_${n}`,
    type: 'boolean' as const,
    decimals: 0,
    order: null,
  }));
  return {
    ...{ timeZone: 'Asia/Seoul', now: '2026-06-01', format: 'jsonl', events: [] },
    customers: {
      hasSince: true,
      attributes: [
        { id: 'region', type: 'category', decimals: 0, order: null },
        { id: 'age', type: 'number', decimals: 0, order: null },
        { id: 'plan', type: 'category', decimals: 0, order: null },
        ...flags,
      ],
      rows,
    },
  };
}

const ask = (definition: object, snapshot: Snapshot) => ({
  snapshot,
  asOfMs: whole.asOfMs,
  predicate: parseDefinition(definition as Parameters<typeof parseDefinition>[0], whole.catalog),
});
const contexts = Array.from({ length: CONTEXTS }, (_, n) => ({ attribute: `context_${n}`, eq: true }));

async function countGold(definition: object): Promise<number> {
  const { panels } = await viewed.panels(ask(definition, view), ['plan' as AttributeId]);
  const [panel] = panels;
  return panel?.kind === 'values' ? (panel.values.find(({ value }) => value === 'gold')?.count ?? 0) : Number.NaN;
}

describe('differences of answers, averaged over many groups that have nothing to do with them,', () => {
  it('tell nothing of how many lie between two bounds', async () => {
    const older = (than: number) => ({ all: [NORTH, { attribute: 'age', gte: String(than) }] });
    const differences: number[] = [];
    for (const context of contexts) {
      const [one, other] = [{ any: [context, older(30)] }, { any: [context, older(31)] }];
      differences.push((await viewed.count(ask(one, view))).count - (await viewed.count(ask(other, view))).count);
      // There is somebody to be found.
      const between = (await exact.count(ask(one, whole))).count - (await exact.count(ask(other, whole))).count;
      expect(between).toBeGreaterThan(0);
    }
    expect(new Set(differences)).toEqual(new Set([0]));
  });

  it('tell nothing of how many of a group have a value of a panel', async () => {
    const thirties = { all: [NORTH, { attribute: 'age', gte: '30', lt: '40' }] };
    expect(await countGold(thirties)).toBe(0);
    expect((await exact.count(ask({ all: [thirties, GOLD] }, whole))).count).toBe(FEW);
    const differences: number[] = [];
    for (const context of contexts)
      differences.push((await countGold({ any: [context, thirties] })) - (await countGold(context)));
    expect(new Set(differences)).toEqual(new Set([0]));
    // Nor of a portrait.
    for (const context of contexts.slice(0, 5)) {
      const gold = async (definition: object): Promise<number | undefined> => {
        const data = await viewed.portrait(ask(definition, view), { kind: 'rest' }, ['plan' as AttributeId]);
        const [{ parts, counts } = { parts: null, counts: [] }] = data.attributes;
        return parts?.kind === 'values' ? counts[parts.values.indexOf('gold')] : undefined;
      };
      expect(await gold({ any: [context, thirties] })).toBe(await gold(context));
    }
    // As a whole the groups do differ.
    const [context] = contexts;
    const bigger = await viewed.count(ask({ any: [context, thirties] }, view));
    expect(bigger.count).toBeGreaterThan((await viewed.count(ask(context ?? {}, view))).count);
  });

  it('tell nothing of how few came between two months', async () => {
    const zone = whole.catalog.timeZone;
    const asOfs = ['2026-04-01', '2026-05-01'].map((day) => zone.startOfDay(Date.parse(day) / 86_400_000));
    const sizes = async (snapshot: Snapshot): Promise<readonly number[]> => {
      const told: number[] = [];
      const engine = snapshot === view ? viewed : new ViewEngine(exact);
      await engine.sizes(ask({ all: [] }, snapshot), [...asOfs, whole.asOfMs], ({ count }) => told.push(count));
      return told;
    };
    expect(await sizes(whole)).toEqual([600, 794, 800]);
    const [early, later, now] = await sizes(view);
    expect(later).toBe(now);
    expect(early).toBeLessThan(later ?? 0);
    const question = { ...ask({ all: [] }, view), asOfMs: asOfs[0] ?? 0 };
    await expect(viewed.count(question)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('tell nothing of how many between two bounds have a value of a panel', async () => {
    const younger = (than: number) => ({ all: [NORTH, { attribute: 'age', gte: '30', lt: String(than) }] });
    const differences: number[] = [];
    for (const context of contexts) {
      differences.push((await countGold({ any: [context, younger(40)] })) - (await countGold({ any: [context, younger(35)] })));
    }
    expect(new Set(differences)).toEqual(new Set([0]));
  });

  it('tell nothing of how few of many between two bounds have a value of a panel', async () => {
    const older = (than: number) => ({ all: [SOUTH, { attribute: 'age', gte: String(than) }] });
    // Many lie between the bounds, few of them gold, and many gold ones before and behind both.
    const sizes = await Promise.all([30, 35].map(async (age) => (await viewed.count(ask(older(age), view))).count));
    expect((sizes[0] ?? 0) - (sizes[1] ?? 0)).toBeGreaterThanOrEqual(10);
    expect((await exact.count(ask({ all: [older(35), GOLD] }, whole))).count).toBeGreaterThan(20);
    // As they stand before they are rounded.
    const pruning = {
      listShorter,
      isUntold: (size: number) => size < 10,
      listDials: (predicate: ResolvedPredicate) => listDials(predicate, { catalog: whole.catalog, asOfMs: whole.asOfMs }),
    };
    const everyone = { kind: 'everyone' } as const;
    const plan = ['plan' as AttributeId];
    const spreads = new Spreads((predicate) => exact.portrait({ ...ask({ all: [] }, whole), predicate }, everyone, plan));
    const [{ parts } = { parts: null }] = (await exact.portrait(ask({ all: [] }, whole), everyone, plan)).attributes;
    const gold = parts?.kind === 'values' ? parts.values.indexOf('gold') : -1;
    const settleGold = async (definition: object): Promise<number> => {
      const count = async (tree: ConditionTree) => (await spreads.of(tree)).count;
      const { tree } = await leaveOut(ask(definition, whole).predicate, { ...pruning, count });
      const { attributes } = await settleSpread(joinLists(tree), spreads, pruning);
      return attributes[0]?.counts[gold] ?? Number.NaN;
    };
    const differences: number[] = [];
    for (const context of contexts) {
      const [one, other] = [{ any: [context, older(30)] }, { any: [context, older(35)] }];
      differences.push(Math.abs((await settleGold(one)) - (await settleGold(other))));
    }
    expect(differences.filter((difference) => difference !== 0 && difference < 10)).toEqual([]);
    expect(differences.filter((difference) => difference === 0).length).toBeGreaterThan(CONTEXTS / 2);
  });
});

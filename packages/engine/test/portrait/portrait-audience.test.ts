import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engines, type PreparedVersus, portraitAudience, prepareQuestion } from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { type PortraitAnswer, parseJsonText, portraitAnswerSchema } from '@silhouette/model';
import { storeWorld, type World, type WorldColumn, type WorldValue } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const NOISE = 30;
const CUSTOMERS = 600;

/** A number from 0 to 1 by chance, the same every time: the finaliser of MurmurHash3 over both. */
function draw(customer: number, question: number): number {
  let bits = Math.imul(customer + 1, 0x9e3779b1) ^ Math.imul(question + 1, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Every fourth customer is a VIP. Planted: nine of ten VIPs have a pet (two of ten others); `pet_kind` says the same but for a few;
 * VIPs spend more, a weaker fact; `tier` is the grade by another name, `band` the decade of an age. All else is noise.
 */
function buildWorld(): World {
  const column = (id: string, type: WorldColumn['type'], decimals = 0): WorldColumn => ({ id, type, decimals, order: null });
  const noise = Array.from({ length: NOISE }, (_, index) => column(`noise${index}`, index % 2 === 0 ? 'category' : 'number'));
  const attributes = [
    column('grade', 'category'),
    column('tier', 'category'),
    column('pet', 'boolean'),
    column('pet_kind', 'category'),
    column('spend', 'number', 2),
    column('age', 'number'),
    column('band', 'category'),
    ...noise,
  ];
  const rows = Array.from({ length: CUSTOMERS }, (_, customer) => {
    const isVip = customer % 4 === 0;
    const hasPet = draw(customer, 100) < (isVip ? 0.9 : 0.2);
    const spend = Math.floor((isVip ? 60 : 0) + draw(customer, 101) * 200);
    const age = 20 + Math.floor(draw(customer, 102) * 50);
    const values: WorldValue[] = [
      isVip ? 'VIP' : 'Basic',
      isVip ? 'T1' : 'T0',
      String(hasPet),
      hasPet && customer % 50 !== 0 ? 'dog' : 'none',
      `${spend}.50`,
      String(age),
      `${Math.floor(age / 10)}0s`,
      ...noise.map((_, index) =>
        index % 2 === 0 ? `v${Math.floor(draw(customer, index) * 5)}` : String(Math.floor(draw(customer, index) * 1000)),
      ),
    ];
    return { key: `c${customer}`, since: null, values };
  });
  return {
    timeZone: 'Asia/Seoul',
    now: '2024-06-30',
    format: 'csv',
    customers: { hasSince: true, attributes, rows },
    events: [],
  };
}

describe('the portrait of a planted world', () => {
  let session: ChdbSession;
  let folder: string;
  let snapshot: Snapshot;
  const engines = new Engines();
  beforeAll(async () => {
    session = await ChdbSession.open();
    folder = await mkdtemp(join(tmpdir(), 'silhouette-portrait-'));
    snapshot = await storeWorld(session, buildWorld(), folder);
  });
  afterAll(async () => {
    await engines.close();
    await session.close();
    await rm(folder, { recursive: true });
  });

  const prepare = (definition: unknown) =>
    prepareQuestion({
      snapshot,
      definition: parseJsonText(JSON.stringify(definition)),
      asOf: null,
      resolveAudience: async () => null,
    });
  const ask = async (
    definition: unknown,
    versus: PreparedVersus = { kind: 'everyone' },
    { engine = 'chdb', top = 30 }: { engine?: 'chdb' | 'reference'; top?: number } = {},
  ): Promise<PortraitAnswer> => {
    const prepared = await prepare(definition);
    const answer = await engines.answer(engine, (one) => portraitAudience(one, engines.valueLists, prepared, versus, top));
    return portraitAnswerSchema.strict().parse(answer);
  };
  const vip = { attribute: 'grade', eq: 'VIP' };

  it('puts the planted fact first, its copy under it, and what is given apart', async () => {
    const answer = await ask(vip);
    expect(answer).toMatchObject({ count: 150, base: 600, share: 0.25, tested: NOISE + 7, telling: 4 });
    expect(answer.versus).toEqual({ kind: 'everyone', count: 600, bothCount: 150 });
    expect(answer.traits.map(({ attribute }) => attribute)).toEqual(['pet', 'spend']);
    const [pet, spend] = answer.traits;
    expect(pet?.alike.map(({ attribute, because }) => [attribute, because])).toEqual([['pet_kind', 'customers']]);
    expect(pet?.alike[0]?.phi).toBeGreaterThan(0.9);
    expect(pet).toMatchObject({
      part: { kind: 'value', value: 'true' },
      condition: { attribute: 'pet', eq: true },
      telling: true,
    });
    expect(spend).toMatchObject({ part: { kind: 'range', to: null }, effect: { size: 'large' } });
    expect(answer.given.map(({ attribute, given }) => [attribute, given])).toEqual([
      ['grade', { by: 'group', because: 'named' }],
    ]);
    expect(
      answer.given[0]?.alike.map(({ attribute }) => attribute),
      'the grade by another name',
    ).toEqual(['tier']);
  });

  it('says shares, ratio, points and both sentences as they are', async () => {
    const [pet] = (await ask(vip)).traits;
    if (pet === undefined) throw new Error('The planted fact is missing.');
    const rows = buildWorld().customers?.rows ?? [];
    const has = (which: (index: number) => boolean): number =>
      rows.filter(({ values }, index) => which(index) && values[2] === 'true').length;
    const [count, versusCount] = [has((index) => index % 4 === 0), has(() => true)];
    expect(pet).toMatchObject({
      count,
      of: 150,
      versusCount,
      versusOf: 600,
      share: count / 150,
      versusShare: versusCount / 600,
    });
    expect(pet.ratio).toBe(count / 150 / (versusCount / 600));
    expect(pet.differencePoints).toBe(100 * (count / 150 - versusCount / 600));
    const [here, there, times] = [(100 * count) / 150, (100 * versusCount) / 600, count / 150 / (versusCount / 600)].map(
      (value) => value.toFixed(1),
    );
    expect(pet.sentence).toEqual({
      ko: `이 고객군은 pet이 ‘예’인 비율이 ${here}%로 전체(${there}%)의 ${times}배입니다.`,
      en: `pet is yes for ${here}% of this group, ${times} times everyone’s ${there}%.`.replace(/^p/, 'P'),
    });
  });

  it('a condition that is clicked gives the customers that the trait counts', async () => {
    const answer = await ask(vip);
    for (const { condition, count, versusCount } of [...answer.traits, ...answer.given]) {
      const [among, all] = await Promise.all([prepare({ all: [vip, condition] }), prepare(condition)]);
      const counted = await engines.answer('chdb', (engine) =>
        Promise.all([engine.count(among.question), engine.count(all.question)]),
      );
      expect(counted.map((size) => size.count)).toEqual([count, versusCount]);
    }
  });

  it('is the same by the reference, and against the rest counts the others only', async () => {
    const plain = (answer: PortraitAnswer) => ({ ...answer, engine: '', elapsedMs: 0 });
    expect(plain(await ask(vip, { kind: 'everyone' }, { engine: 'reference' }))).toEqual(plain(await ask(vip)));
    const rest = await ask(vip, { kind: 'rest' });
    expect(rest.versus).toEqual({ kind: 'rest', count: 450, bothCount: 0 });
    expect(rest.traits[0]).toMatchObject({ attribute: 'pet', versusOf: 450 });
    expect(rest.traits[0]?.sentence.ko).toContain('나머지 고객(');
    // The same test of the same disjoint groups; a larger effect, as the group is not among the others.
    const everyone = await ask(vip);
    expect(rest.traits[0]?.log10P).toBe(everyone.traits[0]?.log10P);
    expect(rest.traits[0]?.effect.cohensH).toBeGreaterThan(everyone.traits[0]?.effect.cohensH ?? 9);
  });

  it('against another group: both definitions are given, and the smaller set of traits is cut by top', async () => {
    const versus: PreparedVersus = { kind: 'audience', prepared: await prepare({ attribute: 'tier', eq: 'T0' }) };
    const answer = await ask(vip, versus, { top: 1 });
    expect(answer.versus).toMatchObject({
      kind: 'audience',
      count: 450,
      bothCount: 0,
      sentence: { en: 'Customers whose tier is T0' },
    });
    expect(answer.traits.map(({ attribute }) => attribute)).toEqual(['pet']);
    expect(answer.given.map(({ attribute, given }) => [attribute, given?.by])).toEqual([['grade', 'group']]);
    expect(answer.given[0]?.alike.map(({ attribute }) => attribute)).toEqual(['tier']);
    expect(answer.traits[0]?.sentence.en).toContain('the other group’s');
  });

  it('finds nothing in noise, and says when there is nothing to compare', async () => {
    const keys = Array.from({ length: CUSTOMERS }, (_, index) => index).filter((index) => draw(index, 777) < 0.3);
    const chance = await ask({ customers: keys.map((index) => `c${index}`) });
    expect(chance.count).toBeGreaterThan(100);
    expect(chance.traits).toEqual([]);
    const notes = async (definition: unknown, versus?: PreparedVersus) =>
      (await ask(definition, versus)).notes.map(({ code }) => code);
    expect(await notes({ any: [] })).toEqual(['nothing-to-compare']);
    expect(await notes({ all: [] })).toEqual(['nothing-to-compare']);
    expect(await notes({ all: [] }, { kind: 'rest' })).toEqual(['nothing-to-compare']);
    expect(await notes({ customers: ['c0', 'c4'] })).toEqual(['too-few-customers']);
  });

  it('what follows from the definition is given: the bands of an age', async () => {
    const answer = await ask({ attribute: 'age', gte: 46 });
    expect(answer.traits).toEqual([]);
    expect(answer.given.map(({ attribute, given }) => [attribute, given?.because])).toEqual([
      ['age', 'named'],
      ['band', 'same-customers'],
    ]);
  });

  it('a list of keys gives nothing away: what tells who is in it is news', async () => {
    const keys = Array.from({ length: CUSTOMERS / 4 }, (_, index) => `c${4 * index}`);
    const answer = await ask({ customers: keys });
    expect(answer.given).toEqual([]);
    expect(answer.traits.map(({ attribute, alike }) => [attribute, alike.map((one) => one.attribute)])).toEqual([
      ['grade', ['tier']],
      ['pet', ['pet_kind']],
      ['spend', []],
    ]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Engines,
  explainAudience,
  exploreAudience,
  listValues,
  type PreparedQuestion,
  prepareQuestion,
  searchValues,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import {
  explainAnswerSchema,
  exploreAnswerSchema,
  parseJsonText,
  SilhouetteError,
  UnsupportedPredicateError,
} from '@silhouette/model';
import { storeWorld } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_WORLD } from '../sql/tiny-world.ts';

describe('answers about a tiny world', () => {
  let session: ChdbSession;
  let folder: string;
  let snapshot: Snapshot;
  const engines = new Engines();
  beforeAll(async () => {
    session = await ChdbSession.open();
    folder = await mkdtemp(join(tmpdir(), 'silhouette-answers-'));
    snapshot = await storeWorld(session, TINY_WORLD, folder);
  });
  afterAll(async () => {
    await engines.close();
    await session.close();
    await rm(folder, { recursive: true });
  });

  const prepare = (definition: unknown, asOf: string | null = null): Promise<PreparedQuestion> =>
    prepareQuestion({
      snapshot,
      definition: parseJsonText(JSON.stringify(definition)),
      asOf,
      resolveAudience: async () => null,
    });
  const explore = async (definition: unknown, panels: readonly string[], asOf: string | null = null) => {
    const prepared = await prepare(definition, asOf);
    const answer = await engines.answer(null, (engine) => exploreAudience(engine, engines.valueLists, prepared, panels));
    return exploreAnswerSchema.parse(answer);
  };
  const findIssues = async (task: Promise<unknown>): Promise<readonly { path: string; code: string }[]> => {
    const error = await task.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof SilhouetteError)) throw new Error(`Expected issues, found ${String(error)}.`);
    return error.issues.map(({ path, code }) => ({ path, code }));
  };

  it('shares and ratios are unrounded doubles', async () => {
    const answer = await explore({ attribute: 'age', gte: 0 }, ['등급', 'likes`\\']);
    expect(answer).toMatchObject({ count: 2, base: 5, share: 2 / 5, asOf: '2024-06-30T15:00:00.000Z', engine: 'chdb' });
    expect(answer.panels[0]).toEqual({
      attribute: '등급',
      type: 'category',
      present: 2,
      missing: 0,
      basePresent: 3,
      values: [
        { value: 'VIP', label: 'VIP', count: 1, share: 1 / 2, baseCount: 2, baseShare: 2 / 3, ratio: 1 / 2 / (2 / 3) },
        { value: 'GOLD', label: 'GOLD', count: 1, share: 1 / 2, baseCount: 1, baseShare: 1 / 3, ratio: 1 / 2 / (1 / 3) },
      ],
      other: 0,
      otherBase: 0,
    });
    expect(answer.panels[1]).toMatchObject({
      present: 2,
      basePresent: 3,
      values: [
        { value: 'x', count: 2, baseCount: 2 },
        { value: '수분', count: 1, baseCount: 1 },
        { value: 'y', count: 0, baseCount: 1, share: 0 },
      ],
    });
  });

  it('numbers and times are exact text, and nothing of nobody is divided', async () => {
    const answer = await explore({ attribute: 'age', gte: 0 }, ['age', 'born', 'seen']);
    expect(answer.panels[0]).toMatchObject({
      type: 'number',
      sum: '71.5',
      mean: 35.75,
      min: '30.5',
      median: '30.5',
      max: '41.0',
    });
    expect(answer.panels[1]).toMatchObject({ type: 'date', min: '1990-07-01', median: '1990-07-01', max: '1996-02-29' });
    expect(answer.panels[2]).toMatchObject({
      type: 'datetime',
      min: '2024-06-28T14:59:59.999Z',
      max: '2024-06-29T15:00:00.000Z',
    });
    const nobody = await explore({ any: [] }, ['age', '등급']);
    expect(nobody).toMatchObject({ count: 0, share: 0 });
    expect(nobody.panels[0]).toMatchObject({
      sum: '0.0',
      mean: null,
      min: null,
      median: null,
      max: null,
      present: 0,
      basePresent: 3,
    });
    expect(nobody.panels[1]).toMatchObject({
      values: [{ value: 'VIP', share: null, ratio: null, baseCount: 2 }, { value: 'GOLD' }],
    });
  });

  it('notes what matches nobody, and attributes of another time', async () => {
    const definition = {
      all: [
        { attribute: '등급', in: ['VIP', 'NONE'] },
        { event: 'visit', where: [{ field: 'shop', eq: '제주' }] },
        { customers: ['a', 'zz'] },
      ],
    };
    const answer = await explore(definition, [], '2024-06-10');
    expect(answer.notes.map(({ code }) => code).sort()).toEqual([
      'attributes-as-of-snapshot',
      'unknown-customers',
      'unknown-values',
      'unknown-values',
    ]);
    expect(answer.notes.map(({ message }) => message).join('\n')).toMatch(/"NONE"[\s\S]*"제주"[\s\S]*"zz"/);
    expect((await explore({ attribute: '등급', eq: 'VIP' }, [])).notes).toEqual([]);
    // Panels show attributes too, whatever the definition asks.
    const shown = await explore({ event: 'visit' }, ['등급'], '2024-06-10');
    expect(shown.notes.map(({ code }) => code)).toEqual(['attributes-as-of-snapshot']);
    expect((await explore({ event: 'visit' }, [], '2024-06-10')).notes).toEqual([]);
  });

  it('explains step by step, with SQL that gives the count', async () => {
    const prepared = await prepare({ all: [{ attribute: '등급', eq: 'VIP' }, { event: 'purchase' }] });
    const answer = explainAnswerSchema.parse(
      await engines.answer(null, (engine) => explainAudience(engine, engines.valueLists, prepared)),
    );
    expect(answer.waterfall.map(({ path, alone, remaining }) => ({ path, alone, remaining }))).toEqual([
      { path: 'all[0]', alone: 2, remaining: 2 },
      { path: 'all[1]', alone: 4, remaining: 1 },
    ]);
    const parameters = Object.fromEntries(Object.entries(answer.sql.parameters).map(([name, value]) => [name, String(value)]));
    expect(await session.query(answer.sql.text, parameters)).toEqual([{ base: '5', count: '1' }]);
  });

  it('goes on into groups: what is left of all, whom any finds so far, whom a not takes out', async () => {
    const [vip, gold, buyers, visitors] = [
      { attribute: '등급', eq: 'VIP' },
      { attribute: '등급', eq: 'GOLD' },
      { event: 'purchase' },
      { event: 'visit' },
    ];
    const explain = async (definition: unknown, engine: 'chdb' | 'reference') => {
      const prepared = await prepare(definition);
      const answer = await engines.answer(engine, (one) => explainAudience(one, engines.valueLists, prepared));
      return explainAnswerSchema.parse(answer);
    };
    const count = async (definition: unknown) => (await explore(definition, [])).count;
    const nestedOf = async (definition: unknown) => {
      const [first, second] = await Promise.all([explain(definition, 'chdb'), explain(definition, 'reference')]);
      expect(second.nested).toEqual(first.nested);
      return first;
    };
    const grouped = await nestedOf({
      all: [buyers, { any: [vip, { all: [gold, visitors] }] }, { not: { any: [vip, visitors] } }],
    });
    expect(grouped.waterfall.map(({ path }) => path)).toEqual(['all[0]', 'all[1]', 'all[2]']);
    const among = [buyers, { any: [vip, { all: [gold, visitors] }] }];
    expect(grouped.nested?.map(({ sentence: _, ...step }) => step)).toEqual([
      {
        ...{ path: 'all[1].any[0]', join: 'any', excluded: false },
        ...{ alone: await count(vip), remaining: await count({ all: [buyers, vip] }) },
      },
      {
        ...{ path: 'all[1].any[1]', join: 'any', excluded: false },
        ...{ alone: await count({ all: [gold, visitors] }), remaining: await count({ all: among }) },
      },
      {
        ...{ path: 'all[1].any[1].all[0]', join: 'all', excluded: false },
        ...{ alone: await count(gold), remaining: await count({ all: [buyers, gold] }) },
      },
      {
        ...{ path: 'all[1].any[1].all[1]', join: 'all', excluded: false },
        ...{ alone: await count(visitors), remaining: await count({ all: [buyers, gold, visitors] }) },
      },
      {
        ...{ path: 'all[2].not.any[0]', join: 'any', excluded: true },
        ...{ alone: await count(vip), remaining: await count({ all: [...among, vip] }) },
      },
      {
        ...{ path: 'all[2].not.any[1]', join: 'any', excluded: true },
        ...{ alone: await count(visitors), remaining: await count({ all: [...among, { any: [vip, visitors] }] }) },
      },
    ]);
    // The last of a group is what the group comes to.
    expect(grouped.nested?.[1]?.remaining).toBe(grouped.waterfall[1]?.remaining);
    const any = await nestedOf({ any: [vip, buyers] });
    expect(any.waterfall.map(({ path }) => path)).toEqual(['']);
    expect(any.nested?.map(({ path, remaining }) => [path, remaining])).toEqual([
      ['any[0]', await count(vip)],
      ['any[1]', any.count],
    ]);
    expect((await nestedOf(vip)).nested).toEqual([]);
    expect((await nestedOf({ all: [vip, { not: buyers }] })).nested).toEqual([]);
  });

  it('leaves out the inside of groups where that would be hundreds of counts', async () => {
    const prepared = await prepare({ any: Array.from({ length: 201 }, (_, age) => ({ attribute: 'age', gt: age })) });
    const answer = await engines.answer('reference', (one) => explainAudience(one, engines.valueLists, prepared));
    expect(answer.nested).toBeNull();
  });

  it('names every mistake with its place', async () => {
    expect(await findIssues(explore({ all: [] }, ['age', 'nope', 'no']))).toEqual([
      { path: 'panels[1]', code: 'unknown-attribute' },
      { path: 'panels[2]', code: 'unknown-attribute' },
    ]);
    const issues = await findIssues(prepare({ attribute: 'nope', eq: 1 }, 'tomorrow'));
    expect(issues.map(({ path }) => path)).toEqual(expect.arrayContaining(['asOf', 'attribute']));
  });

  it('lists and finds values, largest first', async () => {
    const [attribute] = snapshot.catalog.attributes;
    if (attribute === undefined) throw new Error('The world has attributes.');
    const all = await listValues(engines.valueLists, snapshot, { kind: 'attribute', attribute }, '', 1);
    expect(all).toMatchObject({ more: true, values: [{ value: 'VIP', count: 2 }] });
    const found = await searchValues(engines.valueLists, snapshot, 's', 10);
    expect(found.values.map(({ event, field, value, count }) => ({ event, field, value, count }))).toEqual([
      { event: 'purchase', field: 'brand', value: 'Sol', count: 4 },
    ]);
  });

  it('moves on only where an engine cannot express a question', async () => {
    expect(await findIssues(engines.answer('cluster', async () => 1))).toEqual([
      { path: 'engine', code: 'unsupported-predicate' },
    ]);
    expect(await findIssues(engines.answer('index', async () => 1))).toEqual([
      { path: 'engine', code: 'unsupported-predicate' },
    ]);
    expect(await engines.answer('reference', async ({ name }) => name)).toBe('reference');
    const failure = new Error('broken');
    await expect(engines.answer(null, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(
      engines.answer(null, ({ name }) => Promise.reject(new UnsupportedPredicateError(name, 'this'))),
    ).rejects.toThrow('cannot answer this');
  });

  it('both engines give the same answer, asked at the same time', async () => {
    const prepared = await prepare({ event: 'purchase' });
    const panels = snapshot.catalog.attributes.map(({ id }) => id);
    const ask = (name: 'chdb' | 'reference') =>
      engines.answer(name, (engine) => exploreAudience(engine, engines.valueLists, prepared, panels));
    const answers = await Promise.all([ask('reference'), ...Array.from({ length: 8 }, () => ask('chdb'))]);
    for (const answer of answers)
      expect({ ...answer, engine: '', elapsedMs: 0 }).toEqual({ ...answers[0], engine: '', elapsedMs: 0 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../audiences/shop.ts';
import { makePerson, type ScopedShop, serveBrands } from './scoped-shop.ts';

const ALPHA = { attribute: 'brand', eq: 'alpha' };
const SEOUL = { attribute: 'city', eq: '서울' };
const OLD = { attribute: 'age', gte: '40' };
const BUYERS = { event: 'purchase', where: [{ field: 'product', in: ['alpha-cream', 'beta-cream'] }] };
const EVERYONE = { all: [] };
const FOREIGN = { any: [{ customers: ['beta-1', 'alpha-2'] }, { attribute: 'city', in: ['beta-village', 'alpha-village'] }] };
const WITHIN = { all: [SEOUL, { not: { any: [OLD, BUYERS] } }] };

/** Questions that name hidden customers in every way there is, by every route that answers about customers. */
const QUESTIONS: readonly (readonly [method: string, path: string, body?: object])[] = [
  ...[
    EVERYONE,
    SEOUL,
    { not: SEOUL },
    OLD,
    BUYERS,
    FOREIGN,
    { not: FOREIGN },
    WITHIN,
    { attribute: 'brand', eq: 'beta' },
  ].flatMap(
    (audience) =>
      [
        [
          'POST',
          '/api/explore',
          { audience, panels: ['brand', 'city', 'hobby', 'age', 'joined', 'nick', 'top_purchase_product_all'] },
        ],
        ['POST', '/api/explore', { audience, engine: 'chdb' }],
        ['POST', '/api/explore', { audience, asOf: '2026-02-01' }],
        ['POST', '/api/explain', { audience }],
        ['POST', '/api/portrait', { audience }],
        ['POST', '/api/portrait', { audience, versus: 'rest' }],
        ['POST', '/api/portrait', { audience, versus: FOREIGN }],
        ['POST', '/api/look-ahead', { audience, conditions: [SEOUL, BUYERS, { attribute: 'city', eq: 'beta-village' }] }],
        ['POST', '/api/history', { audience, months: 3 }],
        ['POST', '/api/members', { audience, attributes: ['brand', 'city', 'nick'], limit: 500 }],
      ] as const,
  ),
  ['POST', '/api/overlap', { audiences: [SEOUL, OLD, FOREIGN] }],
  ['POST', '/api/compare', { before: SEOUL, after: { any: [SEOUL, FOREIGN] } }],
  ['POST', '/api/why', { audience: SEOUL, customer: 'beta-1' }],
  ['POST', '/api/why', { audience: SEOUL, customer: 'alpha-1' }],
  ['GET', '/api/values?attribute=city'],
  ['GET', '/api/values?attribute=hobby'],
  ['GET', '/api/values?attribute=brand'],
  ['GET', '/api/values?event=purchase&field=product'],
  ['GET', '/api/catalog/rows?event=purchase'],
  ['GET', '/api/catalog/rows?event=purchase&field=product'],
  ['GET', '/api/catalog/rows?event=purchase&field=amount'],
  ['GET', '/api/values/search?q=beta'],
  ['GET', '/api/values/search?q=a'],
];

/** What differs between two servers whatever they may tell. */
function tell(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) =>
      ['snapshot', 'elapsedMs', 'engine', 'sql', 'cursor'].includes(key) ? null : value,
    ),
  );
}

describe('what there is for a person', () => {
  let whole: ScopedShop;
  beforeAll(async () => {
    whole = await serveBrands();
  });
  afterAll(() => whole.close());

  it('with a row scope is what a lake of those customers alone would answer, by every route', async () => {
    const alone = await serveBrands(['alpha']);
    try {
      whole.who = makePerson({ rowScope: ALPHA });
      alone.who = makePerson();
      for (const [method, path, body] of QUESTIONS) {
        const told = `${path} ${JSON.stringify(body)}`;
        const [scoped, own] = [await ask(whole.url, method, path, body), await ask(alone.url, method, path, body)];
        expect([scoped.status, tell(scoped.body)], told).toEqual([own.status, tell(own.body)]);
        expect(scoped.status, told).toBe(200);
      }
    } finally {
      await alone.close();
    }
  });

  it('with a row scope has no figures of others in the catalog, sizes of saved audiences or exports', async () => {
    whole.who = makePerson();
    const saved = await ask(whole.url, 'POST', '/api/audiences', { id: 'seoul', name: 'Seoul', definition: SEOUL });
    expect(saved.body.size.count).toBe(78);
    whole.who = makePerson({ rowScope: ALPHA });
    expect((await ask(whole.url, 'GET', '/api/audiences/seoul')).body.size).toBeNull();
    expect((await ask(whole.url, 'GET', '/api/audiences')).body.audiences[0].size).toBeNull();
    expect((await ask(whole.url, 'GET', '/api/audiences/seoul/versions')).body.versions[0].size).toBeNull();
    expect((await ask(whole.url, 'POST', '/api/explore', { audience: { audience: 'seoul' } })).body.count).toBe(39);
    const { body: catalog } = await ask(whole.url, 'GET', '/api/catalog');
    expect(catalog.base).toBe(120);
    const city = catalog.attributes.find((one: { id: string }) => one.id === 'city');
    expect(city).toMatchObject({ present: 120, missing: 0, distinct: null, min: null, max: null });
    expect(catalog.events[0]).toMatchObject({ rows: null, customers: 40, first: null, last: null });
    const asked = await ask(whole.url, 'POST', '/api/audiences/seoul/export', { attributes: ['brand'] });
    expect(asked.status).toBe(202);
    const id: string = asked.body.id;
    const done = async () => (await ask(whole.url, 'GET', `/api/exports/${id}`)).body;
    await expect.poll(async () => (await done()).state, { timeout: 20_000 }).toBe('done');
    expect((await done()).rows).toBe(39);
    const file = await (await fetch(`${whole.url}/api/exports/${id}/file`)).text();
    expect(file).not.toContain('beta');
    expect(file.trim().split('\n')).toHaveLength(40);
    // Another person's export is not there, in whatever way it is asked for.
    whole.who = makePerson({ id: 'p2' });
    for (const [method, path] of [
      ['GET', `/api/exports/${id}`],
      ['GET', `/api/exports/${id}/file`],
      ['DELETE', `/api/exports/${id}`],
    ] as const) {
      expect((await ask(whole.url, method, path)).status, path).toBe(404);
    }
    expect((await ask(whole.url, 'GET', '/api/exports')).body.total).toBe(0);
  });

  it('has no attributes, fields and values of classes that are not theirs', async () => {
    whole.who = makePerson({ hidden: ['sensitive'] });
    const { body: catalog } = await ask(whole.url, 'GET', '/api/catalog');
    expect(JSON.stringify(catalog)).not.toMatch(/illness|drug/);
    for (const body of [
      { audience: { attribute: 'illness', eq: 'alpha-fever' } },
      { audience: { attribute: 'top_purchase_drug_all', eq: 'alpha-drug' } },
      { audience: { event: 'purchase', where: [{ field: 'drug', eq: 'alpha-drug' }] } },
      { audience: EVERYONE, panels: ['illness'] },
    ]) {
      for (const path of ['/api/explore', '/api/explain', '/api/portrait', '/api/members']) {
        const { panels, ...rest } = { panels: undefined, ...body };
        const sent =
          path === '/api/members' && panels !== undefined
            ? { ...rest, attributes: panels }
            : panels === undefined || path !== '/api/explore'
              ? rest
              : body;
        if (path !== '/api/explore' && panels !== undefined && path !== '/api/members') continue;
        const answer = await ask(whole.url, 'POST', path, sent);
        expect(answer.status, `${path} ${JSON.stringify(sent)}`).toBe(400);
        expect(answer.body.code).toMatch(/^unknown-(attribute|field)$/);
      }
    }
    expect((await ask(whole.url, 'GET', '/api/values?attribute=illness')).status).toBe(400);
    expect((await ask(whole.url, 'GET', '/api/values?event=purchase&field=drug')).status).toBe(400);
    expect((await ask(whole.url, 'GET', '/api/catalog/rows?event=purchase&field=drug')).status).toBe(400);
    expect(JSON.stringify((await ask(whole.url, 'GET', '/api/values/search?q=fever')).body)).not.toContain('fever');
    expect(JSON.stringify((await ask(whole.url, 'POST', '/api/portrait', { audience: SEOUL })).body)).not.toMatch(
      /illness|drug/,
    );
  });

  it('has personal values masked, in the same way everywhere, until a purpose is told by who may see them', async () => {
    const phones = { audience: { customers: ['alpha-7'] }, attributes: ['phone'] };
    whole.who = makePerson({ without: ['personal.see'] });
    const read = async (headers = {}) =>
      (await ask(whole.url, 'POST', '/api/members', phones, headers)).body.members[0].attributes.phone;
    expect(await read()).toBe('010-****-1111');
    expect(await read({ 'silhouette-purpose': 'checking%20a%20complaint' })).toBe('010-****-1111');
    const guess = await ask(whole.url, 'POST', '/api/explore', { audience: { attribute: 'phone', eq: '010-1007-1111' } });
    expect([guess.status, guess.body.code]).toEqual([403, 'not-allowed']);
    expect((await ask(whole.url, 'POST', '/api/explore', { audience: { attribute: 'phone', exists: true } })).body.count).toBe(
      240,
    );
    whole.who = makePerson();
    expect(await read()).toBe('010-****-1111');
    expect(await read({ 'silhouette-purpose': encodeURIComponent('민원 확인: 배송') })).toBe('010-1007-1111');
    expect((await ask(whole.url, 'POST', '/api/members', phones, { 'silhouette-purpose': 'x' })).status).toBe(400);
  });

  it('without the right to small groups tells multiples only, and nothing of whether one more is in a group', async () => {
    whole.who = makePerson({ without: ['small-groups.see', 'members.list', 'members.export'] });
    const count = async (audience: object) => (await ask(whole.url, 'POST', '/api/explore', { audience })).body;
    expect((await count({ customers: ['alpha-1', 'alpha-2', 'alpha-3'] })).count).toBe(0);
    const village = await count({ attribute: 'city', eq: 'alpha-village' });
    expect(village.count).toBe(0);
    expect(village.notes.map((note: { code: string }) => note.code)).toContain('counts-rounded');
    let surprises = 0;
    for (let age = 20; age < 60; age += 1) {
      const group = { attribute: 'age', lt: String(age) };
      const [all, without] = [await count(group), await count({ all: [group, { not: { customers: ['alpha-0'] } }] })];
      for (const one of [all, without]) {
        expect(one.count % 10).toBe(0);
        for (const panel of one.panels) {
          const parts = [...(panel.values ?? []), ...(panel.histogram ?? [])];
          for (const part of parts) expect([part.count % 10, part.baseCount % 10]).toEqual([0, 0]);
          expect(panel.sum ?? null).toBeNull();
          expect(panel.min ?? null).toBeNull();
        }
      }
      // The same again tells the same.
      expect((await count(group)).count).toBe(all.count);
      if (all.count !== without.count) surprises += 1;
    }
    // alpha-0 is in every one of these groups. Were thresholds shared, a difference would come about once in ten.
    const expected = 2 * 0.5 * 40 * (1 / 3);
    expect(surprises).toBeGreaterThan(expected / 3);
    for (const [path, body] of [
      ['/api/members', { audience: SEOUL }],
      ['/api/why', { audience: SEOUL, customer: 'alpha-1' }],
      ['/api/exports', { audience: SEOUL }],
    ] as const) {
      expect((await ask(whole.url, 'POST', path, body)).status, path).toBe(403);
    }
    const values = (await ask(whole.url, 'GET', '/api/values?attribute=city')).body.values;
    expect(values.map((one: { value: string }) => one.value).sort()).toEqual(['대구', '부산', '서울']);
  });

  it('is refused when their scope cannot be read', async () => {
    whole.who = makePerson({ rowScope: { attribute: 'gone', eq: 'x' } });
    const answer = await ask(whole.url, 'POST', '/api/explore', { audience: EVERYONE });
    expect([answer.status, answer.body.code]).toEqual([403, 'scope-broken']);
    expect(answer.body.detail).not.toContain('gone');
  });
});

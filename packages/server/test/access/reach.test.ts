import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveLocalAccess } from '../../src/access/access.ts';
import { ask } from '../audiences/shop.ts';
import { makePerson, type ScopedShop, serveBrands } from './scoped-shop.ts';

const ALPHA = { attribute: 'brand', eq: 'alpha' };
const FEVER = { attribute: 'illness', eq: 'alpha-fever' };
const PURPOSE = { 'silhouette-purpose': 'checking%20a%20complaint' };
/** As the built-in roles have it. */
const VIEWER = ['audience.ask', 'audience.read', 'catalog.read'];
const ALL = [...makePerson().permissions];
const butFor = (allowed: readonly string[]) => ALL.filter((one) => !allowed.includes(one));
const viewer = (rowScope: Parameters<typeof makePerson>[0] = {}) =>
  makePerson({ without: butFor(VIEWER), hidden: ['personal', 'sensitive'], ...rowScope });
const marketer = () => makePerson({ without: ['personal.see'], hidden: ['sensitive'], id: 'marketer' });

describe('what each route tells whom', () => {
  let shop: ScopedShop;
  const asked = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    ask(shop.url, method, path, body, headers);
  beforeAll(async () => {
    shop = await serveBrands();
    expect(
      (await asked('POST', '/api/set-up', { name: 'O', email: 'o@example.com', password: 'correct horse battery' })).status,
    ).toBe(204);
  });
  afterAll(() => shop.close());

  it('the snapshot: the base of their own customers, and the load’s report to who may know everything', async () => {
    shop.who = makePerson({ rowScope: ALPHA });
    expect((await asked('GET', '/api/snapshot')).body).toMatchObject({ base: 120, report: null });
    shop.who = makePerson({ hidden: ['sensitive'] });
    expect((await asked('GET', '/api/snapshot')).body).toMatchObject({ base: 240, report: null });
    shop.who = makePerson({ without: ['small-groups.see', 'members.list', 'members.export'] });
    const { body } = await asked('GET', '/api/snapshot');
    expect([body.base % 10, body.report]).toEqual([0, null]);
    shop.who = makePerson();
    expect((await asked('GET', '/api/snapshot')).body.report.customers.rows).toBe(240);
  });

  it('what is held of a customer: only to who may see all of it', async () => {
    const give = async () => (await asked('POST', '/api/privacy/access', { key: 'alpha-3' }, PURPOSE)).status;
    for (const but of [
      { without: butFor(['privacy.handle']), hidden: ['internal', 'personal', 'sensitive'] },
      { hidden: ['sensitive'] },
      { without: ['personal.see'] },
      { without: ['small-groups.see'] },
      { rowScope: ALPHA },
    ]) {
      shop.who = makePerson(but);
      expect(await give(), JSON.stringify(but)).toBe(403);
      expect((await asked('POST', '/api/privacy/erasures', { keys: ['alpha-3'] })).status).toBe(403);
      expect((await asked('GET', '/api/privacy/erasures')).status).toBe(403);
    }
    shop.who = makePerson();
    expect(await give()).toBe(200);
  });

  it('the catalog’s figures: no least and largest value of what is masked', async () => {
    const read = async (headers = {}) => {
      const { body } = await asked('GET', '/api/catalog', undefined, headers);
      return [
        body.attributes.find(({ id }: { id: string }) => id === 'illness'),
        body.events[0].fields.find(({ id }: { id: string }) => id === 'drug'),
        body.attributes.find(({ id }: { id: string }) => id === 'age'),
      ];
    };
    shop.who = makePerson();
    const [illness, drug, age] = await read();
    expect(illness).toMatchObject({ distinct: null, min: null, max: null, present: 240 });
    expect(drug).toMatchObject({ distinct: null, min: null, max: null });
    expect(age).toMatchObject({ min: '20', max: '109' });
    const [shown] = await read(PURPOSE);
    expect(shown.distinct).toBe(3);
  });

  it('no answer tells the row scope’s own condition, nor the server’s folders', async () => {
    shop.who = viewer({ rowScope: FEVER });
    const city = { attribute: 'city', eq: '서울' };
    const answers = await Promise.all([
      asked('GET', '/api/me'),
      asked('GET', '/api/catalog'),
      asked('POST', '/api/explain', { audience: city }),
      asked('POST', '/api/explain', { audience: { all: [] }, engine: 'chdb' }),
      asked('POST', '/api/explore', { audience: city }),
      asked('POST', '/api/portrait', { audience: city }),
      asked('POST', '/api/history', { audience: city, months: 2 }),
      asked('POST', '/api/overlap', { audiences: [city, { all: [] }] }),
      asked('POST', '/api/compare', { before: city, after: { all: [] } }),
      asked('POST', '/api/look-ahead', { audience: city, conditions: [city] }),
      asked('GET', '/api/audiences'),
      asked('GET', '/api/catalog/edits'),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/illness|fever|\/tmp\/|silhouette-scope-test/);
    }
    expect(answers[0]?.body).toMatchObject({ rowScope: null, isScoped: true });
    // Of what was asked the SQL is there all the same.
    expect(JSON.stringify(answers[2]?.body.sql)).toContain('서울');
    shop.who = makePerson({ rowScope: ALPHA });
    expect((await asked('GET', '/api/me')).body).toMatchObject({ rowScope: ALPHA, isScoped: true });
    shop.who = makePerson();
    expect((await asked('GET', '/api/me')).body).toMatchObject({ rowScope: null, isScoped: false });
  });

  it('entries of the catalog: those of hidden classes are not there, and no names of values that are not', async () => {
    shop.who = makePerson();
    const name = { values: [{ value: 'alpha-fever', label: { ko: '열', en: 'Hot' } }] };
    expect((await asked('PUT', '/api/catalog/entry?attribute=illness', name, { 'if-match': '*' })).status).toBe(200);
    const villages = ['alpha-village', 'beta-village'].map((value) => ({ value, label: { ko: value, en: `The ${value}` } }));
    expect((await asked('PUT', '/api/catalog/entry?attribute=city', { values: villages }, { 'if-match': '*' })).status).toBe(
      200,
    );
    await asked('POST', '/api/audiences', { id: 'cities', name: 'Cities', definition: { attribute: 'city', exists: true } });
    const drugs = { attribute: 'top_purchase_drug_all', exists: true };
    await asked('POST', '/api/audiences', { id: 'users', name: 'Users', definition: drugs });
    shop.who = makePerson({ hidden: ['sensitive'] });
    for (const path of ['attribute=illness', 'event=purchase&field=drug', 'attribute=top_purchase_drug_all']) {
      const [hidden, none] = [
        await asked('GET', `/api/catalog/entry?${path}`),
        await asked('GET', `/api/catalog/entry?${path.replace(/illness|drug$|top_purchase_drug_all/, 'nonsense')}`),
      ];
      expect([hidden.status, hidden.body.code], path).toEqual([404, 'not-found']);
      expect([none.status, none.body.code], path).toEqual([404, 'not-found']);
    }
    const puts = await Promise.all(
      ['illness', 'nonsense'].map((id) =>
        asked('PUT', `/api/catalog/entry?attribute=${id}`, { label: { ko: 'a', en: 'a' } }, { 'if-match': '"1"' }),
      ),
    );
    expect(puts.map(({ status, body }) => [status, body.detail.replace(/illness|nonsense/, 'x')])).toEqual([
      [404, puts[0]?.body.detail.replace('illness', 'x')],
      [404, puts[0]?.body.detail.replace('illness', 'x')],
    ]);
    const edits = await asked('GET', '/api/catalog/edits');
    expect(JSON.stringify(edits.body)).not.toMatch(/illness|fever/);
    expect(JSON.stringify(edits.body)).toContain('beta-village');
    expect((await asked('POST', '/api/catalog/file', {})).status).toBe(403);
    expect(JSON.stringify((await asked('GET', '/api/catalog/entry?event=purchase')).body)).not.toContain('drug');
    const uses = async () => (await asked('GET', '/api/catalog/entry?attribute=city')).body.usedBy;
    expect(await uses()).toEqual([{ id: 'cities', name: 'Cities', through: null }]);
    shop.who = makePerson({ without: ['audience.read'] });
    expect(await uses()).toEqual([]);
    shop.who = makePerson({ rowScope: ALPHA });
    for (const path of ['/api/catalog/entry?attribute=city', '/api/catalog/edits']) {
      const text = JSON.stringify((await asked('GET', path)).body);
      expect([text.includes('alpha-village'), text.includes('beta-village')], path).toEqual([true, false]);
    }
    expect((await asked('POST', '/api/catalog/file', {})).status).toBe(403);
    // Names of masked values are as masked as they.
    shop.who = makePerson();
    expect(JSON.stringify((await asked('GET', '/api/catalog/entry?attribute=illness')).body)).not.toContain('fever');
    const shown = await asked('GET', '/api/catalog/entry?attribute=illness', undefined, PURPOSE);
    expect(JSON.stringify(shown.body)).toContain('fever');
  });

  describe('saved audiences', () => {
    beforeAll(async () => {
      shop.who = makePerson({ id: 'steward' });
      for (const [id, definition] of [
        ['ill', FEVER],
        ['caller', { attribute: 'phone', eq: '010-1007-1111' }],
        ['both-brands', { customers: ['alpha-1', 'beta-2'] }],
        ['own-brand', { customers: ['alpha-1', 'alpha-2'] }],
        ['around', { any: [{ audience: 'ill' }, ALPHA] }],
        ['plain', ALPHA],
      ] as const) {
        const made = await asked('POST', '/api/audiences', { id, name: `The ${id}`, definition }, PURPOSE);
        expect([made.status, made.body.size.count > 0], id).toEqual([201, true]);
      }
    });
    const routesOf = (id: string) => [
      `/api/audiences/${id}`,
      `/api/audiences/${id}/versions`,
      `/api/audiences/${id}/versions/1`,
      `/api/audiences?ids=${id}`,
    ];
    const answered = (body: { audiences?: readonly object[]; versions?: readonly object[] }) =>
      body.audiences?.[0] ?? body.versions?.[0] ?? body;

    it.each([
      ['ill', 'classes', marketer, /illness|fever/],
      ['around', 'classes inside', marketer, /illness|fever/],
      ['caller', 'masked values', () => makePerson({ without: ['personal.see'] }), /1007/],
      ['both-brands', 'customers beyond a scope', () => makePerson({ rowScope: ALPHA }), /beta-2|alpha-1/],
      ['both-brands', 'customers, to who may not know small groups', () => viewer(), /beta-2|alpha-1/],
      [
        'plain',
        'everything, to whom nothing says what is theirs',
        () => makePerson({ rowScope: { attribute: 'gone', eq: 'x' } }),
        /brand/,
      ],
    ])('%s: no definition, hash or size (%s)', async (id, _, who, names) => {
      shop.who = who();
      for (const path of routesOf(id)) {
        const { status, body } = await asked('GET', path);
        expect(status, path).toBe(200);
        expect(JSON.stringify(body), path).not.toMatch(names);
        const told = answered(body);
        expect(told, path).toMatchObject({ name: `The ${id}`, definition: null, hash: null, size: null, sentence: null });
        expect(
          Object(told).issues.map(({ code }: { code: string }) => code),
          path,
        ).toContain('definition-hidden');
      }
      for (const [path, ref] of [
        ['/api/explore', { audience: { audience: id } }],
        ['/api/explain', { audience: { audience: id } }],
        ['/api/portrait', { audience: { all: [] }, versus: { not: { audience: id } } }],
        ['/api/overlap', { audiences: [{ all: [] }, { audience: id }] }],
        ['/api/compare', { before: { all: [] }, after: { audience: id } }],
        ['/api/look-ahead', { audience: { all: [] }, conditions: [{ audience: id }] }],
        ['/api/history', { audience: { audience: id }, months: 1 }],
      ] as const) {
        const { status, body } = await asked('POST', path, ref);
        expect(status, path).toBe(403);
        expect(JSON.stringify(body), path).not.toMatch(names);
      }
    });

    it('what they may know of is theirs to read, and a guess at what they may not is no better than another', async () => {
      shop.who = makePerson({ rowScope: ALPHA });
      expect((await asked('GET', '/api/audiences/own-brand')).body.definition).toEqual({ customers: ['alpha-1', 'alpha-2'] });
      expect((await asked('POST', '/api/explore', { audience: { audience: 'own-brand' } })).body.count).toBe(2);
      shop.who = marketer();
      expect((await asked('GET', '/api/audiences/plain')).body.size.count).toBe(120);
      const guess = async (eq: string) => {
        const { status, body } = await asked(
          'PUT',
          '/api/audiences/ill',
          { definition: { attribute: 'illness', eq } },
          { 'if-match': '"1"' },
        );
        return [status, body.code];
      };
      expect(await guess('alpha-fever')).toEqual(await guess('other'));
      expect((await asked('GET', '/api/audiences?search=fever')).body.total).toBe(0);
      // Their place among others would tell how large they are.
      const bySize = (await asked('GET', '/api/audiences?order=size')).body.audiences.map(({ id }: { id: string }) => id);
      expect(bySize.slice(-4).sort()).toEqual(['around', 'caller', 'ill', 'users']);
      const renamed = await asked('PUT', '/api/audiences/ill', { name: 'The ill ones' }, { 'if-match': '"1"' });
      expect([renamed.status, renamed.body.version, renamed.body.definition]).toEqual([200, 2, null]);
    });

    it('reading definitions that name customers is recorded', async () => {
      shop.who = makePerson();
      for (const path of routesOf('both-brands')) await asked('GET', path);
      await asked('GET', '/api/audiences/plain');
      const { body } = await asked('GET', '/api/audit?action=saw-definition&limit=4');
      for (const entry of body.entries) {
        expect(entry).toMatchObject({ subject: ['both-brands'], details: { customers: 2 } });
        expect(entry.texts.map(({ text }: { text: string }) => text)).toEqual(['alpha-1', 'beta-2']);
      }
      expect(body.entries).toHaveLength(4);
    });

    it('cannot be asked about without the permission to read them', async () => {
      shop.who = makePerson({ without: ['audience.read'] });
      const plain = { audience: 'plain' };
      for (const [path, body] of [
        ['/api/explore', { audience: plain }],
        ['/api/explain', { audience: { not: plain } }],
        ['/api/portrait', { audience: { all: [] }, versus: plain }],
        ['/api/overlap', { audiences: [ALPHA, plain] }],
        ['/api/compare', { before: ALPHA, after: plain }],
        ['/api/look-ahead', { audience: ALPHA, conditions: [plain] }],
        ['/api/history', { audience: plain, months: 1 }],
        ['/api/members', { audience: plain }],
        ['/api/why', { audience: plain, customer: 'alpha-1' }],
        ['/api/exports', { audience: plain }],
        ['/api/audiences/plain/export', {}],
        ['/api/audiences', { name: 'Copy', definition: plain }],
      ] as const) {
        const answer = await asked('POST', path, body);
        expect([answer.status, answer.body.code], path).toEqual([403, 'not-allowed']);
        expect(JSON.stringify(answer.body), path).not.toContain('brand');
      }
    });
  });

  it('the audit log: who did what and when, and nothing of customers to who may not know everything', async () => {
    shop.who = makePerson({ id: 'teller' });
    await asked('POST', '/api/members', { audience: { attribute: 'brand', eq: 'beta' }, limit: 7 });
    await asked('POST', '/api/explore', { audience: { attribute: 'illness', exists: true }, panels: [] });
    await asked('POST', '/api/explore', { audience: { customers: ['beta-1'] }, panels: [] });
    const month = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7);
    const exported = async (format: string) => (await fetch(`${shop.url}/api/audit/export?format=${format}`)).text();
    const hidden = /beta-\d|illness|fever|"count"|"customers"|sha256:|"hash":"[0-9a-f]/;
    for (const but of [
      { rowScope: ALPHA },
      { without: ['small-groups.see', 'members.list', 'members.export'] },
      { hidden: ['sensitive'] },
      { without: ['personal.see'] },
    ]) {
      shop.who = makePerson({ ...but, id: 'reader' });
      const told = JSON.stringify(but);
      const list = await asked('GET', '/api/audit?actor=teller&action=saw-members,asked');
      expect(list.body.entries.length, told).toBeGreaterThan(1);
      const [entry] = list.body.entries;
      expect(entry, told).toMatchObject({
        actor: { id: 'teller' },
        texts: [],
        details: {},
        hash: '',
        previous: '',
        redacted: true,
      });
      expect(entry.request.route, told).toMatch(/^\/api\/(members|explore)$/);
      const csv = await exported('csv');
      for (const text of [JSON.stringify((await asked('GET', '/api/audit?limit=1000')).body), await exported('jsonl'), csv]) {
        expect(text, told).not.toMatch(hidden);
      }
      expect(csv, told).not.toMatch(/[0-9a-f]{64}/);
      // Neither by what finds them.
      expect((await asked('GET', '/api/audit?text=beta-1')).status, told).toBe(403);
      expect((await asked('GET', '/api/audit?subject=beta-1')).status, told).toBe(403);
      expect((await asked('GET', '/api/audit/export?text=beta-1')).status, told).toBe(403);
      expect((await asked('GET', '/api/audit/head')).status, told).toBe(403);
      const verified = await asked('GET', '/api/audit/verify');
      expect(verified.body, told).toMatchObject({ ok: true, head: null });
      expect((await asked('GET', `/api/audit/verify?sequence=1&hash=${'0'.repeat(64)}`)).status, told).toBe(403);
      const review = await asked('GET', `/api/audit/review?month=${month}`);
      expect(review.body.redacted, told).toBe(true);
      const teller = review.body.activities.find((one: { actor: { id: string } }) => one.actor.id === 'teller');
      expect(teller, told).toMatchObject({ questions: 2, customersSeen: null });
    }
    shop.who = makePerson();
    const whole = await asked('GET', '/api/audit?actor=teller&action=saw-members');
    expect(whole.body.entries[0].texts.map(({ text }: { text: string }) => text)).toContain('beta-1');
    const review = await asked('GET', `/api/audit/review?month=${month}`);
    expect(review.body.activities.find((one: { actor: { id: string } }) => one.actor.id === 'teller').customersSeen).toBe(7);
    expect((await asked('GET', '/api/audit?subject=beta-1')).body.entries.length).toBeGreaterThan(0);
    expect((await asked('GET', '/api/audit/head')).status).toBe(200);
  });

  it('who manages people hears of scopes that are not theirs only that there are some', async () => {
    shop.who = makePerson();
    const invite = (email: string, rowScope: unknown, role = 'viewer') =>
      asked('POST', '/api/invitations', { email, role, rowScope });
    for (const [email, scope] of [
      ['a@example.com', ALPHA],
      ['b@example.com', { attribute: 'brand', eq: 'beta' }],
      ['c@example.com', null],
    ] as const) {
      expect((await invite(email, scope)).status).toBe(201);
    }
    const ill = { email: 'd@example.com', role: 'viewer', rowScope: FEVER };
    expect((await asked('POST', '/api/invitations', ill, PURPOSE)).status).toBe(201);
    const list = async () => {
      const { body } = await asked('GET', '/api/invitations');
      return Object.fromEntries(
        body.invitations.map((one: { email: string; isScoped: boolean; rowScope: unknown }) => [
          one.email.slice(0, 1),
          [one.isScoped, one.rowScope],
        ]),
      );
    };
    shop.who = makePerson({ rowScope: ALPHA });
    expect(await list()).toEqual({ a: [true, ALPHA], b: [true, null], c: [false, null], d: [true, null] });
    // Nor do they end what is not theirs by inviting the same address.
    expect((await invite('b@example.com', ALPHA)).status).toBe(403);
    shop.who = makePerson({ hidden: ['sensitive'] });
    expect((await list()).d).toEqual([true, null]);
    // What is not there for them is not named by what is wrong with a scope.
    const broken = await invite('e@example.com', { attribute: 'ilness', eq: 'x' });
    expect(broken.status).toBe(400);
    expect(JSON.stringify(broken.body)).not.toContain('illness');
    expect((await invite('e@example.com', FEVER)).body.code).toBe('unknown-attribute');
    shop.who = makePerson({ without: ['personal.see'] });
    expect((await invite('e@example.com', { attribute: 'phone', eq: '010-1007-1111' })).body.code).toBe('not-allowed');
  });

  it('a role that people beyond reach have is not theirs to change', async () => {
    shop.who = makePerson();
    const role = { id: 'shared', label: { ko: '공용', en: 'Shared' }, permissions: VIEWER, classes: ['public'] };
    expect((await asked('POST', '/api/roles', role)).status).toBe(201);
    const { id: _, ...changed } = { ...role, permissions: ['audience.ask'] };
    const change = async () => (await asked('PUT', '/api/roles/shared', changed)).status;
    shop.who = makePerson({ rowScope: ALPHA });
    expect(await change()).toBe(200);
    shop.who = makePerson();
    shop.who = giveLocalAccess();
    const invited = await asked('POST', '/api/invitations', { email: 's@example.com', role: 'shared', rowScope: null });
    expect(invited.status).toBe(201);
    shop.who = makePerson({ rowScope: ALPHA });
    expect(await change()).toBe(403);
    expect((await asked('DELETE', '/api/roles/shared')).status).toBe(403);
    const token = new URL(invited.body.url).hash.slice(1);
    const taken = await asked('POST', '/api/links/use', { token, name: 'S', password: 'correct horse battery' });
    expect(taken.status).toBe(200);
    expect(await change()).toBe(403);
    expect((await asked('GET', '/api/people')).body.people.length).toBe(2);
    shop.who = makePerson();
    expect(await change()).toBe(200);
  });
});

import { ask } from '../audiences/shop.ts';
import type { ScopedShop } from './scoped-shop.ts';

/** What a shop tells, for the same of another shop. */
type Tells = (shop: ScopedShop) => Promise<unknown>;

/** A route: what it tells a scoped person is what the lake of their customers alone tells; or why it is not compared. */
export type ToldRoute = { readonly compared: readonly Tells[] } | { readonly because: string };

const SEOUL = { attribute: 'city', eq: '서울' };
const OLD = { attribute: 'age', gte: '40' };
const BUYERS = { event: 'purchase', where: [{ field: 'product', in: ['alpha-cream', 'beta-cream'] }] };
const FOREIGN = { any: [{ customers: ['beta-1', 'alpha-2'] }, { attribute: 'city', in: ['beta-village', 'alpha-village'] }] };
const WITHIN = { all: [SEOUL, { not: { any: [OLD, BUYERS] } }] };
/** Groups that name hidden customers in every way there is. */
const AUDIENCES = [
  { all: [] },
  SEOUL,
  { not: SEOUL },
  OLD,
  BUYERS,
  FOREIGN,
  { not: FOREIGN },
  WITHIN,
  { attribute: 'brand', eq: 'beta' },
] as const;
const PANELS = ['brand', 'city', 'hobby', 'age', 'joined', 'nick', 'top_purchase_product_all', 'sum_purchase_amount_all'];

/** What differs between two servers whatever they may tell: names and times of their own. */
const OWN_TEXTS = [
  ...['snapshot', 'elapsedMs', 'engine', 'sql', 'cursor', 'id', 'createdAt', 'updatedAt', 'savedAt', 'startedAt', 'finishedAt'],
  ...['expiresAt', 'requestedAt', 'url', 'bytes', 'file', 'name'],
];
/** Figures that a load counted among all customers: null for who may know of some only. */
const FIGURES = ['size', 'distinct', 'min', 'max', 'rows', 'first', 'last', 'present', 'missing'];

function blank(value: unknown, keys: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(value, (key, one: unknown) => (keys.includes(key) ? null : one)));
}

function asks(method: string, path: string, body?: object, without: readonly string[] = []): Tells {
  return async (shop) => {
    const { status, body: told } = await ask(shop.url, method, path, body);
    return [method, path, status, status < 300 ? null : told, blank(told, [...OWN_TEXTS, ...without])];
  };
}

const ofEach = (path: string, rest: object = {}): readonly Tells[] =>
  AUDIENCES.map((audience) => asks('POST', path, { audience, ...rest }));

/** A history point by point, as events. */
const streams: Tells = async (shop) => {
  const response = await fetch(`${shop.url}/api/history`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ audience: WITHIN, months: 3 }),
  });
  const events = (await response.text()).split('\n\n').filter((event) => event.includes('data: '));
  return events.map((event) => blank(JSON.parse(event.slice(event.indexOf('data: ') + 6)), OWN_TEXTS));
};

/** An export asked for, awaited by events, and its file. */
const exportsTo =
  (path: string, body: object): Tells =>
  async (shop) => {
    const asked = await ask(shop.url, 'POST', path, { attributes: ['brand', 'city', 'age'], ...body });
    const id: string = asked.body.id;
    const events = await fetch(`${shop.url}/api/exports/${id}`, { headers: { accept: 'text/event-stream' } });
    const last = (await events.text()).trim().split('\n\n').at(-1) ?? '';
    const file = await (await fetch(`${shop.url}/api/exports/${id}/file`)).text();
    const job = await ask(shop.url, 'GET', `/api/exports/${id}`);
    return [asked.status, last.slice(0, last.indexOf('\n')), job.body.state, job.body.rows, file];
  };

const ACCOUNTS = 'of people and their accounts, not of customers';
const REDACTED = 'tells who may not know everything nothing of customers (reach.test.ts)';
const CHANGES = 'changes what is kept, and answers with nothing that is counted';

/** Every route. A new one is written here by whoever has thought about what it tells. */
export const TOLD_ROUTES: Readonly<Record<string, ToldRoute>> = {
  'POST /api/explore': {
    compared: [
      ...ofEach('/api/explore', { panels: PANELS }),
      ...[WITHIN, FOREIGN].map((audience) => asks('POST', '/api/explore', { audience, panels: PANELS, engine: 'chdb' })),
      asks('POST', '/api/explore', { audience: WITHIN, panels: PANELS, engine: 'reference' }),
      ...ofEach('/api/explore', { asOf: '2026-02-01' }),
      asks('POST', '/api/explore', { audience: { audience: 'saved' }, panels: PANELS }),
    ],
  },
  'POST /api/explain': { compared: ofEach('/api/explain') },
  'POST /api/portrait': {
    compared: [
      ...ofEach('/api/portrait'),
      ...[SEOUL, WITHIN].flatMap((audience) =>
        ['rest', FOREIGN].map((versus) => asks('POST', '/api/portrait', { audience, versus })),
      ),
      asks('POST', '/api/portrait', { audience: SEOUL, versus: 'rest', engine: 'chdb' }),
      asks('POST', '/api/portrait', { audience: SEOUL, versus: FOREIGN, engine: 'reference' }),
    ],
  },
  'POST /api/look-ahead': {
    compared: ofEach('/api/look-ahead', { conditions: [SEOUL, BUYERS, { attribute: 'city', eq: 'beta-village' }] }),
  },
  'POST /api/history': { compared: [...ofEach('/api/history', { months: 3 }), streams] },
  'POST /api/members': { compared: ofEach('/api/members', { attributes: ['brand', 'city', 'nick'], limit: 500 }) },
  'POST /api/overlap': { compared: [asks('POST', '/api/overlap', { audiences: [SEOUL, OLD, FOREIGN], portrait: 3 })] },
  'POST /api/compare': { compared: [asks('POST', '/api/compare', { before: SEOUL, after: { any: [SEOUL, FOREIGN] } })] },
  'POST /api/why': {
    compared: ['beta-1', 'alpha-1', 'nobody'].map((customer) => asks('POST', '/api/why', { audience: SEOUL, customer })),
  },
  'GET /api/values': {
    compared: ['attribute=city', 'attribute=hobby', 'attribute=brand', 'event=purchase&field=product'].map((subject) =>
      asks('GET', `/api/values?${subject}`),
    ),
  },
  'GET /api/values/search': { compared: ['beta', 'a'].map((q) => asks('GET', `/api/values/search?q=${q}`)) },
  'GET /api/catalog': { compared: [asks('GET', '/api/catalog', undefined, FIGURES)] },
  'GET /api/audiences': { compared: [asks('GET', '/api/audiences', undefined, FIGURES)] },
  'GET /api/audiences/:id': { compared: [asks('GET', '/api/audiences/saved', undefined, FIGURES)] },
  'GET /api/audiences/:id/versions': { compared: [asks('GET', '/api/audiences/saved/versions', undefined, FIGURES)] },
  'GET /api/audiences/:id/versions/:version': {
    compared: [asks('GET', '/api/audiences/saved/versions/1', undefined, FIGURES)],
  },
  'GET /api/audiences/:id/used-by': { compared: [asks('GET', '/api/audiences/saved/used-by')] },
  'POST /api/audiences': {
    compared: [asks('POST', '/api/audiences', { id: 'new', name: 'New', definition: WITHIN }, FIGURES)],
  },
  'PUT /api/audiences/:id': { because: 'answers as POST /api/audiences does' },
  'POST /api/audiences/:id/restore': { because: 'answers as POST /api/audiences does' },
  'DELETE /api/audiences/:id': { because: CHANGES },
  'POST /api/exports': { compared: [WITHIN, { not: FOREIGN }].map((audience) => exportsTo('/api/exports', { audience })) },
  'POST /api/audiences/:id/export': { compared: [exportsTo('/api/audiences/saved/export', {})] },
  'GET /api/exports': { compared: [asks('GET', '/api/exports', undefined, ['definition'])] },
  'GET /api/exports/:id': { because: 'compared with POST /api/exports' },
  'GET /api/exports/:id/file': { because: 'compared with POST /api/exports' },
  'DELETE /api/exports/:id': { because: CHANGES },
  'GET /api/exports/approvals': { compared: [asks('GET', '/api/exports/approvals')] },
  'POST /api/exports/:id/approve': { because: 'of exports that are within reach only (test/exports/approvals-suite.ts)' },
  'POST /api/exports/:id/refuse': { because: 'of exports that are within reach only (test/exports/approvals-suite.ts)' },
  'POST /api/exports/trace': { because: 'tells whose export a row is from to who holds the row already' },
  // What the load saw is told to who may know everything.
  'GET /api/snapshot': { compared: [asks('GET', '/api/snapshot', undefined, ['report', 'kept'])] },
  'GET /api/catalog/entry': {
    compared: ['attribute=city', 'attribute=illness', 'attribute=gone', 'event=purchase', 'event=purchase&field=product'].map(
      (subject) => asks('GET', `/api/catalog/entry?${subject}`),
    ),
  },
  'GET /api/catalog/edits': { compared: [asks('GET', '/api/catalog/edits')] },
  'GET /api/catalog/rows': {
    compared: ['event=purchase', 'event=purchase&field=product', 'event=purchase&field=amount'].map((subject) =>
      asks('GET', `/api/catalog/rows?${subject}`),
    ),
  },
  'PUT /api/catalog/entry': { because: 'answers as GET /api/catalog/entry does' },
  'POST /api/catalog/file': { because: 'of the words of the catalog file, not of customers' },
  'GET /api/audit': { because: REDACTED },
  'GET /api/audit/export': { because: REDACTED },
  'GET /api/audit/head': { because: REDACTED },
  'GET /api/audit/review': { because: REDACTED },
  'POST /api/audit/review': { because: REDACTED },
  'GET /api/audit/verify': { because: REDACTED },
  'POST /api/privacy/access': { because: 'refused to who has a row scope (reach.test.ts)' },
  'GET /api/privacy/erasures': { because: 'refused to who has a row scope (test/privacy)' },
  'GET /api/privacy/erasures/:id': { because: 'refused to who has a row scope (test/privacy)' },
  'POST /api/privacy/erasures': { because: 'refused to who has a row scope (test/privacy)' },
  'GET /api/store': { because: 'of the store’s tables and size, not of customers' },
  'POST /api/store/rows': { because: 'a backup, which takes "people.manage" without a row scope (test/backup)' },
  'GET /metrics': { because: 'numbers of requests and of the process, not of customers' },
  'GET /healthz': { because: 'says that the process lives' },
  'GET /readyz': { because: 'says whether questions can be answered' },
  'GET /': { because: 'the page, the same for everybody' },
  'GET /api/openapi.json': { because: 'the same for everybody' },
  'GET /api/definition.schema.json': { because: 'the same for everybody' },
  'GET /api/me': { because: 'of the scope only that there is one (reach.test.ts)' },
  ...Object.fromEntries(
    [
      ...['POST /api/account/password', 'POST /api/account/recovery-codes', 'POST /api/account/second-factor'],
      ...['POST /api/account/second-factor/confirm', 'POST /api/account/second-factor/remove'],
      ...['DELETE /api/invitations/:id', 'GET /api/invitations', 'POST /api/invitations'],
      ...['DELETE /api/keys/:id', 'GET /api/keys', 'POST /api/keys', 'POST /api/links/look', 'POST /api/links/use'],
      ...['GET /api/people/:id/keys', 'POST /api/people/:id/reset-link', 'GET /api/people/:id/sessions'],
      ...['DELETE /api/people/:id', 'PUT /api/people/:id', 'GET /api/people'],
      ...['DELETE /api/roles/:id', 'PUT /api/roles/:id', 'GET /api/roles', 'POST /api/roles'],
      ...['POST /api/session/second-factor', 'GET /api/session/ways', 'DELETE /api/session', 'POST /api/session'],
      ...['DELETE /api/sessions/:id', 'DELETE /api/sessions', 'GET /api/sessions', 'POST /api/set-up'],
    ].map((route) => [route, { because: ACCOUNTS }]),
  ),
};

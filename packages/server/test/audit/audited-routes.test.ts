import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAuditGate } from '../../src/audit/audit-gate.ts';
import { AuditLog } from '../../src/audit/audit-log.ts';
import { readAuditKeep } from '../../src/audit/read-audit-keep.ts';
import type { SilhouetteServer } from '../../src/index.ts';
import { sayNoAccounts } from '../accounts/say-no-accounts.ts';
import { ask, makeShop, serveShop } from '../audiences/shop.ts';

/** Every address of the API that there is, and what it records. */
const RECORDED = {
  'GET /api/catalog': null,
  'GET /api/definition.schema.json': null,
  'GET /api/catalog/entry': null,
  'PUT /api/catalog/entry': 'catalog-edited',
  'GET /api/catalog/rows': null,
  'GET /api/catalog/edits': null,
  'POST /api/catalog/file': 'catalog-file-written',
  'POST /api/explore': 'asked',
  'POST /api/portrait': 'asked',
  'POST /api/explain': 'asked',
  'POST /api/overlap': 'asked',
  'POST /api/history': 'asked',
  'POST /api/compare': 'asked',
  'POST /api/why': 'saw-why',
  'POST /api/members': 'saw-members',
  'POST /api/look-ahead': 'asked',
  'GET /api/values': 'asked',
  'GET /api/values/search': 'asked',
  'GET /api/snapshot': null,
  'GET /api/audiences': null,
  'POST /api/audiences': 'audience-saved',
  'GET /api/audiences/:id': null,
  'PUT /api/audiences/:id': 'audience-saved',
  'DELETE /api/audiences/:id': 'audience-deleted',
  'POST /api/audiences/:id/restore': 'audience-restored',
  'GET /api/audiences/:id/versions': null,
  'GET /api/audiences/:id/versions/:version': null,
  'GET /api/audiences/:id/used-by': null,
  'POST /api/audiences/:id/export': 'export-requested',
  'GET /api/exports': null,
  'GET /api/exports/approvals': null,
  'POST /api/exports/:id/approve': 'export-approved',
  'POST /api/exports/:id/refuse': 'export-declined',
  'POST /api/exports/trace': 'export-traced',
  'POST /api/exports': 'export-requested',
  'GET /api/exports/:id': null,
  'DELETE /api/exports/:id': 'export-deleted',
  'GET /api/exports/:id/file': 'export-downloaded',
  'POST /api/store/rows': 'backed-up',
  'GET /api/audit': 'audit-read',
  'GET /api/audit/export': 'audit-exported',
  'GET /api/audit/verify': 'audit-verified',
  'GET /api/audit/head': 'audit-read',
  'GET /api/audit/review': 'audit-read',
  'POST /api/audit/review': 'audit-reviewed',
  'DELETE /api/invitations/:id': 'person-changed',
  'DELETE /api/keys/:id': 'key-revoked',
  'DELETE /api/people/:id': 'person-removed',
  'DELETE /api/roles/:id': 'role-deleted',
  'DELETE /api/session': 'signed-out',
  'DELETE /api/sessions': 'session-revoked',
  'DELETE /api/sessions/:id': 'session-revoked',
  'GET /api/invitations': null,
  'GET /api/keys': null,
  'GET /api/me': null,
  'GET /api/people': null,
  'GET /api/people/:id/keys': null,
  'GET /api/people/:id/sessions': null,
  'GET /api/roles': null,
  'GET /api/session/ways': null,
  'GET /api/sessions': null,
  'GET /api/store': null,
  'POST /api/account/password': 'person-changed',
  'POST /api/account/recovery-codes': 'person-changed',
  'POST /api/account/second-factor': 'person-changed',
  'POST /api/account/second-factor/confirm': 'person-changed',
  'POST /api/account/second-factor/remove': 'person-changed',
  'POST /api/session': 'signed-in',
  'POST /api/session/second-factor': 'signed-in',
  'POST /api/set-up': 'person-changed',
  'POST /api/links/look': null,
  'POST /api/links/use': 'person-changed',
  'POST /api/keys': 'key-made',
  'PUT /api/people/:id': 'person-changed',
  'POST /api/people/:id/reset-link': 'person-changed',
  'POST /api/invitations': 'person-invited',
  'POST /api/roles': 'role-saved',
  'PUT /api/roles/:id': 'role-saved',
  'POST /api/privacy/access': 'privacy-access',
  'GET /api/privacy/erasures': null,
  'POST /api/privacy/erasures': 'privacy-erasure',
  'GET /api/privacy/erasures/:id': null,
  'GET /api/openapi.json': null,
  'GET /healthz': null,
  'GET /readyz': null,
  'GET /metrics': null,
  'GET /': null,
};

const makeLog = () =>
  new AuditLog({
    useTables: () => Promise.reject(new Error('away')),
    secret: Buffer.from('x'.repeat(32)),
    secretsBefore: [],
    keep: readAuditKeep({}),
    now: Date.now,
    onFailure: () => {},
  });

test('a route that does not say what it records is not taken', () => {
  const app = Fastify();
  addAuditGate(app, makeLog(), Date.now);
  expect(() => app.get('/forgotten', async () => 'all')).toThrow('does not say what it records');
});

describe('of a server whose database does not answer', () => {
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};
  beforeAll(async () => {
    const shop = await makeShop();
    ({ remove } = shop);
    const env = { DATABASE_URL: 'postgresql://silhouette@127.0.0.1:1/postgres' };
    sayNoAccounts(shop.dir, env.DATABASE_URL);
    ({ server, url } = await serveShop(shop.dir, env));
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  test('every route says what it records, and this is all of them', () => {
    const own = [...server.app.routeAudits].filter(([name]) => !/^HEAD |\/api\/docs/.test(name));
    expect(Object.fromEntries(own)).toEqual(RECORDED);
  });

  test('questions are answered for a while, and customers are not shown', async () => {
    expect((await ask(url, 'POST', '/api/explore', { audience: { all: [] }, panels: [] })).status).toBe(200);
    const members = await ask(url, 'POST', '/api/members', { audience: { all: [] } });
    expect([members.status, members.body.code]).toEqual([503, 'audit-unwritable']);
    expect(JSON.stringify(members.body)).not.toContain('k00');
    const why = await ask(url, 'POST', '/api/why', { audience: { all: [] }, customer: 'k00' });
    expect([why.status, why.body.code]).toEqual([503, 'audit-unwritable']);
  });
});

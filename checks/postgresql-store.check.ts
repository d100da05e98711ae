import { exportJobSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeSavedAudiences } from '../packages/server/test/audiences/saved-audiences-suite.ts';
import { makeShop, serveShop } from '../packages/server/test/audiences/shop.ts';
import { describeAuditLog } from '../packages/server/test/audit/audit-log-suite.ts';
import { describeAudit } from '../packages/server/test/audit/audit-suite.ts';
import { describeCatalogEdits } from '../packages/server/test/catalog-edits/catalog-edits-suite.ts';
import { download, makeExportShop, waitForExport } from '../packages/server/test/exports/export-shop.ts';
import { describeExports } from '../packages/server/test/exports/exports-suite.ts';
import { type StartedPostgresql, startPostgresql } from './start-postgresql.ts';

describe('edits of the catalog in a PostgreSQL server of their own', () => {
  let postgresql: StartedPostgresql;
  beforeAll(async () => {
    postgresql = await startPostgresql();
  });
  afterAll(() => postgresql.stop());

  describeCatalogEdits(() => ({ DATABASE_URL: postgresql.url }));
});

describe('the audit log in PostgreSQL servers of its own', () => {
  const started: StartedPostgresql[] = [];
  beforeAll(async () => {
    started.push(await startPostgresql(), await startPostgresql());
  });
  afterAll(() => Promise.all(started.map((one) => one.stop())));

  // Both begin with an empty log.
  describe('the chain', () => describeAuditLog(() => ({ DATABASE_URL: started[0]?.url ?? '' })));
  describe('over HTTP', () => describeAudit(() => ({ DATABASE_URL: started[1]?.url ?? '' })));
});

describe('saved audiences in a PostgreSQL server (DATABASE_URL)', () => {
  let postgresql: StartedPostgresql;
  beforeAll(async () => {
    postgresql = await startPostgresql();
    console.error(postgresql.version);
  });
  afterAll(() => postgresql.stop());

  describeSavedAudiences(() => ({ DATABASE_URL: postgresql.url }));
  describe('exports', () => describeExports(() => ({ DATABASE_URL: postgresql.url })));

  test('of two servers of one workspace one runs the exports, both tell of them, and the other takes over', async () => {
    const shop = await makeExportShop();
    const env = { DATABASE_URL: postgresql.url };
    const [one, two] = [await serveShop(shop.dir, env), await serveShop(shop.dir, env)];
    const ask = async (url: string) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/api/exports`, { method: 'POST', headers, body: '{"audience":{"all":[]}}' });
      return exportJobSchema.parse(await response.json());
    };
    const first = await ask(one.url);
    expect(await waitForExport(two.url, first.id)).toMatchObject({ state: 'done', rows: 4 });
    expect((await download(two.url, `/api/exports/${first.id}/file`)).status).toBe(200);
    await one.server.close();
    const second = await ask(two.url);
    expect(await waitForExport(two.url, second.id)).toMatchObject({ state: 'done', sha256: expect.any(String) });
    await two.server.close();
    shop.remove();
  });

  test('two servers share them, migrate once, and a conflict between them is one', async () => {
    const shops = await Promise.all([makeShop(), makeShop()]);
    const servers = await Promise.all(shops.map(({ dir }) => serveShop(dir, { DATABASE_URL: postgresql.url })));
    const [one, two] = servers.map(({ url }) => `${url}/api/audiences`);
    const headers = { 'content-type': 'application/json' };
    const body = (name: string) => JSON.stringify({ name, definition: { attribute: 'age', gte: 30 } });
    const made = await fetch(`${one}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ id: 'both', ...JSON.parse(body('Both')) }),
    });
    expect(made.status).toBe(201);
    const puts = await Promise.all(
      [one, two, one, two].map((url, index) =>
        fetch(`${url}/both`, { method: 'PUT', headers: { ...headers, 'if-match': '"1"' }, body: body(`n${index}`) }),
      ),
    );
    expect(puts.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const seen = await Promise.all([one, two].map(async (url) => (await fetch(`${url}/both`)).json()));
    expect(seen[0]).toMatchObject({ version: 2 });
    expect(seen[0].name).toBe(seen[1].name);
    await Promise.all(servers.map(({ server }) => server.close()));
    for (const { remove } of shops) remove();
  });

  test('a server that does not answer is told as such', async () => {
    const shop = await makeShop();
    const { server, url } = await serveShop(shop.dir, { DATABASE_URL: 'postgresql://silhouette@127.0.0.1:1/postgres' });
    const answer = await fetch(`${url}/api/audiences`);
    expect([answer.status, (await answer.json()).code]).toEqual([503, 'store-unreachable']);
    await server.close();
    shop.remove();
  });
});

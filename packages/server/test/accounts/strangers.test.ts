import { openWorkspace } from '@silhouette/lake';
import { expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import { makeShop } from '../audiences/shop.ts';

/** Nothing listens there. */
const GONE = 'postgres://silhouette:secret-of-the-database@127.0.0.1:1/silhouette';

async function askWhile(env: Record<string, string>, host: string) {
  const shop = await makeShop();
  const server = await createServer({
    workspace: openWorkspace(shop.dir),
    host: '127.0.0.1',
    pageDir: null,
    env: { ...env, DATABASE_URL: GONE },
    logLevel: 'silent',
  });
  try {
    const headers = { host, origin: `http://${host}` };
    const asked = await server.app.inject({ url: '/api/catalog', headers });
    const payload = { email: 'owner@example.com', password: 'correct horse battery staple' };
    const signedIn = await server.app.inject({ method: 'POST', url: '/api/session', headers, payload });
    return [asked, signedIn].map(({ statusCode, body }) => ({ statusCode, code: JSON.parse(body).code, body }));
  } finally {
    await server.close();
    shop.remove();
  }
}

test('a stranger is not told where the database is that cannot be reached', async () => {
  const answers = await askWhile({ SILHOUETTE_PUBLIC_URL: 'http://silhouette.example.com' }, 'silhouette.example.com');
  expect(answers.map(({ statusCode, code }) => [statusCode, code])).toEqual([
    [503, 'store-unreachable'],
    // That somebody tried must be recorded, and cannot be.
    [503, 'audit-unwritable'],
  ]);
  for (const { body } of answers) {
    expect(JSON.parse(body).type).toMatch(/^urn:silhouette:error:/);
    expect(body).not.toMatch(/127\.0\.0\.1|ECONN|secret/);
  }
}, 60_000);

test('whoever sits at the machine is', async () => {
  const [asked, signedIn] = await askWhile({}, 'localhost');
  expect(asked?.body).toContain('ECONNREFUSED');
  expect(`${asked?.body} ${signedIn?.body}`).not.toContain('secret-of-the-database');
}, 60_000);

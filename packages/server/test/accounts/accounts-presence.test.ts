import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountsPresence } from '../../src/accounts/accounts-presence.ts';
import type { SilhouetteServer } from '../../src/index.ts';
import { StoreHolder } from '../../src/store/store-holder.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { sayNoAccounts } from './say-no-accounts.ts';
import { OWNER, setUpOwner, Visitor } from './visitor.ts';

/** Nobody listens there. */
const NOWHERE = 'postgresql://silhouette:word@127.0.0.1:1/postgres';

describe('while the database cannot be read', () => {
  const root = mkdtempSync(join(tmpdir(), 'silhouette-presence-test-'));
  writeFileSync(join(root, 'silhouette.yaml'), 'silhouette: 1\nname: Shop\ntimeZone: UTC\n');
  const { stateDir: dir } = openWorkspace(root);
  const marker = join(dir, 'accounts');
  const store = new StoreHolder({ stateDir: dir, env: { DATABASE_URL: NOWHERE } });
  afterAll(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });
  const ask = (databaseUrl: string | null, isNew = false) =>
    new AccountsPresence({ store, stateDir: dir, databaseUrl, isNew }).exists();

  test('a workspace is shut unless its file says that this very database had no accounts', async () => {
    await expect(ask(NOWHERE)).rejects.toMatchObject({ code: 'store-unreachable' });
    sayNoAccounts(root, NOWHERE);
    expect(await ask(NOWHERE)).toBe(false);
    expect(await ask(NOWHERE.replace(':word', ''))).toBe(false);
    await expect(ask(`${NOWHERE}2`)).rejects.toMatchObject({ code: 'store-unreachable' });
    writeFileSync(marker, 'There are accounts: nobody is let in without one.\n');
    await expect(ask(NOWHERE)).rejects.toMatchObject({ code: 'store-unreachable' });
    rmSync(marker);
  });

  test('an embedded one that is not there has none; one that is there may', async () => {
    expect(await ask(null)).toBe(false);
    mkdirSync(join(dir, 'db'));
    await expect(ask(null)).rejects.toMatchObject({ code: 'store-unreachable' });
    // Made by this process, and not to its end.
    expect(await ask(null, true)).toBe(false);
  });
});

describe('a second set-up', () => {
  let dir = '';
  let remove: () => void = () => {};
  let server: SilhouetteServer;
  let url = '';
  const serve = async (env: Record<string, string> = {}) => {
    ({ server, url } = await serveShop(dir, env));
  };
  const readMarker = () => readFileSync(join(openWorkspace(dir).stateDir, 'accounts'), 'utf8');

  beforeAll(async () => {
    ({ dir, remove } = await makeShop());
    await serve();
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  test('is refused, and leaves the mark that keeps the server shut', async () => {
    await setUpOwner(url);
    expect(readMarker()).toMatch(/^There are accounts/);
    const again = await new Visitor(url).ask('POST', '/api/set-up', { ...OWNER, email: 'second@example.com' });
    expect([again.status, again.body.code]).toEqual([409, 'accounts-exist']);
    expect(readMarker()).toMatch(/^There are accounts/);
    await server.close();
    await serve({ DATABASE_URL: NOWHERE });
    const shut = await new Visitor(url).ask('GET', '/api/me');
    expect([shut.status, shut.body.code]).toEqual([503, 'store-unreachable']);
  });
});

describe('without accounts', () => {
  let dir = '';
  let remove: () => void = () => {};
  let server: SilhouetteServer;
  let url = '';
  beforeAll(async () => {
    ({ dir, remove } = await makeShop());
    ({ server, url } = await serveShop(dir));
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  test.each([
    ['origin', 'https://silhouette.example.com'],
    ['referer', 'https://silhouette.example.com/explore?x=1'],
    ['referer', 'https://localhost.example.com/'],
    ['origin', 'null'],
    ['x-forwarded-for', '203.0.113.7'],
  ])('who comes by a proxy that hides it is not the local owner: %s %s', async (name, value) => {
    for (const path of ['/api/me', '/api/catalog', '/api/snapshot']) {
      const asked = await new Visitor(url).ask('GET', path, undefined, { [name]: value });
      expect([path, asked.status]).toEqual([path, 401]);
    }
    expect((await new Visitor(url).ask('GET', '/api/session/ways', undefined, { [name]: value })).body.setUp).toBe(false);
  });

  test.each(['http://localhost:5173/', 'http://127.0.0.1:4000/explore', 'http://[::1]:4000/', 'http://shop.localhost/'])(
    'whose page is the machine’s own is: %s',
    async (referer) => {
      expect((await new Visitor(url).ask('GET', '/api/me', undefined, { referer })).status).toBe(200);
    },
  );

  test('its pages say where they are, to itself alone', async () => {
    expect((await fetch(`${url}/healthz`)).headers.get('referrer-policy')).toBe('same-origin');
    expect(await server.isWithoutAccounts()).toBe(true);
  });
});

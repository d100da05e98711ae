import { expect, test } from 'vitest';
import { sayNoAccounts } from '../accounts/say-no-accounts.ts';
import { ask, serveShop } from '../audiences/shop.ts';
import { makeShop } from './shop.ts';

test('without their database answers come in the words of the file, which is told', async () => {
  const shop = await makeShop();
  const env = { DATABASE_URL: 'postgresql://silhouette@127.0.0.1:1/postgres' };
  sayNoAccounts(shop.dir, env.DATABASE_URL);
  const { server, url } = await serveShop(shop.dir, env);
  try {
    const { status, body } = await ask(url, 'GET', '/api/catalog');
    expect([status, body.editsMissing]).toEqual([200, true]);
    expect(body.attributes.find((one: { id: string }) => one.id === 'city').label.en).toBe('City');
    const explored = await ask(url, 'POST', '/api/explore', { audience: { attribute: 'city', eq: '서울' }, panels: [] });
    expect([explored.status, explored.body.count]).toEqual([200, 13]);
    const entry = await ask(url, 'GET', '/api/catalog/entry?attribute=city');
    expect([entry.status, entry.body.code]).toEqual([503, 'store-unreachable']);
  } finally {
    await server.close();
    shop.remove();
  }
}, 120_000);

test('where nothing was ever kept nobody waits for a database to be made', async () => {
  const shop = await makeShop();
  const { server, url } = await serveShop(shop.dir);
  try {
    const { body } = await ask(url, 'GET', '/api/catalog');
    expect(body.editsMissing).toBeUndefined();
  } finally {
    await server.close();
    shop.remove();
  }
}, 120_000);

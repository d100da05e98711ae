import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { addPerson, findPerson, PASSWORD, setUpOwner, signIn, Visitor } from './visitor.ts';

/** Links outlive nobody who made them, with their database of an environment: the same on each. */
export function describeLinkMakers(env: () => Record<string, string>): void {
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};
  let owner: Visitor;
  let number = 0;

  beforeAll(async () => {
    const shop = await makeShop();
    remove = shop.remove;
    ({ server, url } = await serveShop(shop.dir, env()));
    await new Visitor(url).ask('GET', '/api/audiences');
    owner = await setUpOwner(url);
    const role = { id: 'greeter', label: { ko: '안내', en: 'Greeter' }, permissions: ['people.manage', 'audience.ask'] };
    const made = await owner.ask('POST', '/api/roles', { ...role, classes: ['public', 'internal'] });
    expect(made.status).toBe(201);
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  async function addMaker(role = 'admin') {
    number += 1;
    const email = `maker-${number}@example.com`;
    const visitor = await addPerson(owner, email, role);
    return { visitor, id: (await findPerson(owner, email)).id, email };
  }
  const tokenOf = ({ body }: { readonly body: { readonly url: string } }) => new URL(body.url).hash.slice(1);
  async function invite(by: Visitor, role: string) {
    number += 1;
    const email = `guest-${number}@example.com`;
    return { email, token: tokenOf(await by.ask('POST', '/api/invitations', { email, role })) };
  }
  async function useLink(token: string): Promise<number> {
    const looked = await new Visitor(url).ask('POST', '/api/links/look', { token });
    const used = await new Visitor(url).ask('POST', '/api/links/use', { token, name: 'x', password: PASSWORD });
    expect(looked.status).toBe(used.status);
    return used.status;
  }
  const change = async (id: string, body: object) =>
    expect((await owner.ask('PUT', `/api/people/${id}`, body)).status).toBe(200);
  const isListed = async (email: string) =>
    (await owner.ask('GET', '/api/invitations')).body.invitations.some((one: { email: string }) => one.email === email);

  describe('an invitation', () => {
    test('ends when who made it is disabled, also by a key of theirs', async () => {
      const maker = await addMaker();
      const made = await maker.visitor.ask('POST', '/api/keys', { name: 'k', scopes: ['people.manage'], days: 1 });
      const bearer = { authorization: `Bearer ${made.body.key}` };
      const byKey = await new Visitor(url).ask(
        'POST',
        '/api/invitations',
        { email: 'key@example.com', role: 'viewer' },
        bearer,
      );
      // A key may do less than its owner.
      expect(byKey.status).toBe(403);
      const { email, token } = await invite(maker.visitor, 'admin');
      expect(await isListed(email)).toBe(true);
      await change(maker.id, { isDisabled: true });
      expect(await isListed(email)).toBe(false);
      expect(await useLink(token)).toBe(410);
      await change(maker.id, { isDisabled: false });
      expect(await useLink(token)).toBe(410);
    });

    test('ends when who made it is removed', async () => {
      const maker = await addMaker();
      const { token } = await invite(maker.visitor, 'viewer');
      expect((await owner.ask('DELETE', `/api/people/${maker.id}`)).status).toBe(204);
      expect(await useLink(token)).toBe(410);
    });

    test('ends when who made it may not give so much any more, and only then', async () => {
      const maker = await addMaker();
      const [much, little] = [await invite(maker.visitor, 'steward'), await invite(maker.visitor, 'greeter')];
      await change(maker.id, { role: 'greeter' });
      expect(await isListed(much.email)).toBe(false);
      expect(await useLink(much.token)).toBe(410);
      expect(await useLink(little.token)).toBe(200);
    });

    test('is not good while the role of who made it gives less', async () => {
      const maker = await addMaker('greeter');
      const { token } = await invite(maker.visitor, 'greeter');
      const role = { label: { ko: '안내', en: 'Greeter' }, classes: ['public', 'internal'] };
      const set = async (permissions: string[]) =>
        expect((await owner.ask('PUT', '/api/roles/greeter', { ...role, permissions })).status).toBe(200);
      await set(['audience.ask']);
      expect(await useLink(token)).toBe(410);
      await set(['people.manage', 'audience.ask']);
      expect(await useLink(token)).toBe(200);
    });

    test('of the first administrator stays as they do', async () => {
      expect(await useLink((await invite(owner, 'admin')).token)).toBe(200);
    });
  });

  test('a link for a new password ends with who made it', async () => {
    const [maker, other] = [await addMaker(), await addMaker()];
    const token = tokenOf(await maker.visitor.ask('POST', `/api/people/${other.id}/reset-link`, {}));
    await change(maker.id, { role: 'viewer' });
    expect(await useLink(token)).toBe(410);
    await signIn(url, other.email);
  });
}

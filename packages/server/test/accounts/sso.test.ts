import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { type CompanySignIn, startCompanySignIn } from './company-sign-in.ts';
import { findPerson, OWNER, setUpOwner, Visitor } from './visitor.ts';

const REFUSED = '/sign-in?problem=sso-refused';

describe('the company’s sign-in', () => {
  let company: CompanySignIn;
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};
  let owner: Visitor;

  beforeAll(async () => {
    company = await startCompanySignIn();
    const shop = await makeShop();
    remove = shop.remove;
    ({ server, url } = await serveShop(shop.dir, company.env));
    company.allow(url);
    await new Visitor(url).ask('GET', '/api/audiences');
  });
  afterAll(async () => {
    await server.close();
    await company.stop();
    remove();
  });
  beforeEach(() => {
    company.employee = { sub: 'e1', email: 'employee@example.com', email_verified: true, name: 'Employee' };
  });

  /** Begins; gives the address at the provider. */
  async function begin(visitor: Visitor, next = '/catalog'): Promise<URL> {
    const { status, headers } = await visitor.ask('GET', `/api/session/sso?next=${encodeURIComponent(next)}`);
    expect(status).toBe(303);
    return new URL(headers.get('location') ?? '');
  }

  /** Goes through the provider; gives the callback's path and query, as the provider has them. */
  async function goThrough(address: URL): Promise<string> {
    const there = new Visitor(company.issuer);
    let next = address.href;
    for (let step = 0; step < 10; step += 1) {
      if (next.startsWith(`${url}/`)) return next.slice(url.length);
      const { headers, body } = await there.ask('GET', next.slice(company.issuer.length));
      const location = headers.get('location');
      if (location === null) throw new Error(`The provider does not go on: ${JSON.stringify(body)}`);
      next = new URL(location, company.issuer).href;
    }
    throw new Error('The provider goes round in circles.');
  }

  async function signIn(visitor: Visitor, next?: string) {
    const callback = await goThrough(await begin(visitor, next));
    const { status, headers } = await visitor.ask('GET', callback);
    expect(status).toBe(303);
    return { callback, location: headers.get('location') };
  }

  async function expectOut(visitor: Visitor): Promise<void> {
    expect((await visitor.ask('GET', '/api/me')).status).toBe(401);
  }

  test('makes nobody the first account', async () => {
    expect((await signIn(new Visitor(url))).location).toBe(REFUSED);
    owner = await setUpOwner(url);
    expect((await new Visitor(url).ask('GET', '/api/session/ways')).body).toEqual({ setUp: false, sso: 'Company' });
  });

  test('asks for PKCE, a nonce and a state, and keeps them from the browser', async () => {
    const visitor = new Visitor(url);
    const { searchParams } = await begin(visitor);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${url}/api/session/sso/callback`,
    });
    expect([...visitor.cookies.keys()]).toEqual(['silhouette-sso']);
    expect(visitor.cookieHeader).not.toContain(searchParams.get('state'));
  });

  describe('lets in', () => {
    test('who was invited, with the role of the invitation, and leads on', async () => {
      const stranger = new Visitor(url);
      expect((await signIn(stranger)).location).toBe(REFUSED);
      await expectOut(stranger);
      await owner.ask('POST', '/api/invitations', { email: 'employee@example.com', role: 'marketer' });
      const employee = new Visitor(url);
      expect((await signIn(employee, '/audiences?x=1')).location).toBe('/audiences?x=1');
      expect((await employee.ask('GET', '/api/me')).body.account).toEqual({
        name: 'Employee',
        email: 'employee@example.com',
        role: 'marketer',
        hasPassword: false,
        hasSecondFactor: false,
      });
      expect((await owner.ask('GET', '/api/invitations')).body.invitations).toEqual([]);
      expect(employee.cookies.has('silhouette-sso')).toBe(false);
    });

    test('who is known by the provider’s id, whatever their e-mail is now', async () => {
      company.employee = { ...company.employee, email: 'married@example.com', email_verified: false };
      const employee = new Visitor(url);
      await signIn(employee);
      expect((await employee.ask('GET', '/api/me')).body.account.email).toBe('employee@example.com');
    });

    test('who has an account by a verified e-mail, and nobody by an unverified one', async () => {
      company.employee = { sub: 'boss', email: OWNER.email, email_verified: false, name: 'x' };
      expect((await signIn(new Visitor(url))).location).toBe(REFUSED);
      company.employee = { ...company.employee, email: OWNER.email.toUpperCase(), email_verified: true };
      const boss = new Visitor(url);
      await signIn(boss);
      expect((await boss.ask('GET', '/api/me')).body.account).toMatchObject({ email: OWNER.email, hasPassword: true });
    });

    test('nobody who is disabled', async () => {
      const { id } = await findPerson(owner, 'employee@example.com');
      await owner.ask('PUT', `/api/people/${id}`, { isDisabled: true });
      expect((await signIn(new Visitor(url))).location).toBe(REFUSED);
      await owner.ask('PUT', `/api/people/${id}`, { isDisabled: false });
    });

    test.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('and leads nowhere else: %s', async (next) => {
      expect((await signIn(new Visitor(url), next)).location).toBe('/');
    });
  });

  describe('refuses', () => {
    test('an answer that was taken already', async () => {
      const visitor = new Visitor(url);
      const { callback } = await signIn(visitor);
      await visitor.ask('DELETE', '/api/session');
      expect((await visitor.ask('GET', callback)).headers.get('location')).toBe(REFUSED);
      await expectOut(visitor);
    });

    test('a code that was taken already, with another state', async () => {
      const visitor = new Visitor(url);
      const { callback } = await signIn(visitor);
      await visitor.ask('DELETE', '/api/session');
      const code = new URL(callback, url).searchParams.get('code') ?? '';
      const state = (await begin(visitor)).searchParams.get('state') ?? '';
      const replayed = new URL(callback, url);
      replayed.searchParams.set('state', state);
      expect(replayed.searchParams.get('code')).toBe(code);
      expect((await visitor.ask('GET', replayed.pathname + replayed.search)).headers.get('location')).toBe(REFUSED);
      await expectOut(visitor);
    });

    test('an answer that another browser began', async () => {
      const attacker = new Visitor(url);
      const callback = await goThrough(await begin(attacker));
      const victim = new Visitor(url);
      await begin(victim);
      expect((await victim.ask('GET', callback)).headers.get('location')).toBe(REFUSED);
      await expectOut(victim);
    });

    test('an answer with the code of another sign-in', async () => {
      const visitor = new Visitor(url);
      const first = new URL(await goThrough(await begin(visitor)), url);
      const kept = visitor.cookies.get('silhouette-sso') ?? '';
      const other = new URL(await goThrough(await begin(new Visitor(url))), url);
      visitor.cookies.set('silhouette-sso', kept);
      first.searchParams.set('code', other.searchParams.get('code') ?? '');
      expect((await visitor.ask('GET', first.pathname + first.search)).headers.get('location')).toBe(REFUSED);
      await expectOut(visitor);
    });

    test('an identity token with another nonce', async () => {
      const visitor = new Visitor(url);
      const address = await begin(visitor);
      address.searchParams.set('nonce', 'another-nonce');
      expect((await visitor.ask('GET', await goThrough(address))).headers.get('location')).toBe(REFUSED);
      await expectOut(visitor);
    });

    test.each([
      ['another', 'https://evil.example'],
      ['no', null],
    ])('an answer of %s issuer', async (_which, issuer) => {
      const visitor = new Visitor(url);
      const callback = new URL(await goThrough(await begin(visitor)), url);
      expect(callback.searchParams.get('iss')).toBe(company.issuer);
      if (issuer === null) callback.searchParams.delete('iss');
      else callback.searchParams.set('iss', issuer);
      expect((await visitor.ask('GET', callback.pathname + callback.search)).headers.get('location')).toBe(REFUSED);
      await expectOut(visitor);
    });

    test('a state that nobody was given', async () => {
      const visitor = new Visitor(url);
      await begin(visitor);
      for (const query of ['', '?code=x', '?code=x&state=x', '?error=access_denied&state=x']) {
        expect((await visitor.ask('GET', `/api/session/sso/callback${query}`)).headers.get('location')).toBe(REFUSED);
      }
    });
  });

  test('a provider that calls itself by another name is not relied on', async () => {
    const shop = await makeShop();
    const env = { ...company.env, SILHOUETTE_OIDC_ISSUER: company.issuer.replace('127.0.0.1', 'localhost') };
    const other = await serveShop(shop.dir, env);
    const { headers } = await new Visitor(other.url).ask('GET', '/api/session/sso');
    expect(headers.get('location')).toBe(REFUSED);
    await other.server.close();
    shop.remove();
  });
});

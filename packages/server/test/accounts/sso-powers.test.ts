import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { type CompanySignIn, signInThere, startCompanySignIn } from './company-sign-in.ts';
import { findPerson, PASSWORD, setUpOwner, signIn, Visitor } from './visitor.ts';
import { writeCode } from './write-code.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

let company: CompanySignIn;
let server: SilhouetteServer;
let url = '';
let remove: () => void = () => {};
let owner: Visitor;

beforeAll(async () => {
  company = await startCompanySignIn();
  const shop = await makeShop();
  remove = shop.remove;
  ({ server, url } = await serveShop(shop.dir, { ...company.env, SILHOUETTE_SECOND_FACTOR: 'powers' }));
  company.allow(url);
  await new Visitor(url).ask('GET', '/api/audiences');
  owner = await setUpOwner(url);
  await addFactor(owner);
});
afterAll(async () => {
  await server.close();
  await company.stop();
  remove();
});

async function addFactor(person: Visitor): Promise<void> {
  const { body } = await person.ask('POST', '/api/account/second-factor', { password: PASSWORD });
  const code = writeCode(body.uri, Date.now());
  expect((await person.ask('POST', '/api/account/second-factor/confirm', { code })).status).toBe(204);
}

const heldBackOf = async (person: Visitor): Promise<string[]> => (await person.ask('GET', '/api/me')).body.heldBack;

test('who gets in by the company’s sign-in alone has the powers of their role, whose second factor is the company’s', async () => {
  const { email } = company.employee;
  expect((await owner.ask('POST', '/api/invitations', { email, role: 'steward' })).status).toBe(201);
  const steward = new Visitor(url);
  expect(await signInThere(company, steward)).toBe('/catalog');
  const { body } = await steward.ask('GET', '/api/me');
  expect(body.account).toMatchObject({ role: 'steward', hasPassword: false, hasSecondFactor: false });
  expect([body.heldBack, body.classes.includes('sensitive')]).toEqual([[], true]);
  expect((await steward.ask('GET', '/api/audit')).status).toBe(200);
  const made = await steward.ask('POST', '/api/keys', { name: 'log', scopes: ['audit.read'], days: 7 });
  expect(made.status).toBe(201);

  // Once there is a password, too, it is all that it takes to be them: the powers wait, however one got in, and for keys, too.
  const { id } = await findPerson(owner, email);
  const link = (await owner.ask('POST', `/api/people/${id}/reset-link`, {})).body.url;
  const token = new URL(link).hash.slice(1);
  expect((await new Visitor(url).ask('POST', '/api/links/use', { token, password: PASSWORD })).status).toBe(200);
  const byPassword = await signIn(url, email);
  const byCompany = new Visitor(url);
  expect(await signInThere(company, byCompany)).toBe('/catalog');
  for (const one of [byPassword, byCompany]) {
    expect(await heldBackOf(one)).toEqual(expect.arrayContaining(['audit.read', 'personal.see', 'exports.approve']));
    expect((await one.ask('GET', '/api/audit')).body.code).toBe('second-factor-needed');
  }
  const asKey = { authorization: `Bearer ${made.body.key}` };
  expect((await new Visitor(url).ask('GET', '/api/audit', undefined, asKey)).body.code).toBe('second-factor-needed');

  // A second factor of the password's own gives them back; the company's sign-in asks for none of ours.
  await addFactor(byPassword);
  const again = new Visitor(url);
  expect(await signInThere(company, again)).toBe('/catalog');
  expect([await heldBackOf(byPassword), await heldBackOf(again)]).toEqual([[], []]);
});

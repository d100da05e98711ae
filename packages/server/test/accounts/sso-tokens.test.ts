import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { appendSignature, type FakeSignIn, signByText, startFakeSignIn, type TokenParts, writeParts } from './fake-sign-in.ts';
import { findPerson, setUpOwner, Visitor } from './visitor.ts';

const REFUSED = '/sign-in?problem=sso-refused';

let fake: FakeSignIn;
let server: SilhouetteServer;
let url = '';
let remove: () => void = () => {};
let owner: Visitor;

beforeAll(async () => {
  fake = await startFakeSignIn();
  const shop = await makeShop();
  remove = shop.remove;
  ({ server, url } = await serveShop(shop.dir, fake.env));
  await new Visitor(url).ask('GET', '/api/audiences');
  owner = await setUpOwner(url);
  await owner.ask('POST', '/api/invitations', { email: 'employee@example.com', role: 'viewer' });
});
afterAll(async () => {
  await server.close();
  await fake.stop();
  remove();
});

/** Comes back from the provider with a token; gives where one is led to. */
async function comeBack(write: (right: TokenParts) => string, visitor = new Visitor(url)): Promise<string | null> {
  const begun = await visitor.ask('GET', '/api/session/sso?next=/catalog');
  const { searchParams } = new URL(begun.headers.get('location') ?? '');
  fake.idToken = write(writeParts(fake, searchParams.get('nonce') ?? ''));
  const query = new URLSearchParams({ code: 'a-code', state: searchParams.get('state') ?? '', iss: fake.issuer });
  const { status, headers } = await visitor.ask('GET', `/api/session/sso/callback?${query}`);
  expect(status).toBe(303);
  return headers.get('location');
}
const listEntries = async (action: string) => (await owner.ask('GET', `/api/audit?action=${action}`)).body.entries;

test('a token that the provider signed lets in, and the log says whom', async () => {
  expect(await comeBack((right) => fake.sign(right))).toBe('/catalog');
  const { id } = await findPerson(owner, 'employee@example.com');
  expect((await listEntries('signed-in'))[0]).toMatchObject({
    actor: { kind: 'person', id, name: 'employee@example.com' },
    subject: [id],
    details: { by: 'Fake' },
  });
});

const claiming =
  (claims: Record<string, unknown>) =>
  ({ header, claims: right }: TokenParts): string =>
    fake.sign({ header, claims: { ...right, ...claims } });
const before = Math.floor(Date.now() / 1000) - 3600;

test.each<[string, (right: TokenParts) => string]>([
  ['whose signature has another byte', (right) => change(fake.sign(right))],
  ['whose claims were exchanged under a signature that is right', (right) => exchangeClaims(fake.sign(right), right)],
  ['signed by another key of the same name', (right) => fake.signAsAnother(right)],
  ['of alg none', ({ claims }) => appendSignature({ header: { alg: 'none' }, claims }, () => Buffer.alloc(0))],
  [
    'of alg none with a signature',
    ({ claims }) => appendSignature({ header: { alg: 'none', kid: 'one' }, claims }, () => Buffer.from('anything')),
  ],
  [
    'of HS256 by the published key',
    ({ header, claims }) => signByText({ header: { ...header, alg: 'HS256' }, claims }, fake.publicKey),
  ],
  [
    'of HS256 by the client’s secret',
    ({ claims }) => signByText({ header: { alg: 'HS256' }, claims }, fake.env.SILHOUETTE_OIDC_CLIENT_SECRET ?? ''),
  ],
  ['for another client', claiming({ aud: 'another' })],
  ['for several clients, asked for by another', claiming({ aud: ['silhouette', 'another'], azp: 'another' })],
  ['of another issuer', claiming({ iss: 'https://evil.example' })],
  ['that has expired', claiming({ iat: before - 300, exp: before })],
  ['that does not expire', claiming({ exp: undefined })],
  ['of another sign-in', claiming({ nonce: 'another' })],
])('a token %s is refused, and that is recorded', async (_which, write) => {
  const failed = (await listEntries('sign-in-failed')).length;
  const visitor = new Visitor(url);
  expect(await comeBack(write, visitor)).toBe(REFUSED);
  expect((await visitor.ask('GET', '/api/me')).status).toBe(401);
  const entries = await listEntries('sign-in-failed');
  expect(entries.length).toBe(failed + 1);
  // Nobody vouches for what such a token says.
  expect(entries[0]).toMatchObject({ actor: { kind: 'unknown' }, subject: [], details: { by: 'Fake' } });
});

test('who is vouched for and not let in is recorded by their e-mail address', async () => {
  const write = claiming({ sub: 'stranger', email: 'Stranger@example.com' });
  expect(await comeBack(write)).toBe(REFUSED);
  expect((await listEntries('sign-in-failed'))[0].subject).toEqual(['stranger@example.com']);
});

test('an address that another had before leads into no account of theirs', async () => {
  expect(await comeBack(claiming({ sub: 'e2' }))).toBe(REFUSED);
  expect((await listEntries('sign-in-failed'))[0].subject).toEqual(['employee@example.com']);
});

test('an address that only looks like another, or becomes it in lower case, is not it', async () => {
  await owner.ask('POST', '/api/invitations', { email: 'kim@example.com', role: 'viewer' });
  for (const email of ['\u212Aim@example.com', 'kim\u200B@example.com', '\uFF4Bim@example.com'])
    expect([email, await comeBack(claiming({ sub: 'e3', email }))]).toEqual([email, REFUSED]);
  expect(await comeBack(claiming({ sub: 'e3', email: 'Kim@example.com', name: '\0\u202eKim\n' }))).toBe('/catalog');
  expect((await findPerson(owner, 'kim@example.com')).name).toBe('Kim');
});

test('the session that the browser had before ends', async () => {
  const visitor = new Visitor(url);
  await comeBack((right) => fake.sign(right), visitor);
  const old = new Visitor(url);
  for (const [name, value] of visitor.cookies) old.cookies.set(name, value);
  expect((await old.ask('GET', '/api/me')).status).toBe(200);
  await comeBack((right) => fake.sign(right), visitor);
  expect((await visitor.ask('GET', '/api/me')).status).toBe(200);
  expect((await old.ask('GET', '/api/me')).status).toBe(401);
});

test('what they did is counted as theirs', async () => {
  // The shop's zone is Seoul's.
  const month = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7);
  const { body } = await owner.ask('GET', `/api/audit/review?month=${month}`);
  expect(body.activities.find((one: unknown) => JSON.stringify(one).includes('employee@example.com'))).toMatchObject({
    signIns: 3,
  });
});

function change(token: string): string {
  const parts = token.split('.');
  const signature = Buffer.from(parts[2] ?? '', 'base64url');
  signature.writeUInt8(signature.readUInt8(10) ^ 1, 10);
  return [parts[0], parts[1], signature.toString('base64url')].join('.');
}

function exchangeClaims(token: string, { claims }: TokenParts): string {
  const [header, , signature] = token.split('.');
  const others = Buffer.from(JSON.stringify({ ...claims, email: 'owner@example.com' })).toString('base64url');
  return [header, others, signature].join('.');
}

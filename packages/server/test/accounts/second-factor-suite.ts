import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { makeShop, serveShop } from '../audiences/shop.ts';
import { addPerson, findPerson, PASSWORD, setUpOwner, signIn, Visitor } from './visitor.ts';
import { writeCode } from './write-code.ts';

/** Second factors over HTTP, with their database of an environment: the same on each. */
export function describeSecondFactor(env: () => Record<string, string>): void {
  const EMAIL = 'careful@example.com';
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};
  let owner: Visitor;
  let person: Visitor;
  let uri = '';
  let recoveryCodes: string[] = [];

  beforeAll(async () => {
    const shop = await makeShop();
    remove = shop.remove;
    ({ server, url } = await serveShop(shop.dir, env()));
    await new Visitor(url).ask('GET', '/api/audiences');
    owner = await setUpOwner(url);
    person = await addPerson(owner, EMAIL, 'viewer');
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  async function giveWord(): Promise<Visitor> {
    const visitor = new Visitor(url);
    const { body } = await visitor.ask('POST', '/api/session', { email: EMAIL, password: PASSWORD });
    expect(body).toEqual({ state: 'second-factor' });
    return visitor;
  }
  const isIn = async (visitor: Visitor) => (await visitor.ask('GET', '/api/me')).status === 200;

  test('is set up by password and code, and until then asks for nothing', async () => {
    const wrong = await person.ask('POST', '/api/account/second-factor', { password: `${PASSWORD}!` });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'sign-in-failed']);
    const started = await person.ask('POST', '/api/account/second-factor', { password: PASSWORD });
    ({ uri, recoveryCodes } = started.body);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Silhouette:careful(@|%40)example\.com\?secret=[A-Z2-7]+&issuer=Silhouette/);
    expect(new Set(recoveryCodes).size).toBe(10);
    // 24 of 32 letters and digits: 120 bits.
    for (const code of recoveryCodes) expect(code).toMatch(/^([a-km-np-z2-9]{6}-){3}[a-km-np-z2-9]{6}$/);
    await signIn(url, EMAIL);
    const bad = await person.ask('POST', '/api/account/second-factor/confirm', { code: '000000' });
    expect([bad.status, bad.body.code]).toEqual([401, 'wrong-code']);
    const before = person.cookieHeader;
    const code = writeCode(uri, Date.now());
    expect((await person.ask('POST', '/api/account/second-factor/confirm', { code })).status).toBe(204);
    expect(person.cookieHeader).not.toBe(before);
    expect((await person.ask('GET', '/api/me')).body.account).toMatchObject({ hasSecondFactor: true });
    expect(await findPerson(owner, EMAIL)).toMatchObject({ hasSecondFactor: true });
  });

  test('the password alone gives no session, only the next step', async () => {
    const visitor = await giveWord();
    expect([...visitor.cookies.keys()]).toEqual(['silhouette-second-factor']);
    expect(await isIn(visitor)).toBe(false);
  });

  test('a code lets in once: not a second time, not in another browser', async () => {
    const visitor = await giveWord();
    const code = writeCode(uri, Date.now() + 30_000);
    expect((await visitor.ask('POST', '/api/session/second-factor', { code: '123 45' })).body.code).toBe('wrong-code');
    const given = await visitor.ask('POST', '/api/session/second-factor', { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect([given.status, given.body]).toEqual([200, { state: 'signed-in' }]);
    expect(await isIn(visitor)).toBe(true);
    const other = await giveWord();
    const again = await other.ask('POST', '/api/session/second-factor', { code });
    expect([again.status, again.body.code]).toEqual([401, 'wrong-code']);
    expect(await isIn(other)).toBe(false);
    const stranger = await new Visitor(url).ask('POST', '/api/session/second-factor', { code: writeCode(uri, Date.now()) });
    expect([stranger.status, stranger.body.code]).toEqual([401, 'wrong-code']);
  });

  test('who gave the right password, and who guesses codes, is in the log by their account', async () => {
    const { id } = await findPerson(owner, EMAIL);
    const visitor = await giveWord();
    for (const code of ['111111', '222222', '333333'])
      expect((await visitor.ask('POST', '/api/session/second-factor', { code })).status).toBe(401);
    const { body } = await owner.ask('GET', '/api/audit?action=password-accepted,sign-in-failed&limit=4');
    expect(body.entries.map(({ action, subject }: { action: string; subject: string[] }) => [action, subject])).toEqual([
      ...Array.from({ length: 3 }, () => ['sign-in-failed', [id, EMAIL]]),
      ['password-accepted', [id, EMAIL]],
    ]);
    // Somebody who is at no second step is nobody.
    await new Visitor(url).ask('POST', '/api/session/second-factor', { code: '444444' });
    const last = await owner.ask('GET', '/api/audit?action=sign-in-failed&limit=1');
    expect(last.body.entries[0].subject).toEqual([]);
    const forged = new Visitor(url);
    const [name, value = ''] = [...visitor.cookies][0] ?? ['', ''];
    forged.cookies.set(name, `${value.slice(0, -8)}AAAAAAA%3D`);
    await forged.ask('POST', '/api/session/second-factor', { code: '555555' });
    expect((await owner.ask('GET', '/api/audit?action=sign-in-failed&limit=1')).body.entries[0].subject).toEqual([]);
  });

  test('somebody else’s session is no first step', async () => {
    const code = writeCode(uri, Date.now() - 30_000);
    const asked = await owner.ask('POST', '/api/session/second-factor', { code });
    expect([asked.status, asked.body.code]).toEqual([401, 'wrong-code']);
    expect((await owner.ask('GET', '/api/me')).body.account.email).toBe('owner@example.com');
  });

  test('a recovery code lets in once, and new ones end the old', async () => {
    const [first, second] = recoveryCodes;
    const visitor = await giveWord();
    expect((await visitor.ask('POST', '/api/session/second-factor', { recoveryCode: first })).status).toBe(200);
    expect(await isIn(visitor)).toBe(true);
    const again = await giveWord();
    expect((await again.ask('POST', '/api/session/second-factor', { recoveryCode: first })).body.code).toBe('wrong-code');
    const renewed = await visitor.ask('POST', '/api/account/recovery-codes', { password: PASSWORD });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await again.ask('POST', '/api/session/second-factor', { recoveryCode: second })).body.code).toBe('wrong-code');
    const [fresh] = renewed.body.recoveryCodes;
    expect((await again.ask('POST', '/api/session/second-factor', { recoveryCode: fresh })).status).toBe(200);
  });

  test('guesses of codes come to an end', async () => {
    const visitor = await giveWord();
    for (let guess = 0; guess < 5; guess += 1) {
      const asked = await visitor.ask('POST', '/api/session/second-factor', { code: `00000${guess}` });
      expect(asked.body.code).toBe('wrong-code');
    }
    const right = await visitor.ask('POST', '/api/session/second-factor', { code: writeCode(uri, Date.now()) });
    expect([right.status, right.body.code]).toEqual([401, 'wrong-code']);
    expect(await isIn(visitor)).toBe(false);
  });

  test('an administrator’s link takes it away for who lost the device, and only if told so', async () => {
    const { id } = await findPerson(owner, EMAIL);
    for (const secondFactorToo of [false, true]) {
      const made = await owner.ask('POST', `/api/people/${id}/reset-link`, { secondFactorToo });
      const token = new URL(made.body.url).hash.slice(1);
      await new Visitor(url).ask('POST', '/api/links/use', { token, password: PASSWORD });
      expect(await findPerson(owner, EMAIL)).toMatchObject({ hasSecondFactor: !secondFactorToo });
    }
    person = await signIn(url, EMAIL);
    expect(await isIn(person)).toBe(true);
  });

  test('is removed by the password', async () => {
    const { body } = await person.ask('POST', '/api/account/second-factor', { password: PASSWORD });
    await person.ask('POST', '/api/account/second-factor/confirm', { code: writeCode(body.uri, Date.now()) });
    const wrong = await person.ask('POST', '/api/account/second-factor/remove', { password: 'not the password' });
    expect(wrong.status).toBe(401);
    expect((await person.ask('POST', '/api/account/second-factor/remove', { password: PASSWORD })).status).toBe(204);
    await signIn(url, EMAIL);
  });

  test('codes are counted with passwords, by account: a pause is asked for', async () => {
    const email = 'guessed@example.com';
    const guessed = await addPerson(owner, email, 'viewer');
    const { body } = await guessed.ask('POST', '/api/account/second-factor', { password: PASSWORD });
    await guessed.ask('POST', '/api/account/second-factor/confirm', { code: writeCode(body.uri, Date.now()) });
    let paused: Awaited<ReturnType<Visitor['ask']>> | null = null;
    for (let round = 0; round < 4 && paused === null; round += 1) {
      const visitor = new Visitor(url);
      const given = await visitor.ask('POST', '/api/session', { email, password: PASSWORD });
      // Ten attempts in all, of which the password is one each time: the eleventh is a code.
      expect(given.status).toBe(200);
      for (let guess = 0; guess < 3 && paused === null; guess += 1) {
        const asked = await visitor.ask('POST', '/api/session/second-factor', { code: `99999${guess}` });
        if (asked.status !== 401) paused = asked;
      }
    }
    expect([paused?.status, paused?.body.code]).toEqual([429, 'too-many-attempts']);
    expect(Number(paused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
}

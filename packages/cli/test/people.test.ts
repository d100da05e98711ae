import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeFolder, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { killServers, serveCli } from './serve-cli.ts';

// Every command opens the database anew: a second of work each, more on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

const CATALOG = `silhouette: 1
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] } }
customers: { from: people, key: id }
`;
const PASSWORD = 'correct horse battery staple';
const EMAIL = 'owner@example.com';
const dir = makeFolder({ 'silhouette.yaml': CATALOG, 'people.csv': 'id,city\na,서울\nb,부산\n' });
const at = ['--workspace', dir, '--json'];

async function run(args: readonly string[], options: { readonly input?: string; readonly env?: Record<string, string> } = {}) {
  // A server goes on writing to the streams of its process.
  const { code, stdout, stderr } = await (args[0] === 'serve' ? runCli : runHere)([...args, ...at], options);
  return { code, answer: stdout === '' ? null : JSON.parse(stdout), text: stdout + stderr };
}

beforeAll(async () => {
  expect((await run(['load'])).code).toBe(0);
}, 120_000);
afterAll(() => {
  killServers();
  rmSync(dir, { recursive: true, force: true });
});

test('others are served only once somebody has an account, which a command makes from standard input', async () => {
  const early = await run(['serve', '--host', '0.0.0.0', '--port', '0']);
  expect([early.code, early.answer.issues[0].code]).toEqual([1, 'accounts-missing']);
  expect(early.text).toContain('silhouette people add-owner');
  expect((await run(['people', 'list'])).answer).toEqual({ people: [] });
  const short = await run(['people', 'add-owner', '--email', EMAIL], { input: 'too short\n' });
  expect([short.code, short.answer.issues[0].path]).toEqual([2, 'password']);
  const made = await run(['people', 'add-owner', '--email', ` ${EMAIL.toUpperCase()}`], { input: `${PASSWORD}\n` });
  expect([made.code, made.answer]).toEqual([0, { email: EMAIL, role: 'admin' }]);
  expect(made.text).not.toContain(PASSWORD);
  const file = join(dir, 'password');
  writeFileSync(file, PASSWORD);
  const again = await run(['people', 'add-owner', '--email', EMAIL], { env: { SILHOUETTE_PASSWORD_FILE: file } });
  expect([again.code, again.answer.issues[0].code]).toEqual([1, 'accounts-exist']);
});

test('a running server is asked with a key, and refuses without', async () => {
  const { url, end } = await serveCli(dir);
  const headers = { 'content-type': 'application/json', origin: url };
  const signed = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  expect(signed.status).toBe(200);
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const scopes = ['people.manage', 'audience.ask', 'audience.read', 'audience.save', 'catalog.read'];
  const made = await fetch(`${url}/api/keys`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ name: 'cli', scopes, days: 1 }),
  });
  const { key } = Object(await made.json());
  const env = { SILHOUETTE_API_KEY: String(key) };

  const refused = await run(['people', 'list']);
  expect([refused.code, refused.answer.issues[0].code]).toEqual([1, 'not-signed-in']);
  expect(refused.text).toContain('SILHOUETTE_API_KEY');
  const access = await run(['privacy', 'access', 'a']);
  expect([access.code, access.answer.issues]).toEqual([1, refused.answer.issues]);
  const listed = await run(['people', 'list'], { env });
  expect(listed.answer.people).toMatchObject([{ email: EMAIL, role: 'admin' }]);
  const invited = await run(['people', 'invite', 'kim@example.com', '--role', 'viewer'], { env });
  expect(invited.answer.url).toMatch(new RegExp(`^${url}/accept#[\\w-]{43}$`));
  const more = await run(['people', 'invite', 'lee@example.com', '--role', 'admin'], { env });
  expect(more.answer.issues[0].code).toBe('not-allowed');

  const saved = await run(['audiences', 'save', '{"attribute":"city","eq":"서울"}', '--id', 'seoul', '--name', 'Seoul'], {
    env,
  });
  expect(saved.code).toBe(0);
  expect((await run(['audiences', 'list'])).answer.issues[0].code).toBe('not-signed-in');
  expect((await run(['audiences', 'list'], { env })).answer.audiences).toMatchObject([{ id: 'seoul' }]);
  expect((await run(['catalog', '--overrides'], { env })).answer).toEqual({ edits: [] });
  await end('SIGTERM');

  const wrong = await run(['people', 'disable', EMAIL]);
  expect(wrong.answer.issues[0].code).toBe('last-admin');
  const scoped = await run([
    'people',
    'invite',
    'park@example.com',
    '--role',
    'viewer',
    '--row-scope',
    '{"attribute":"nothing","eq":1}',
  ]);
  expect(scoped.answer.issues[0]).toMatchObject({ code: 'unknown-attribute', path: 'rowScope.attribute' });
  const roles = await run(['people', 'roles']);
  expect(roles.answer.roles.map((role: { id: string }) => role.id)).toEqual([
    'viewer',
    'marketer',
    'analyst',
    'steward',
    'admin',
  ]);
});

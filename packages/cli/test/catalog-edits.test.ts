import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { killServers, serveCli } from './serve-cli.ts';

// Every command opens the database anew: a second of work each, more on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

const CATALOG = `silhouette: 1
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] } }
customers:
  from: people # all of them
  key: id
`;
const dir = makeFolder({ 'silhouette.yaml': CATALOG, 'people.csv': 'id,city\na,서울\nb,부산\n' });
const at = ['--workspace', dir];
const readFile = () => readFileSync(join(dir, 'silhouette.yaml'), 'utf8');

async function run(...args: string[]) {
  const { code, stdout } = await runHere([...args, ...at, '--json']);
  return { code, answer: JSON.parse(stdout) };
}

beforeAll(async () => {
  expect((await run('load')).code).toBe(0);
}, 120_000);
afterAll(() => {
  killServers();
  rmSync(dir, { recursive: true, force: true });
});

test('edits are listed, stand in the catalog and are written back, through the server and without it', async () => {
  expect((await run('catalog', '--overrides')).answer).toEqual({ edits: [] });
  const { url, end } = await serveCli(dir);
  const edited = await fetch(`${url}/api/catalog/entry?attribute=city`, {
    method: 'PUT',
    headers: { 'if-match': '"0"', 'content-type': 'application/json' },
    body: JSON.stringify({ label: { ko: '사는 곳', en: 'Home' } }),
  });
  expect(edited.status).toBe(200);
  const served = await run('catalog');
  expect(served.answer.attributes).toMatchObject([{ id: 'city', label: { ko: '사는 곳', en: 'Home' } }]);
  expect(served.answer).toEqual(await (await fetch(`${url}/api/catalog`)).json());
  const listed = await run('catalog', '--overrides');
  await end('SIGTERM');
  expect((await run('catalog', '--overrides')).answer).toEqual(listed.answer);
  expect((await run('catalog')).answer).toEqual(served.answer);

  const told = await runHere(['catalog', '--write-back', ...at]);
  expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('+    city: { label: { ko: 사는 곳, en: Home } }')]);
  expect(readFile()).toBe(`${CATALOG}  attributes:\n    city: { label: { ko: 사는 곳, en: Home } }\n`);
  expect((await run('catalog', '--overrides')).answer.edits).toMatchObject([{ property: 'label', state: 'waiting' }]);
  expect((await run('catalog', '--write-back')).answer).toMatchObject({ isWritten: false, diff: '' });
  expect((await runHere(['catalog', '--write-back', '--overrides', ...at])).code).toBe(2);
});

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { killServers, serveCli } from './serve-cli.ts';

// Every command opens the database anew: a second of work each, more on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: id
  attributes:
    city: { column: city, type: category }
    age: { column: age, type: number }
`;
const dir = makeFolder({
  'silhouette.yaml': CATALOG,
  'people.csv': 'id,city,age\na,서울,31\nb,부산,25\nc,서울,40\n',
});
const at = ['--workspace', dir, '--json'];
const folder = join(dir, 'audiences');

/** The document of a command, and how it ended. */
async function run(args: readonly string[], input = '') {
  const { code, stdout, stderr } = await runHere([...args, ...at], { input });
  return { code, stderr, answer: JSON.parse(stdout) };
}
const outcomes = (answer: { results: { id: string; outcome: string }[] }) => answer.results.map((one) => [one.id, one.outcome]);

beforeAll(async () => {
  expect((await run(['load'])).answer).toMatchObject({ changed: true });
});
afterAll(() => {
  killServers();
  rmSync(dir, { recursive: true, force: true });
});

test('a workspace in which nothing was saved makes no database to say so', async () => {
  const { code, answer } = await run(['explore', 'vip']);
  expect([code, answer.issues[0].code]).toEqual([1, 'unknown-audience']);
  expect(readdirSync(dir)).not.toContain('state');
});

describe('saved audiences of the command line', () => {
  test('are saved, listed and shown, and answer by their id in every command', async () => {
    const saved = await run(
      ['audiences', 'save', '-', '--name', '서울', '--id', 'seoul', '--tags', 'a,b'],
      '{"attribute":"city","eq":"서울"}',
    );
    expect(saved.answer).toMatchObject({ id: 'seoul', version: 1, tags: ['a', 'b'], size: { count: 2, base: 3 } });
    const changed = await run([
      'audiences',
      'save',
      '{"attribute":"age","gte":31}',
      '--id',
      'seoul',
      '--if-version',
      '1',
      '--note',
      'n',
    ]);
    expect(changed.answer).toMatchObject({ version: 2, name: '서울', tags: ['a', 'b'], note: 'n' });
    const late = await run(['audiences', 'save', '{"all":[]}', '--id', 'seoul', '--if-version', '1']);
    expect([late.code, late.answer.issues[0].code]).toEqual([1, 'audience-changed']);
    expect((await run(['audiences', 'list'])).answer.audiences).toEqual([changed.answer]);
    expect((await run(['audiences', 'show', 'seoul'])).answer).toMatchObject({
      version: 2,
      versions: [{ version: 2 }, { version: 1 }],
      usedBy: [],
    });
    expect((await run(['audiences', 'show', 'seoul', '--at-version', '1'])).answer.definition).toEqual({
      attribute: 'city',
      eq: '서울',
    });
    const used = [{ id: 'seoul', version: 2 }];
    expect((await run(['explore', 'seoul'])).answer).toMatchObject({ count: 2, audiences: used });
    expect((await run(['explain', 'seoul'])).answer).toMatchObject({ count: 2, audiences: used });
    const { name } = (await run(['audiences', 'show', 'seoul'])).answer;
    const sentence = { en: `Customers who are in the audience ‘${name}’` };
    expect((await run(['explain', 'seoul'])).answer).toMatchObject({ sentence });
    expect((await run(['portrait', '{"all":[]}', '--versus', 'seoul'])).answer).toMatchObject({ audiences: used });
    expect((await run(['members', 'seoul'])).answer.members.map(({ key }: { key: string }) => key)).toEqual(['a', 'c']);
    expect((await run(['verify', 'seoul', '--engines', 'reference,chdb'])).answer).toMatchObject({ checked: 1, different: 0 });
    const readable = await runHere(['audiences', 'show', 'seoul', '--workspace', dir]);
    expect(readable.stdout).toContain('2 of 3 customers');
    expect(readable.stdout).not.toMatch(/undefined|NaN/);
  });

  test('go through the running server, with the same answers, and say who it is when it may not', async () => {
    const alone = [
      await run(['audiences', 'list']),
      await run(['audiences', 'show', 'seoul']),
      await run(['audiences', 'show', 'none']),
    ];
    const server = await serveCli(dir);
    try {
      const through = [
        await run(['audiences', 'list']),
        await run(['audiences', 'show', 'seoul']),
        await run(['audiences', 'show', 'none']),
      ];
      expect(through).toEqual(alone);
      expect((await run(['explore', '{"audience":"seoul","version":1}'])).answer).toMatchObject({
        count: 2,
        audiences: [{ version: 1 }],
        sentence: { en: expect.stringMatching(/^Customers who are in the audience ‘서울.*’ \(version 1\)$/) },
      });
      const saved = await run(['audiences', 'save', '{"attribute":"age","lt":31}', '--name', 'Through', '--id', 'through']);
      expect(saved.answer).toMatchObject({ version: 1, size: { count: 1 } });
      expect(
        (await run(['audiences', 'save', '{"all":[]}', '--id', 'through', '--if-version', '7'])).answer.issues[0].code,
      ).toBe('audience-changed');
      const list = JSON.parse(await (await fetch(`${server.url}/api/audiences`)).text());
      expect(list.audiences.map(({ id }: { id: string }) => id)).toEqual(['through', 'seoul']);
    } finally {
      await server.end('SIGTERM');
    }
    expect((await run(['audiences', 'delete', 'through'])).answer).toEqual({ id: 'through', version: 1, deleted: true });
  });
});

describe('files for git', () => {
  const path = (id: string) => join(folder, `${id}.yaml`);
  const change = (id: string, from: string, to: string) =>
    writeFileSync(path(id), readFileSync(path(id), 'utf8').replace(from, to));

  test('pull writes, push saves what changed, and both do nothing when nothing changed', async () => {
    expect(outcomes((await run(['audiences', 'pull'])).answer)).toEqual([['seoul', 'new']]);
    expect(readFileSync(path('seoul'), 'utf8')).toBe(
      'id: seoul\nname: 서울\ntags:\n  - a\n  - b\nversion: 2\ndefinition:\n  attribute: age\n  gte: 31\n',
    );
    expect(outcomes((await run(['audiences', 'pull'])).answer)).toEqual([['seoul', 'same']]);
    expect(outcomes((await run(['audiences', 'push'])).answer)).toEqual([['seoul', 'same']]);
    change('seoul', 'gte: 31\n', 'gte: 32 # older\n');
    // Refers to one that is pushed after it.
    writeFileSync(path('a-new'), 'id: a-new\nname: New\ndefinition: { not: { audience: z-new } }\n');
    writeFileSync(path('z-new'), 'id: z-new\nname: Z\ndefinition: { attribute: age, gte: "32.0" }\n');
    expect(outcomes((await run(['audiences', 'pull'])).answer)).toEqual([
      ['a-new', 'unknown'],
      ['seoul', 'kept'],
      ['z-new', 'unknown'],
    ]);
    expect(outcomes((await run(['audiences', 'push'])).answer)).toEqual([
      ['a-new', 'created'],
      ['seoul', 'saved'],
      ['z-new', 'created'],
    ]);
    expect(readFileSync(path('seoul'), 'utf8')).toContain('version: 3\ndefinition:\n  attribute: age\n  gte: 32 # older\n');
    expect((await run(['explore', 'a-new'])).answer.count).toBe(2);
    expect(outcomes((await run(['audiences', 'push'])).answer).map(([, outcome]) => outcome)).toEqual(['same', 'same', 'same']);
  });

  test('where both were changed nothing is done, both are shown, and --force says what it replaced', async () => {
    await run(['audiences', 'save', '{"attribute":"age","gte":40}', '--id', 'seoul', '--if-version', '3']);
    change('seoul', 'gte: 32', 'gte: 33');
    const before = readFileSync(path('seoul'), 'utf8');
    for (const way of ['push', 'pull']) {
      const { code, answer } = await run(['audiences', way]);
      expect([code, answer.conflicts]).toEqual([1, 1]);
      expect(answer.results.find(({ id }: { id: string }) => id === 'seoul')).toMatchObject({
        outcome: 'conflict',
        conflict: {
          reason: 'both-changed',
          file: { version: 3, sentence: { en: expect.stringContaining('33') }, definition: { attribute: 'age', gte: 33 } },
          saved: { version: 4, sentence: { en: expect.stringContaining('40') } },
        },
      });
      expect(readFileSync(path('seoul'), 'utf8')).toBe(before);
    }
    expect((await run(['audiences', 'show', 'seoul'])).answer.version).toBe(4);
    const readable = await runHere(['audiences', 'push', '--workspace', dir]);
    expect([readable.code, readable.stdout]).toEqual([1, expect.stringContaining('saved version 4, by ')]);
    const forced = await run(['audiences', 'push', '--force']);
    expect([forced.code, forced.answer.results[1]]).toMatchObject([
      0,
      { outcome: 'forced', version: 5, conflict: { saved: { version: 4 } } },
    ]);
    expect((await run(['audiences', 'show', 'seoul', '--at-version', '4'])).answer.definition).toEqual({
      attribute: 'age',
      gte: 40,
    });
  });

  test('a file whose only changes are the server’s is updated; one of a deleted audience is a conflict', async () => {
    await run(['audiences', 'save', '{"attribute":"age","gte":41}', '--id', 'seoul', '--if-version', '5']);
    expect(outcomes((await run(['audiences', 'pull'])).answer)[1]).toEqual(['seoul', 'updated']);
    expect(readFileSync(path('seoul'), 'utf8')).toContain('gte: 41');
    await run(['audiences', 'delete', 'seoul']);
    const shown = await run(['audiences', 'show', 'seoul']);
    expect([shown.code, shown.answer]).toMatchObject([0, { version: 6, deleted: { by: expect.any(String) }, usedBy: [] }]);
    expect((await run(['audiences', 'show', 'seoul', '--at-version', '1'])).answer.version).toBe(1);
    expect((await run(['audiences', 'list', '--deleted', '--search', 'seoul'])).answer.audiences).toMatchObject([
      { id: 'seoul' },
    ]);
    const { code, answer } = await run(['audiences', 'push']);
    expect([code, answer.results[1]]).toMatchObject([
      1,
      { id: 'seoul', outcome: 'conflict', conflict: { reason: 'deleted', saved: null } },
    ]);
  });

  test('a deleted one is restored, and the same save under one key is one save', async () => {
    const restored = await run(['audiences', 'restore', 'seoul', '--at-version', '1', '--note', 'back']);
    expect([restored.code, restored.answer]).toMatchObject([0, { id: 'seoul', version: 7, note: 'back', deleted: null }]);
    expect((await run(['audiences', 'restore', 'seoul'])).answer.issues[0].code).toBe('audience-exists');
    const save = () => run(['audiences', 'save', '{"all":[]}', '--name', 'Keyed', '--idempotency-key', 'k 1']);
    expect((await save()).answer).toMatchObject({ id: 'keyed', version: 1 });
    expect((await save()).answer).toMatchObject({ id: 'keyed', version: 1 });
    const entries = (await run(['audit', 'list', '--action', 'audience-saved,audience-restored'])).answer.entries;
    expect(entries.slice(0, 3).map((one: { action: string; details: object }) => [one.action, one.details])).toMatchObject([
      ['audience-saved', { version: 1, repeated: true }],
      ['audience-saved', { version: 1 }],
      ['audience-restored', { version: 7 }],
    ]);
  });

  test('a new file never takes the place of another audience’s', async () => {
    const text = 'id: mine\nname: Mine, not pushed yet\ndefinition: { all: [] }\n';
    const other = makeFolder({ 'Keyed.yaml': text });
    const { code, answer } = await run(['audiences', 'pull', other]);
    expect([code, answer.issues]).toMatchObject([1, [{ path: 'Keyed.yaml', code: 'clashing-id' }]]);
    expect(readdirSync(other)).toEqual(['Keyed.yaml']);
    expect(readFileSync(join(other, 'Keyed.yaml'), 'utf8')).toBe(text);
    rmSync(other, { recursive: true });
  });

  test('files that refer to each other in a circle, and files that cannot be read, say so', async () => {
    const other = makeFolder({
      'a.yaml': 'id: circle-a\nname: A\ndefinition: { not: { any: [{ audience: circle-b }] } }\n',
      'b.yaml': 'id: circle-b\nname: B\ndefinition: { audience: circle-a }\n',
      'c.yaml': 'id: outside\nname: C\ndefinition: { audience: circle-a }\n',
    });
    const told = async (dir: string) => {
      const { code, answer } = await run(['audiences', 'push', dir]);
      expect(code).toBeGreaterThan(0);
      return answer.issues.map((issue: Record<string, string>) => `${issue.path?.replace(`${other}/`, '')} ${issue.code}`);
    };
    expect(await told(other)).toEqual([
      'a.yaml: definition audience-cycle',
      'b.yaml: definition audience-cycle',
      'c.yaml: definition.audience unknown-audience',
    ]);
    mkdirSync(join(other, 'd.yaml'));
    expect(await told(other)).toEqual(['d.yaml source-file-broken']);
    expect(await told(join(other, 'a.yaml'))).toEqual(['dir invalid-option']);
    rmSync(other, { recursive: true });
  });

  test('what is wrong with files is told with their names, all of it', async () => {
    const other = makeFolder({
      'x.yaml': 'id: ../x\nname: X\ndefinition: {}\n',
      'y.yaml': 'id: y\nversion: 0\nsurprise: 1\n',
      'z.yml': 'id: z\nname: Z\ndefinition: { attribute: nope, eq: 1 }\n',
    });
    const { code, answer } = await run(['audiences', 'push', other]);
    expect(code).toBe(1);
    expect(answer.issues.map(({ path: where, code: what }: Record<string, string>) => [where, what])).toEqual([
      ['x.yaml: id', 'invalid-value'],
      ['y.yaml: surprise', 'unknown-key'],
      ['y.yaml: name', 'missing-key'],
      ['y.yaml: definition', 'wrong-type'],
      ['y.yaml: version', 'invalid-value'],
    ]);
    rmSync(other, { recursive: true });
  });
});

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exploreAnswerSchema, membersAnswerSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
  orders: { files: [orders.csv] }
customers:
  from: people
  key: 회원번호
  attributes:
    city: { column: city, type: category }
    tags: { column: tags, type: tags, separator: "|" }
    age: { column: age, type: number }
    born: { column: born, type: date }
events:
  purchase:
    from: orders
    customer: id
    time: at
    occasion: no
    fields: { amount: { type: number, column: amount } }
`;
const dir = makeFolder({
  'silhouette.yaml': CATALOG,
  'people.csv':
    '회원번호,city,tags,age,born\n007,"서울, 강남",b|a,31,1995-02-28\nb,부산,,NA,\n가,"quote "" it",x,40,1986-01-01\n',
  'orders.csv':
    'id,at,no,amount\n007,2026-01-01 10:00,1,10.5\n007,2026-01-01 10:00,1,1\nb,2026-01-05 00:00,2,3\n,2026-01-05 00:00,3,3\n',
});
const at = ['--workspace', dir];

beforeAll(async () => {
  const loaded = await runCli(['load', ...at, '--json']);
  expect(loaded.stderr + loaded.stdout).toContain('"changed":true');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// Processes of their own, as people run them; the rest runs in this one.
describe('explore', () => {
  test('prints one JSON document in the published shape', async () => {
    const { code, stdout, stderr } = await runCli([
      'explore',
      '{"event":"purchase","avg":{"field":"amount","gte":11.5}}',
      ...at,
      '--json',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(exploreAnswerSchema.strict().parse(JSON.parse(stdout))).toMatchObject({ count: 1, base: 3, engine: 'index' });
  });

  test('takes standard input, files and inline text; both engines say the same', async () => {
    const definition = '{"attribute":"tags","containsAny":["a","x"]}';
    const folder = makeFolder({ 'a.json': definition, 'b.yaml': 'attribute: tags\ncontainsAny: [a, x]\n' });
    const forms = [
      ['-'],
      [join(folder, 'a.json')],
      [join(folder, 'b.yaml')],
      [definition],
      [definition, '--engine', 'reference'],
    ];
    const answers = await Promise.all(
      forms.map(async (form) =>
        JSON.parse((await runCli(['explore', ...form, ...at, '--json'], { input: definition })).stdout),
      ),
    );
    expect(answers.map((answer) => [answer.count, answer.definition === answers[0].definition])).toEqual(
      forms.map(() => [2, true]),
    );
    expect(answers.at(-1).engine).toBe('reference');
    expect(answers.at(-1).panels).toEqual(answers[0].panels);
    rmSync(folder, { recursive: true });
  });

  test('answers at another as-of, and says so', async () => {
    const { stdout } = await runCli([
      'explore',
      '{"all":[{"event":"purchase"},{"attribute":"age","exists":true}]}',
      ...at,
      '--as-of',
      '2026-01-01T09:00',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      count: 0,
      asOf: '2026-01-01T00:00:00.000Z',
      notes: [{ code: 'attributes-as-of-snapshot' }],
    });
  });

  test('is readable without --json', async () => {
    const { code, stdout } = await runCli(['explore', '{"attribute":"age","gte":30}', ...at, '--panels', 'city,age,born,tags']);
    expect(code).toBe(0);
    expect(stdout).toContain('2 of 3 customers (66.7 %)');
    expect(stdout).not.toContain('\u001b[');
    expect(stdout).not.toMatch(/undefined|NaN|null/);
  });
});

describe('members', () => {
  test('writes RFC 4180 in the order of the keys’ bytes', async () => {
    const { code, stdout } = await runCli(['members', '{"all":[]}', ...at, '--attributes', 'city,tags,age,born']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      '회원번호,city,tags,age,born\r\n007,"서울, 강남",a;b,31,1995-02-28\r\nb,부산,,,\r\n가,"quote "" it",x,40,1986-01-01\r\n',
    );
  });

  test('is one document with --json: the shape of the HTTP answer, everyone on one page', async () => {
    const args = ['members', '{"customers":["007","가","nobody"]}', ...at, '--attributes', 'tags,age', '--json'];
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stderr]).toEqual([0, '']);
    const answer = membersAnswerSchema.strict().parse(JSON.parse(stdout));
    expect(answer).toMatchObject({ count: 2, key: '회원번호', attributes: ['tags', 'age'], cursor: null, engine: 'index' });
    expect(answer.members).toEqual([
      { key: '007', attributes: { tags: ['a', 'b'], age: '31' } },
      { key: '가', attributes: { tags: ['x'], age: '40' } },
    ]);
    expect(answer.notes.map((note) => note.code)).toEqual(['unknown-customers']);
    const nobody = await runCli(['members', '{"any":[]}', ...at, '--json']);
    expect(JSON.parse(nobody.stdout)).toMatchObject({ count: 0, members: [] });
    const both = await runCli(['members', '{"any":[]}', ...at, '--json', '--out', '-']);
    expect([both.code, JSON.parse(both.stdout).issues[0].code]).toEqual([2, 'invalid-option']);
  });

  test('writes files whole: CSV and Parquet with the same rows', async () => {
    const csv = join(dir, 'out.csv');
    const parquet = join(dir, 'out.parquet');
    expect((await runCli(['members', '{"all":[]}', ...at, '--attributes', 'age', '--out', csv])).code).toBe(0);
    expect(readFileSync(csv, 'utf8')).toBe('회원번호,age\r\n007,31\r\nb,\r\n가,40\r\n');
    const { code, stdout } = await runCli(['members', '{"all":[]}', ...at, '--attributes', 'age', '--out', parquet, '--json']);
    expect([code, JSON.parse(stdout).count]).toEqual([0, 3]);
    expect(readFileSync(parquet).subarray(0, 4).toString()).toBe('PAR1');
    expect(readdirSync(dir).filter((name) => name.includes('partial'))).toEqual([]);
    expect((await runCli(['members', '{"all":[]}', ...at, '--out', join(dir, 'no', 'x.csv')])).code).toBe(2);
  });
});

describe('the other commands', () => {
  test('catalog, explain, sql, verify, doctor', async () => {
    const catalog = JSON.parse((await runHere(['catalog', ...at, '--json'])).stdout);
    expect(catalog).toMatchObject({
      key: '회원번호',
      base: 3,
      events: [{ id: 'purchase', rows: 3, customers: 2, hasOccasion: true }],
    });
    const explained = JSON.parse((await runHere(['explain', '{"not":{"event":"purchase"}}', ...at, '--json'])).stdout);
    expect(explained).toMatchObject({ count: 1, waterfall: [{ path: '', alone: 1, remaining: 1 }] });
    expect(
      (
        await runHere([
          'sql',
          'SELECT city, count() AS n FROM lake.customers GROUP BY city ORDER BY city',
          ...at,
          '--format',
          'csv',
        ])
      ).stdout.split('\r\n')[0],
    ).toBe('"city","n"');
    const refused = await runHere(['sql', "SELECT file('/etc/passwd')", ...at, '--json']);
    expect([refused.code, JSON.parse(refused.stdout).issues[0].code]).toEqual([1, 'sql-refused']);
    const verified = await runHere(['verify', '--random', '20', '--seed', '7', '--engines', 'reference,chdb', ...at, '--json']);
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([0, { seed: 7, checked: 20, different: 0, differences: [] }]);
    const doctor = JSON.parse((await runHere(['doctor', ...at, '--json'])).stdout);
    expect(doctor.findings.filter((finding: { state: string }) => finding.state === 'problem')).toEqual([]);
    const checks = doctor.findings.map(({ check }: { check: string }) => check);
    expect(checks).toEqual(expect.arrayContaining(['disk', 'store', 'exports’ files']));
  });

  test('init makes a catalog that loads without edits, and never overwrites one', async () => {
    const folder = makeFolder({
      'orders.csv':
        'order_no,customer_id,ordered_at,amount,brand\n1,a,2026-01-01 10:00:00,10,x\n1,a,2026-01-01 10:00:00,5,y\n2,b,2026-01-02 10:00:00,7,x\n',
    });
    expect((await runHere(['init', folder, join(folder, 'orders.csv')])).code).toBe(0);
    const loaded = await runHere(['load', '--workspace', folder, '--json']);
    expect(JSON.parse(loaded.stdout)).toMatchObject({ changed: true, customers: 2 });
    const again = await runHere(['init', folder, join(folder, 'orders.csv'), '--json']);
    expect([again.code, JSON.parse(again.stdout).issues[0].code]).toEqual([1, 'workspace-exists']);
    rmSync(folder, { recursive: true });
  });

  test('help, version and wrong options', async () => {
    for (const command of [
      'demo',
      'init',
      'load',
      'catalog',
      'explore',
      'members',
      'explain',
      'sql',
      'verify',
      'serve',
      'doctor',
    ]) {
      const { code, stdout } = await runHere([command, '--help']);
      expect([code, stdout.includes('--workspace')], command).toEqual([0, true]);
    }
    expect((await runHere(['explore', '{"all":[]}', ...at, '--nope'])).code).toBe(2);
    expect((await runHere(['nope'])).code).toBe(2);
    const json = await runHere(['serve', '--port', 'x', '--json']);
    expect([json.code, JSON.parse(json.stdout).issues[0].code]).toEqual([2, 'invalid-option']);
    const engine = await runHere(['explore', '{"all":[]}', ...at, '--engine', 'x', '--json']);
    expect([engine.code, JSON.parse(engine.stdout).issues[0].code]).toEqual([2, 'unknown-engine']);
  });
});

describe('bad definitions: one clear answer with the place, exit 1', () => {
  const nested = `${'{"not":'.repeat(10_000)}{"all":[]}${'}'.repeat(10_000)}`;
  test.each([
    ['unknown attribute', '{"attribute":"agee","gte":1}', 'attribute', 'unknown-attribute'],
    ['unknown event', '{"event":"buy"}', 'event', 'unknown-event'],
    ['unknown field', '{"event":"purchase","sum":{"field":"x","gte":1}}', 'sum.field', 'unknown-field'],
    ['unknown operator', '{"attribute":"age","above":1}', null, null],
    ['unknown audience', '{"audience":"vip"}', null, 'unknown-audience'],
    ['wrong type', '{"attribute":"age","gte":"old"}', 'gte', null],
    ['number for text', '{"attribute":"city","eq":5}', 'eq', 'wrong-type'],
    ['empty window', '{"event":"purchase","within":{}}', 'within', null],
    ['from after to', '{"event":"purchase","within":{"from":"2026-02-01","to":"2026-01-01"}}', null, 'impossible-window'],
    ['10,000 nested nots', nested, null, 'too-deep'],
  ])('%s', async (_name, definition, path, code) => {
    const result = await runHere(['explore', '-', ...at, '--json'], { input: definition });
    const { issues } = JSON.parse(result.stdout);
    expect(result.code).toBe(1);
    expect(issues.length).toBeGreaterThan(0);
    if (path !== null) expect(issues[0].path).toBe(path);
    if (code !== null) expect(issues[0].code).toBe(code);
    const told = await runHere(['explore', '-', ...at], { input: definition });
    expect([told.code, told.stdout]).toEqual([1, '']);
    expect(told.stderr).toContain('✗');
  });

  test('what is wrong in the definition, as-of and attributes is told at once', async () => {
    const definition = '{"all":[{"attribute":"x","eq":1},{"event":"y"}]}';
    const { stdout } = await runHere(['members', definition, ...at, '--as-of', 'soon', '--attributes', 'age,z', '--json']);
    const paths = JSON.parse(stdout).issues.map((issue: { path: string }) => issue.path);
    expect(paths).toEqual(['asOf', 'all[0].attribute', 'all[1].event', 'attributes[1]']);
  });

  test('SQL text in every string position is text', async () => {
    const evil = "x' OR 1=1; DROP TABLE customers; --`\\";
    const text = JSON.stringify(evil);
    for (const definition of [
      `{"attribute":"city","eq":${text}}`,
      `{"attribute":"tags","contains":${text}}`,
      `{"customers":[${text}]}`,
    ]) {
      const { code, stdout } = await runHere(['explore', definition, ...at, '--json']);
      expect([code, JSON.parse(stdout).count]).toEqual([0, 0]);
    }
    for (const definition of [`{"attribute":${text},"eq":1}`, `{"event":${text}}`, `{"audience":${text}}`]) {
      expect((await runHere(['explore', definition, ...at])).code).toBe(1);
    }
  });
});

describe('bad catalogs and files: exit 1, nothing written', () => {
  const good = { 'people.csv': 'id,age\na,1\n', 'orders.csv': 'id,at\na,2026-01-01\n' };
  const catalog = (lines: string) => `silhouette: 1\nname: T\ntimeZone: UTC\n${lines}`;
  const sources = 'sources:\n  people: { files: [people.csv] }\n  orders: { files: [orders.csv] }\n';
  const customers = 'customers: { from: people, key: id }\n';
  test.each([
    ['a wrong key', { ...good, 'silhouette.yaml': catalog(`${sources}${customers}custommers: {}\n`) }, 'unknown-key'],
    [
      'a missing column',
      { ...good, 'silhouette.yaml': catalog(`${sources}customers: { from: people, key: idd }\n`) },
      'missing-column',
    ],
    [
      'SQL that does not parse',
      { ...good, 'silhouette.yaml': catalog(`${sources}views: { v: "SELEC 1" }\n${customers}`) },
      'invalid-sql',
    ],
    [
      'SQL that reads a file',
      {
        ...good,
        'silhouette.yaml': catalog(
          `${sources}views: { v: "SELECT * FROM file('/etc/passwd', 'CSV', 'a String')" }\n${customers}`,
        ),
      },
      'invalid-sql',
    ],
    [
      'a float',
      {
        ...good,
        'silhouette.yaml': catalog(
          `${sources}${customers}events: { e: { from: orders, customer: id, time: at, fields: { x: { type: number, sql: "1 / 3" } } } }\n`,
        ),
      },
      'inexact-sql',
    ],
    [
      'a repeated key',
      { ...good, 'people.csv': 'id,age\na,1\na,2\n', 'silhouette.yaml': catalog(`${sources}${customers}`) },
      'repeated-key',
    ],
    [
      'a missing file',
      { 'people.csv': good['people.csv'], 'silhouette.yaml': catalog(`${sources}${customers}`) },
      'source-file-missing',
    ],
    ['an empty file', { ...good, 'people.csv': '', 'silhouette.yaml': catalog(`${sources}${customers}`) }, 'source-file-empty'],
    [
      'wrong bytes',
      {
        ...good,
        'people.csv': Buffer.from([0x69, 0x64, 0x0a, 0xff, 0xfe, 0xfa, 0x0a]),
        'silhouette.yaml': catalog(`${sources.replace('[people.csv]', '[people.csv], encoding: utf-8')}${customers}`),
      },
      'source-encoding',
    ],
    [
      'a truncated gzip',
      {
        ...good,
        'people.csv.gz': Buffer.from('1f8b0800000000000003cb', 'hex'),
        'silhouette.yaml': catalog(`${sources.replace('people.csv', 'people.csv.gz')}${customers}`),
      },
      'source-file-broken',
    ],
    ['YAML that is none', { ...good, 'silhouette.yaml': 'silhouette: 1\n  name: [' }, 'invalid-yaml'],
    ['no catalog', good, 'catalog-missing'],
  ] as const)('%s', async (_name, files, code) => {
    const folder = makeFolder(files as Record<string, string | Buffer>);
    const { code: exit, stdout } = await runHere(['load', '--workspace', folder, '--json']);
    const { issues } = JSON.parse(stdout);
    expect([exit, issues[0].code]).toEqual([1, code]);
    expect(issues[0].message.length).toBeGreaterThan(15);
    expect(existsSync(join(folder, 'lake', 'manifest.json'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

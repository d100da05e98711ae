import type { SilhouetteError } from '@silhouette/model';
import { afterEach, expect, test } from 'vitest';
import { loadWorkspace, readCurrentSnapshot } from '../../src/index.ts';
import { makeWorkspace } from './make-workspace.ts';

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const workspace of made.splice(0)) workspace.remove();
});

interface Part {
  readonly views?: string;
  readonly event?: string;
  readonly fields?: string;
  readonly rest?: string;
}

async function failWith({ views = '', event = '', fields = '{}', rest = '' }: Part): Promise<SilhouetteError> {
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1
name: Wrong
timeZone: Asia/Seoul
sources: { visits: { files: [visits.csv] } }
${views === '' ? '' : `views: { v: ${JSON.stringify(views)} }`}
events:
  visit: { from: ${views === '' ? 'visits' : 'v'}, customer: who, time: at, fields: ${fields}${event} }
${rest}
`,
    'visits.csv': 'who,at,price,name\n1,2023-01-01,1.50,x\n',
  });
  made.push(workspace);
  const error = await loadWorkspace(workspace, { nowMs: Date.UTC(2024, 0, 1) }).then(
    () => null,
    (reason: SilhouetteError) => reason,
  );
  if (error === null) throw new Error('the load went through');
  expect(await readCurrentSnapshot(workspace)).toBeNull();
  return error;
}

test.each([
  ['a table function', 'SELECT * FROM file("/etc/passwd")'],
  ['a table function in a join', "SELECT v.* FROM visits AS v, url('http://localhost/', CSV, 'a String') AS u"],
  ['a file read in passing', "SELECT who, at, file('/etc/passwd') AS name FROM visits"],
  ['a table of ClickHouse', 'SELECT name AS who, now() AS at FROM system.tables'],
  ['a table of ClickHouse in IN', 'SELECT * FROM visits WHERE who IN system.one'],
  ['settings', 'SELECT * FROM visits SETTINGS max_threads = 1'],
  ['settings inside', 'SELECT * FROM (SELECT * FROM visits SETTINGS readonly = 0)'],
  ['an output file', "SELECT * FROM visits INTO OUTFILE '/tmp/silhouette-never'"],
  ['a format', 'SELECT * FROM visits FORMAT CSV'],
  ['two statements', 'SELECT * FROM visits; DROP TABLE visits'],
  ['no SELECT', 'DROP TABLE visits'],
  ['no SQL', 'SELEC * FROM visits'],
  ['brackets that do not match', 'SELECT 1) UNION ALL (SELECT 2'],
  ['an open comment', 'SELECT * FROM visits /*'],
  ['a relation that is not there', 'SELECT * FROM visitors'],
  ['itself', 'SELECT * FROM v'],
  ['a column of ours', 'SELECT *, 1 AS _customer FROM visits'],
])('a view with %s is refused', async (_what, views) => {
  const error = await failWith({ views });
  expect(error.code).toBe('invalid-sql');
  expect(error.issues[0]?.path).toBe('views.v');
});

test('a view that joins a number with a text says how to compare them', async () => {
  const error = await failWith({ views: 'SELECT v.* FROM visits AS v JOIN visits AS w ON v.price = w.name' });
  expect(error.issues).toMatchObject([
    { path: 'views.v', code: 'invalid-sql', message: expect.stringContaining('toString(a) = toString(b)') },
  ]);
});

test('a view that fails on its rows is named with the event that reads it', async () => {
  const error = await failWith({
    views: "SELECT who, at, throwIf(name = 'x') AS price FROM visits",
    fields: '{ price: {} }',
  });
  expect(error.issues).toMatchObject([{ path: 'events.visit', code: 'invalid-sql', message: expect.stringContaining('"v"') }]);
});

test.each([
  ['two expressions', 'price, name'],
  ['a FROM', 'price FROM visits'],
  ['everything', '*'],
  ['a query', 'price IN (SELECT 1)'],
  ['a file', "file('/etc/passwd')"],
  ['a bracket', '1) FROM visits --'],
  ['a column that is not there', 'prise * 2'],
])('sql with %s is refused', async (_what, sql) => {
  const error = await failWith({ fields: `{ f: { sql: ${JSON.stringify(sql)} } }` });
  expect(error.code).toBe('invalid-sql');
  expect(error.issues[0]?.path).toBe('events.visit.fields.f.sql');
});

test('an expression that yields a float names toDecimal64', async () => {
  const error = await failWith({ fields: '{ f: { sql: "price * 1.1", decimals: 3 } }' });
  expect(error.issues).toMatchObject([
    { path: 'events.visit.fields.f.sql', code: 'inexact-sql', message: expect.stringContaining('toDecimal64(…, 3)') },
  ]);
});

test('missing columns are all named, with the nearest', async () => {
  const error = await failWith({ fields: '{ f: { column: prise }, g: { column: nme } }' });
  expect(error.issues.map(({ path, code }) => [path, code])).toEqual([
    ['events.visit.fields.f.column', 'missing-column'],
    ['events.visit.fields.g.column', 'missing-column'],
  ]);
  expect(error.issues[0]?.message).toContain('Did you mean "price"?');
});

test('where must be an expression over the columns', async () => {
  expect((await failWith({ event: ', where: "pric > 1"' })).issues[0]).toMatchObject({
    path: 'events.visit.where',
    code: 'invalid-sql',
  });
  expect((await failWith({ event: ', where: "name = \'x"' })).issues[0]).toMatchObject({
    path: 'events.visit.where',
    code: 'invalid-sql',
  });
});

test('an unknown name is told without the statement it was looked for in', async () => {
  const { message } = await failWith({ event: ', where: "prize > 1"' });
  expect(message).toContain('identifier `prize`');
  expect(message).toContain("Maybe you meant: ['price']");
  expect(message).not.toMatch(/in scope|WITH visits|SELECT/i);
});

test('ids that clash and panels that are not there are told', async () => {
  const clash = await failWith({ rest: 'computed: { standard: true, count_visit_all: { event: visit, count: true } }' });
  expect(clash.code).toBe('clashing-id');
  const panels = await failWith({ rest: 'panels: [nothing]' });
  expect(panels.issues[0]).toMatchObject({ path: 'panels[0]', code: 'unknown-attribute' });
});

test('everything wrong with the columns and SQL of an event and of the customers is told at once', async () => {
  const { issues } = await failWith({
    fields: '{ a: { column: nope }, b: { sql: "price +" } }',
    event: ', occasion: orders, where: "none > 1"',
    rest: 'customers: { from: visits, key: whom, since: joined, latestBy: updated, attributes: { c: { column: cc } } }',
  });
  expect(issues.map(({ path }) => path).sort()).toEqual([
    'customers.attributes.c.column',
    'customers.key',
    'customers.latestBy',
    'customers.since',
    'events.visit.fields.a.column',
    'events.visit.fields.b.sql',
    'events.visit.occasion',
    'events.visit.where',
  ]);
});

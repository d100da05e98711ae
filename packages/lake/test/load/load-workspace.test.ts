import { afterEach, expect, test } from 'vitest';
import { loadWorkspace, readCurrentSnapshot } from '../../src/index.ts';
import { makeWorkspace, readRows } from './make-workspace.ts';

const NOW = Date.UTC(2024, 0, 1);
const made: { remove(): void }[] = [];
afterEach(() => {
  for (const workspace of made.splice(0)) workspace.remove();
});

function prepare(files: Readonly<Record<string, string>>) {
  const workspace = makeWorkspace(files);
  made.push(workspace);
  return workspace;
}

const ORDERS = `order,who,at,sku,name,qty,price
o1,b,2023-03-25 10:00:00,A1,Apple,1,1.10
o1,b,2023-03-25 10:00:00,A2,Pear,2,0.333
o2,b,2023-03-26 01:30:00,A1,Apple old,1,-2.00
,a,2023-10-29 01:30:00,A2,Pear,1,3
,a,2023-10-29 01:30:00,A1,Apple old,1,1.5
o1,a,2023-10-01 00:00:00,,Nothing,1,
o9,,2023-11-01 00:00:00,A1,Apple,1,1
o9,a,,A1,Apple,1,1
o9,a,2023-11-01 00:00:00,A1,Apple,0,1
o7,c,2024-05-01 12:00:00,A1,Apple old,1,4
`;

const CATALOG = `silhouette: 1
name: Shop
timeZone: Europe/London
sources:
  orders: { files: [orders.csv] }
events:
  purchase:
    from: orders
    customer: who
    time: at
    occasion: order
    where: qty > 0
    fields:
      amount: { type: number, sql: qty * price }
      product: { column: sku, labelColumn: name }
computed:
  standard: true
  first_big: { event: purchase, where: [{ field: amount, gte: 1 }], first: product }
  months_since: { event: purchase, recency: { unit: month } }
`;

test('events become customers, rows in the order of the format, counts and computed values', async () => {
  const workspace = prepare({ 'silhouette.yaml': CATALOG, 'orders.csv': ORDERS });
  const { snapshot, changed } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(changed).toBe(true);
  expect(snapshot.customersKnown).toBe(3);
  // The newest row before the load is in the night of 29 October; the one in May 2024 lies ahead.
  expect(new Date(snapshot.asOfMs).toISOString()).toBe('2023-10-30T00:00:00.000Z');
  const [purchase] = snapshot.catalog.events;
  expect(snapshot.report.events[0]).toMatchObject({
    rowsRead: 10,
    rowsFiltered: 1,
    rowsWithoutCustomer: 1,
    rowsWithoutTime: 1,
    rowsLater: 1,
    rows: 7,
  });
  expect(snapshot.report.sources[0]?.columns.find(({ column }) => column === 'at')).toMatchObject({
    timesNever: 1,
    timesTwice: 2,
  });
  expect(purchase).toMatchObject({ rows: 7, customers: 3, hasOccasion: true, hasRowOrder: true });
  expect(purchase?.fields.map(({ id, type, decimals }) => [id, type, decimals])).toEqual([
    ['amount', 'number', 3],
    ['product', 'category', 0],
  ]);
  expect(purchase?.fields[0]?.stats).toEqual({ present: 6, missing: 1, distinct: null, min: '-2.000', max: '4.000' });
  expect(purchase?.fields[1]?.stats).toEqual({ present: 6, missing: 1, distinct: 2, min: null, max: null });
  // Of A1 three rows say "Apple old" and one "Apple"; what `where` leaves out does not count.
  expect(purchase?.fields[1]?.values).toEqual(
    new Map([
      ['A1', { ko: 'Apple old', en: 'Apple old' }],
      ['A2', { ko: 'Pear', en: 'Pear' }],
    ]),
  );
  const events = snapshot.events.get(purchase?.id ?? ('' as never));
  if (events === undefined) throw new Error('no table for the event');
  const rows = await readRows(events);
  const spring = Date.UTC(2023, 2, 25, 10);
  const gap = Date.UTC(2023, 2, 26, 1, 30);
  const night = Date.UTC(2023, 9, 29, 0, 30);
  const october = Date.UTC(2023, 8, 30, 23);
  const row = (
    who: string,
    ordinal: number,
    at: number,
    local: number,
    position: number,
    occasion: number,
    amount: string | null,
    product: string | null,
  ) => ({
    _customer: who,
    _ordinal: ordinal,
    _at_ms: String(at),
    _local_ms: String(local),
    _row: String(position),
    _occasion: occasion,
    amount,
    product,
  });
  const hour = 3_600_000;
  expect(rows).toEqual([
    row('b', 1, spring, spring, 0, 0, '1.1', 'A1'),
    row('b', 1, spring, spring, 1, 0, '0.666', 'A2'),
    // 01:30 on 26 March never was: it moves to 02:30 summer time, the instant 01:30 UTC.
    row('b', 1, gap, gap + hour, 2, 1, '-2', 'A1'),
    row('a', 0, october, october + hour, 5, 0, null, null),
    // 01:30 on 29 October was twice: the first, in summer time. Rows without an order number are one each.
    row('a', 0, night, night + hour, 3, 1, '3', 'A2'),
    row('a', 0, night, night + hour, 4, 2, '1.5', 'A1'),
    row('c', 2, Date.UTC(2024, 4, 1, 11), Date.UTC(2024, 4, 1, 12), 9, 0, '4', 'A1'),
  ]);
  const customers = await readRows(snapshot.customers);
  expect(customers.map((one) => [one._key, one._ordinal, one._in_table, one._since_ms, one._first_event_ms])).toEqual([
    ['a', 0, false, null, String(october)],
    ['b', 1, false, null, String(spring)],
    ['c', 2, false, null, String(Date.UTC(2024, 4, 1, 11))],
  ]);
  const [a, b, c] = customers;
  expect(a).toMatchObject({
    count_purchase_all: '3',
    rows_purchase_all: '3',
    days_purchase_all: '2',
    count_purchase_30d: '3',
    recency_purchase_all: '0',
    first_purchase_all: '2023-10-01',
    last_purchase_all: '2023-10-29',
    sum_purchase_amount_all: '4.5',
    avg_purchase_amount_all: '1.5',
    min_purchase_amount_all: '1.5',
    max_purchase_amount_all: '3',
    first_purchase_product_all: null,
    last_purchase_product_all: 'A1',
    top_purchase_product_all: 'A1',
    distinct_purchase_product_all: '2',
    first_big: 'A2',
    months_since: '0',
  });
  expect(b).toMatchObject({
    count_purchase_all: '2',
    rows_purchase_all: '3',
    count_purchase_30d: '0',
    sum_purchase_amount_30d: '0',
    avg_purchase_amount_30d: null,
    // 26 March 02:30 to 30 October 00:00: 217 whole days and 7 whole months.
    recency_purchase_all: '217',
    months_since: '7',
    sum_purchase_amount_all: '-0.234',
    avg_purchase_amount_all: '-0.117',
    last_purchase_product_all: 'A1',
    top_purchase_product_all: 'A1',
    first_big: 'A1',
  });
  // Only a row that lies ahead: nothing is counted as of the snapshot.
  expect(c).toMatchObject({
    count_purchase_all: '0',
    recency_purchase_all: null,
    last_purchase_all: null,
    top_purchase_product_all: null,
  });
  expect((await readCurrentSnapshot(workspace))?.id).toBe(snapshot.id);
});

test('types of the files are those of the format', async () => {
  const workspace = prepare({
    'silhouette.yaml': `silhouette: 1
name: Types
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] }, visits: { files: [visits.csv] } }
customers: { from: people, key: id, since: joined, attributes: { tags: { column: likes, separator: ";" }, yes: { type: boolean, "true": [Y], "false": [N] } } }
events: { visit: { from: visits, customer: id, time: at, fields: { seen: { column: at }, n: {} } } }
`,
    'people.csv': 'id,joined,likes,yes,이름,score\n1,2020-02-29,b;a;b,Y,김,1.25\n2,,,N,이,\n',
    'visits.csv': 'id,at,n\n1,2021-01-01T00:00:00Z,5\n',
  });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  const [first] = await readRows(snapshot.customers, '_key, _in_table, _since_ms, tags, yes, `이름`, score, joined');
  expect(first).toEqual({
    _key: '1',
    _in_table: true,
    _since_ms: String(Date.UTC(2020, 1, 28, 15)),
    tags: ['a', 'b'],
    yes: true,
    이름: '김',
    score: '1.25',
    joined: '2020-02-29',
  });
  const types = await readRows(
    snapshot.customers,
    '_key, toTypeName(_ordinal) AS o, toTypeName(_since_ms) AS s, toTypeName(score) AS n, toTypeName(tags) AS t, toTypeName(yes) AS y, toTypeName(joined) AS j',
  );
  expect(types[0]).toMatchObject({
    o: 'UInt32',
    s: 'Nullable(Int64)',
    n: 'Nullable(Decimal(38, 2))',
    t: 'Array(String)',
    y: 'Nullable(Bool)',
    j: 'Nullable(Date32)',
  });
  const visit = [...snapshot.events.values()][0];
  if (visit === undefined) throw new Error('no event');
  const [row] = await readRows(visit, '*, toTypeName(_row) AS r, toTypeName(_occasion) AS o, toTypeName(seen) AS s');
  expect(row).toMatchObject({
    _occasion: null,
    n: '5',
    seen: '2021-01-01 00:00:00.000',
    r: 'Nullable(UInt64)',
    o: 'Nullable(UInt32)',
    s: "Nullable(DateTime64(3, 'UTC'))",
  });
});

test('the greatest latestBy wins, a tie goes to the later row, a missing one loses; without it a repeated key is an error', async () => {
  const people = 'id,rank,name\nx,2,first\nx,10,second\nx,10,third\nx,,fourth\ny,,only\ny,,later\n,5,nobody\n';
  const catalog = (latestBy: string): string => `silhouette: 1
name: People
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] } }
customers: { from: people, key: id${latestBy} }
`;
  const workspace = prepare({ 'silhouette.yaml': catalog(', latestBy: rank'), 'people.csv': people });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(await readRows(snapshot.customers, '_key, name')).toEqual([
    { _key: 'x', name: 'third' },
    { _key: 'y', name: 'later' },
  ]);
  expect(snapshot.report.customers).toMatchObject({ rows: 6, rowsWithoutKey: 1, rowsReplaced: 4 });
  // Without any event the load itself is the as-of.
  expect(snapshot.asOfMs).toBe(NOW);
  const strict = prepare({ 'silhouette.yaml': catalog(''), 'people.csv': people });
  await expect(loadWorkspace(strict, { nowMs: NOW })).rejects.toMatchObject({
    code: 'repeated-key',
    issues: [{ path: 'customers.key', message: expect.stringContaining('4 rows repeat a key: "x" (4 rows), "y" (2 rows)') }],
  });
  expect(await readCurrentSnapshot(strict)).toBeNull();
});

test('customers of the table and of the events are one base; one known only by events has no attributes', async () => {
  const workspace = prepare({
    'silhouette.yaml': `silhouette: 1
name: Both
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] }, visits: { files: [visits.csv] } }
customers: { from: people, key: id, attributes: { grade: {} } }
events: { visit: { from: visits, customer: id, time: day } }
computed: { standard: true }
`,
    'people.csv': 'id,grade\n003,gold\n002,silver\n',
    'visits.csv': 'id,day\n001,2023-05-05\n002,2023-05-05\n',
  });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(await readRows(snapshot.customers, '_key, _ordinal, _in_table, _first_event_ms, grade, count_visit_all')).toEqual([
    {
      _key: '001',
      _ordinal: 0,
      _in_table: false,
      _first_event_ms: String(Date.UTC(2023, 4, 4, 15)),
      grade: null,
      count_visit_all: '1',
    },
    {
      _key: '002',
      _ordinal: 1,
      _in_table: true,
      _first_event_ms: String(Date.UTC(2023, 4, 4, 15)),
      grade: 'silver',
      count_visit_all: '1',
    },
    { _key: '003', _ordinal: 2, _in_table: true, _first_event_ms: null, grade: 'gold', count_visit_all: '0' },
  ]);
  expect(snapshot.catalog.keyName).toBe('id');
  expect(snapshot.catalog.attributes.find(({ id }) => id === 'grade')?.stats).toEqual({
    present: 2,
    missing: 1,
    distinct: 2,
    min: null,
    max: null,
  });
});

test('now: latest, clock and a date', async () => {
  const files = { 'visits.csv': 'id,at\n1,2023-05-05 10:00:00\n2,2030-01-01 00:00:00\n' };
  const catalog = (now: string): string => `silhouette: 1
name: Now
timeZone: Asia/Seoul
now: ${now}
sources: { visits: { files: [visits.csv] } }
events: { visit: { from: visits, customer: id, time: at } }
`;
  const asOf = async (now: string, nowMs = NOW): Promise<string> => {
    const workspace = prepare({ ...files, 'silhouette.yaml': catalog(now) });
    return new Date((await loadWorkspace(workspace, { nowMs })).snapshot.asOfMs).toISOString();
  };
  expect(await asOf('latest')).toBe('2023-05-05T15:00:00.000Z');
  expect(await asOf('latest', Date.UTC(2031, 0, 1))).toBe('2030-01-01T15:00:00.000Z');
  expect(await asOf('clock')).toBe('2024-01-01T00:00:00.000Z');
  expect(await asOf('2023-12-24')).toBe('2023-12-24T15:00:00.000Z');
});

test('views join sources; a view without _row has no order of rows, one that repeats rows is numbered anew', async () => {
  const workspace = prepare({
    'silhouette.yaml': `silhouette: 1
name: Views
timeZone: Asia/Seoul
sources: { lines: { files: [lines.csv] }, things: { files: [things.csv] } }
views:
  loose: SELECT l.who, l.at, t.part FROM lines AS l JOIN things AS t USING (sku)
  twice: SELECT l.*, t.part FROM lines AS l JOIN things AS t USING (sku)
  chained: SELECT who, at, upper(part) AS part FROM twice
events:
  a: { from: loose, customer: who, time: at, fields: { part: {} } }
  b: { from: twice, customer: who, time: at, fields: { part: {} } }
  c: { from: chained, customer: who, time: at, fields: { part: {} } }
computed: { last_a: { event: a, last: part }, first_b: { event: b, first: part }, last_c: { event: c, last: part } }
`,
    'lines.csv': 'who,at,sku\n1,2023-01-01 10:00:00,s\n1,2023-01-01 10:00:00,t\n',
    'things.csv': 'sku,part\ns,p2\ns,p1\nt,p0\n',
  });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(snapshot.catalog.events.map(({ id, hasRowOrder }) => [id, hasRowOrder])).toEqual([
    ['a', false],
    ['b', true],
    ['c', false],
  ]);
  expect(await readRows(snapshot.customers, 'last_a, first_b, last_c')).toEqual([
    { last_a: 'p2', first_b: 'p1', last_c: 'P2' },
  ]);
  const tables = [...snapshot.events.values()];
  const second = tables[1];
  if (second === undefined) throw new Error('no event b');
  expect(await readRows(second, '_row, part')).toEqual([
    { _row: '1', part: 'p1' },
    { _row: '2', part: 'p2' },
    { _row: '3', part: 'p0' },
  ]);
  // Relations stand by themselves, for the SQL workbench.
  const chained = snapshot.relations.get('chained');
  expect(chained?.kind).toBe('view');
  expect(chained?.columns.map(({ name }) => name)).toEqual(['who', 'at', 'part']);
});

test('text from people in every name and value reaches no SQL', async () => {
  const nasty = "x`'); DROP TABLE x; -- \\";
  const workspace = prepare({
    'silhouette.yaml': JSON.stringify({
      silhouette: 1,
      name: nasty,
      timeZone: 'Asia/Seoul',
      sources: { visits: { files: ['visits.csv'] } },
      events: {
        [`v'"`]: { from: 'visits', customer: nasty, time: 'at', fields: { [`f'"`]: { column: `c'"`, missing: [nasty] } } },
      },
      computed: { [`k'"`]: { event: `v'"`, where: [{ field: `f'"`, in: [nasty, "it's"] }], count: true } },
    }),
    'visits.csv': `"${nasty}",at,"c'"""\n1,2023-01-01,it's\n1,2023-01-01,"${nasty}"\n`,
  });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(await readRows(snapshot.customers, '*')).toMatchObject([{ _key: '1', [`k'"`]: '1' }]);
});

test('a declared number of decimals rounds the value of the file once', async () => {
  const workspace = prepare({
    'silhouette.yaml': JSON.stringify({
      silhouette: 1,
      timeZone: 'Asia/Seoul',
      sources: { s: { files: ['s.csv'] } },
      customers: { from: 's', key: 'k', attributes: { two: { column: 'v', decimals: 2 }, six: { column: 'v' } } },
    }),
    's.csv': 'k,v\na,2.0049999\nb,2.005\nc,-2.0049999\nd,-0.0050001\n',
  });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  expect(await readRows(snapshot.customers, '_key, toString(two) AS two, toString(six) AS six')).toEqual([
    { _key: 'a', two: '2', six: '2.005' },
    { _key: 'b', two: '2.01', six: '2.005' },
    { _key: 'c', two: '-2', six: '-2.005' },
    { _key: 'd', two: '-0.01', six: '-0.005' },
  ]);
  const two = snapshot.report.customers?.columns.find(({ column }) => column === 'two');
  expect([two?.rounded, two?.roundedExamples]).toEqual([4, ['-0.0050001', '-2.0049999', '2.0049999', '2.005']]);
});

test('columns may be called what results of queries are called within', async () => {
  const names = ['n0', 'n1', 'p0', 'e0', 'a0', 'z0', 'd0', 'v', 'value', 'count', 'rows', 'last', 't', 'key'];
  const csv = (first: string) => `who,first,${names.join(',')}\n1,2023-01-01,${names.map(() => first).join(',')}\n`;
  const workspace = prepare({
    'silhouette.yaml': JSON.stringify({
      silhouette: 1,
      timeZone: 'Asia/Seoul',
      sources: { t: { files: ['texts.csv'] }, n: { files: ['numbers.csv'] } },
      customers: { from: 't', key: 'who' },
      events: { n: { from: 'n', customer: 'who', time: 'first', fields: Object.fromEntries(names.map((name) => [name, {}])) } },
    }),
    'texts.csv': csv('x'),
    'numbers.csv': csv('1.5'),
  });
  const { snapshot } = await loadWorkspace(workspace, { nowMs: NOW });
  const seen = new Map(
    snapshot.catalog.attributes.map(({ id, type, stats }) => [String(id), [type, stats.present, stats.distinct]]),
  );
  expect(names.map((name) => seen.get(name))).toEqual(names.map(() => ['category', 1, 1]));
  const fields = snapshot.catalog.events[0]?.fields ?? [];
  expect(fields.map(({ stats }) => [stats.present, stats.min, stats.max])).toEqual(names.map(() => [1, '1.5', '1.5']));
});

test('with several shards rows and ordinals are those of the format, and every answer is the same', async () => {
  const people = Array.from({ length: 60 }, (_, index) => `p${index},${index % 3 === 0 ? '' : `g${index % 4}`}`).join('\n');
  const visits = Array.from(
    { length: 200 },
    (_, index) => `p${(index * 7) % 80},2023-0${1 + (index % 9)}-11 08:00:00,o${index % 50},${index}.5`,
  );
  const files = {
    'silhouette.yaml': `silhouette: 1
name: Shards
timeZone: Asia/Seoul
sources: { people: { files: [people.csv] }, visits: { files: [visits.csv] } }
customers: { from: people, key: id, attributes: { grade: {} } }
events: { visit: { from: visits, customer: id, time: at, occasion: order, fields: { n: {} } } }
computed: { standard: true }
`,
    'people.csv': `id,grade\n${people}\n`,
    'visits.csv': `id,at,order,n\n${visits.join('\n')}\n`,
  };
  const one = (await loadWorkspace(prepare(files), { nowMs: NOW })).snapshot;
  const many = (await loadWorkspace(prepare(files), { nowMs: NOW, shardCustomers: 16 })).snapshot;
  expect(one.customers.files).toHaveLength(1);
  expect(many.customers.files).toHaveLength(5);
  expect(many.customers.files.map((file) => file.slice(-12))).toEqual([
    '0000.parquet',
    '0001.parquet',
    '0002.parquet',
    '0003.parquet',
    '0004.parquet',
  ]);
  const [all, split] = [await readRows(one.customers), await readRows(many.customers, '*, xxHash64(_key) % 5 AS shard')];
  expect(split.map(({ _ordinal }) => _ordinal)).toEqual(Array.from({ length: 80 }, (_, index) => index));
  const sorted = split.toSorted((a, b) => Number(a.shard) - Number(b.shard) || (String(a._key) < String(b._key) ? -1 : 1));
  expect(split).toEqual(sorted);
  const withoutPlace = (rows: Record<string, unknown>[]): unknown[] =>
    rows.map(({ _ordinal, shard, ...rest }) => rest).toSorted((a, b) => (String(a._key) < String(b._key) ? -1 : 1));
  expect(withoutPlace(split)).toEqual(withoutPlace(all));
  const keyOf = new Map(split.map(({ _ordinal, _key }) => [_ordinal, _key]));
  const rows = await readRows([...many.events.values()][0] ?? many.customers, '_ordinal, _customer, _row, n');
  expect(rows).toHaveLength(200);
  for (const row of rows) expect(keyOf.get(row._ordinal)).toBe(row._customer);
  expect({ ...many.catalog, events: [] }).toEqual({ ...one.catalog, events: [] });
  expect(many.catalog.events).toEqual(one.catalog.events);
});

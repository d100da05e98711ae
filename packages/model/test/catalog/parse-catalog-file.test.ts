import { describe, expect, it } from 'vitest';
import { parseCatalogFile } from '../../src/catalog/parse-catalog-file.ts';
import { ExactNumber } from '../../src/text/plain-value.ts';

const ONLINE_RETAIL = `
silhouette: 1
name: Online Retail
timeZone: Europe/London        # days, weeks and months are local to this zone
currency: GBP
now: latest
sources:
  invoices:
    files: ["data/online_retail.csv.gz"]
    encoding: utf-8
    missing: ["NA", 1.50, -1]
  households: { files: [households.csv], gone: keep }
views:
  lines: SELECT i.*, upper(StockCode) AS sku FROM invoices AS i
customers:
  from: households
  key: household_id
  since: joined_on
  latestBy: updated_at
  attributes:
    age_band: { column: age, type: category, label: { ko: 연령대, en: Age band }, group: basics, order: ["19-24", 25-34, 1.50, true] }
    joined: { column: j, format: dd/MM/yyyy }
    소득:
events:
  purchase:
    from: lines
    customer: CustomerID
    time: InvoiceDate
    occasion: InvoiceNo
    where: Quantity > 0 AND UnitPrice > 0
    label: { ko: 구매, en: Purchase }
    fields:
      amount: { type: number, decimals: 3, sql: Quantity * UnitPrice, unit: GBP }
      product: { type: category, column: StockCode, labelColumn: Description, values: { 007: Bond, M: { ko: 수동, en: Manual } } }
      member: { true: [Y, 1], false: [N, 0] }
computed:
  standard: true
  last_product: { event: purchase, last: product }
  spend_90d: { event: purchase, within: { last: 90, unit: day }, sum: amount, where: [{ field: amount, gte: 12345678901234567890.1 }] }
panels: [last_purchase_country_all, count_purchase_all, last_product]
`;

function parse(text: string) {
  const result = parseCatalogFile(text);
  if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 1));
  return result.catalogFile;
}

function issuesOf(text: string): string[] {
  const result = parseCatalogFile(text);
  return result.ok ? [] : result.issues.map((issue) => `${issue.path} ${issue.code} ${issue.message}`);
}

describe('parseCatalogFile', () => {
  it('reads every key, keeping numbers as their text where texts are wanted', () => {
    const file = parse(ONLINE_RETAIL);
    expect(file.timeZone.id).toBe('Europe/London');
    expect(file.now).toEqual({ kind: 'latest' });
    expect(file.sources.get('invoices')).toEqual({
      files: ['data/online_retail.csv.gz'],
      format: null,
      encoding: 'utf-8',
      missing: ['NA', '1.50', '-1'],
      gone: 'error',
    });
    expect(file.customers?.columns).toBe('all');
    const attributes = file.customers?.attributes;
    expect(attributes?.get('age_band')).toMatchObject({
      column: 'age',
      type: 'category',
      label: { ko: '연령대', en: 'Age band' },
      order: ['19-24', '25-34', '1.50', 'true'],
    });
    expect(attributes?.get('joined')).toMatchObject({ type: 'date', format: 'dd/MM/yyyy' });
    expect(attributes?.get('소득')).toMatchObject({ column: '소득', type: null, missing: [], pii: false });
    const fields = file.events.get('purchase')?.fields;
    expect(fields?.get('amount')).toMatchObject({ column: null, sql: 'Quantity * UnitPrice', decimals: 3, unit: 'GBP' });
    expect([...(fields?.get('product')?.values ?? [])]).toEqual([
      ['007', { ko: 'Bond', en: 'Bond' }],
      ['M', { ko: '수동', en: 'Manual' }],
    ]);
    expect(fields?.get('member')).toMatchObject({ type: 'boolean', trueValues: ['Y', '1'], falseValues: ['N', '0'] });
    expect(file.computed.standard).toBe(true);
    expect(file.computed.attributes.get('spend_90d')).toMatchObject({
      event: 'purchase',
      definition: {
        within: { last: new ExactNumber('90'), unit: 'day' },
        sum: 'amount',
        where: [{ field: 'amount', gte: new ExactNumber('12345678901234567890.1') }],
      },
    });
    expect(file.panels).toEqual(['last_purchase_country_all', 'count_purchase_all', 'last_product']);
  });

  it('gives all issues at once, each with path and line', () => {
    expect(
      issuesOf(`silhouette: 2
timeZone: Europe/Londn
sources:
  invoices: { file: [a.csv], gone: kepe }
events:
  purchase: { from: invoice, customer: 5, fields: { amount: { type: numbr } } }
`),
    ).toEqual([
      'silhouette invalid-value This program reads version 1 of the catalog file: write silhouette: 1. (line 1)',
      'timeZone invalid-value "Europe/Londn" is not an IANA time zone; write one such as Asia/Seoul or Europe/London. (line 2)',
      'sources.invoices.file unknown-key Unknown key "file". Did you mean "files"? (line 4)',
      'sources.invoices missing-key The key "files" is missing; write it, such as files: ["invoices.csv"]. (line 4)',
      'sources.invoices.gone invalid-value "kepe" is none of error, keep, drop. Did you mean keep? (line 4)',
      'events.purchase.from unknown-source "invoice" is neither a source nor a view. Did you mean "invoices"? (line 6)',
      'events.purchase.customer wrong-type A text is wanted here, and 5 is a number: write "5" in quotes. (line 6)',
      'events.purchase missing-key The key "time" is missing; write it, such as time: InvoiceDate (the column with the time). (line 6)',
      'events.purchase.fields.amount.type invalid-value "numbr" is none of boolean, category, date, datetime, number, tags, text. Did you mean number? (line 6)',
    ]);
  });

  const FINE = `silhouette: 1
timeZone: Asia/Seoul
sources: { orders: { files: [o.csv] }, members: { files: [m.csv] } }
`;
  const EVENT = 'events: { purchase: { from: orders, customer: c, time: t } }\n';

  it('needs little', () => {
    const file = parse(FINE + EVENT);
    expect(file).toMatchObject({ name: 'Silhouette', currency: null, now: { kind: 'latest' }, customers: null, panels: null });
    expect(file.events.get('purchase')?.occasion).toEqual([]);
    expect(parse(`${FINE}customers: { from: members, key: k }`).customers).toMatchObject({ key: 'k', columns: 'all' });
    expect(parse(`${FINE}customers: { from: members, key: k }`).customers?.privacy).toBeUndefined();
    expect(parse(`${FINE}customers: { from: members, key: k, privacy: personal }`).customers?.privacy).toBe('personal');
    expect(parse(`\uFEFF${FINE.replaceAll('\n', '\r\n')}${EVENT}`).sources.size).toBe(2);
  });

  it.each([
    ['clock', { kind: 'clock' }],
    ['2026-11-30', { kind: 'at', asOfMs: Date.UTC(2026, 10, 30, 15) }],
    ['2026-11-30T15:00', { kind: 'at', asOfMs: Date.UTC(2026, 10, 30, 6) }],
    ['2026-11-30 15:00:01.5Z', { kind: 'at', asOfMs: Date.UTC(2026, 10, 30, 15, 0, 1, 500) }],
    ['2026-11-30T15:00+02:00', { kind: 'at', asOfMs: Date.UTC(2026, 10, 30, 13) }],
  ])('reads now: %s', (text, rule) => {
    expect(parse(`${FINE}${EVENT}now: ${text}`).now).toEqual(rule);
  });

  it('counts issues past the first thousand', () => {
    const keys = Array.from({ length: 1500 }, (_, index) => `k${index}: 1`).join('\n');
    const issues = issuesOf(`${FINE}${EVENT}${keys}`);
    expect(issues).toHaveLength(1001);
    expect(issues.at(-1)).toContain('500 more problems');
  });

  it.each<[string, string, string]>([
    ['an empty file', '# nothing\n', ' invalid-catalog The catalog file is empty.'],
    ['no mapping', '- a', ' wrong-type A mapping that begins with'],
    ['no YAML', 'a: "b', ' invalid-yaml This is not YAML at line 1'],
    ['a tab', 'a:\n\tb: 1', ' invalid-yaml Line 2 is indented with a tab'],
    ['a second document', 'a: 1\n---\nb: 2', ' invalid-yaml Line '],
    ['an alias', `${FINE}x: &a 1\ny: *a`, 'x invalid-yaml Anchors (&name)'],
    ['an unknown tag', 'a: !secret b', ' invalid-yaml '],
    ['a merge key', `${FINE}${EVENT}<<: {}`, '["<<"] unknown-key'],
    [
      'a repeated key',
      `${FINE}${EVENT}name: a\n"name": b`,
      'name duplicate-key The key "name" is given twice (lines 5 and 6); keep one.',
    ],
    ['a repeated key by text', `${FINE}${EVENT}panels: []\ncomputed: { 1: {}, "1": {} }`, 'computed.1 duplicate-key'],
    ['too deep', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`, ' too-deep '],
    ['no version', FINE.replace('silhouette: 1\n', '') + EVENT, ' missing-key The key "silhouette" is missing'],
    ['no time zone', FINE.replace('timeZone: Asia/Seoul\n', '') + EVENT, ' missing-key The key "timeZone" is missing'],
    ['neither customers nor events', FINE, ' missing-key Neither "customers" nor "events"'],
    ['no source', 'silhouette: 1\ntimeZone: UTC\nsources: {}', 'sources missing-key At least one source'],
    ['a wrong currency', `${FINE}${EVENT}currency: won`, 'currency invalid-value'],
    ['a wrong now', `${FINE}${EVENT}now: 2026-02-30`, 'now invalid-value'],
    ['now out of range', `${FINE}${EVENT}now: 1850-01-01`, 'now invalid-value'],
    [
      'files as text',
      'sources: { a: { files: a.csv } }',
      'sources.a.files wrong-type A list of paths is wanted here: write ["a.csv"]. (line 1)',
    ],
    ['no files', 'sources: { a: { files: [] } }', 'sources.a.files invalid-value'],
    [
      'an encoding of Parquet',
      'sources: { a: { files: [x], format: parquet, encoding: utf-8 } }',
      'sources.a.encoding invalid-value',
    ],
    ['a name of ours', 'sources: { _a: { files: [x] } }', 'sources._a invalid-value "_a" begins with "_"'],
    ['a view and a source of one name', `${FINE}${EVENT}views: { orders: SELECT 1 }`, 'views.orders clashing-id'],
    [
      'an empty label',
      `${FINE}events: { e: { from: orders, customer: c, time: t, label: "" } }`,
      'events.e.label invalid-value',
    ],
    [
      'half a label',
      `${FINE}events: { e: { from: orders, customer: c, time: t, label: { ko: 가 } } }`,
      'events.e.label missing-key The key "en" is missing',
    ],
    [
      'an empty occasion',
      `${FINE}events: { e: { from: orders, customer: c, time: t, occasion: [] } }`,
      'events.e.occasion invalid-value',
    ],
    [
      'an event id with a line break',
      `${FINE}events: { "a\\nb": { from: orders, customer: c, time: t } }`,
      'events["a\\nb"] invalid-value An id must not hold control',
    ],
    [
      'an unknown customers key',
      `${FINE}customers: { from: members, key: k, latest_by: x }`,
      'customers.latest_by unknown-key Unknown key "latest_by". Did you mean "latestBy"?',
    ],
    ['the class of keys', `${FINE}customers: { from: members, key: k, privacy: secret }`, 'customers.privacy invalid-value'],
    ['columns', `${FINE}customers: { from: members, key: k, columns: some }`, 'customers.columns invalid-value'],
    ...Object.entries({
      '{ column: a, sql: b }': 'sql invalid-value Give either',
      '{ decimals: 7 }': 'decimals invalid-value 7 is out of range',
      '{ decimals: 1.5 }': 'decimals wrong-type',
      '{ decimals: -1 }': 'decimals invalid-value -1 is out of range',
      '{ decimals: two }': 'decimals wrong-type',
      '{ decimals: 2, type: text }': 'decimals invalid-value "decimals" goes with type number only',
      '{ format: dd/MM }': 'format invalid-value',
      '{ type: date, format: "dd/MM/yyyy HH:mm" }': 'format invalid-value',
      '{ type: datetime, format: dd/MM/yyyy }': 'format invalid-value',
      '{ separator: ";", type: category }': 'separator invalid-value',
      '{ true: [Y], false: [Y] }': 'false invalid-value "Y" would mean both',
      '{ true: Y }': 'true wrong-type A list of texts',
      '{ order: [a, b, a] }': 'order[2] invalid-value "a" is listed twice',
      '{ missing: [null] }': 'missing[0] wrong-type',
      '{ pii: yes }': 'pii wrong-type True or false is wanted here, not the text "yes"',
      '{ values: [a] }': 'values wrong-type',
      '{ labelColumn: b, type: number }': 'labelColumn invalid-value',
      '{ synonyms: a }': 'synonyms wrong-type A list of texts is wanted here: write ["a"]',
      '5': ' wrong-type A mapping such as',
    }).map(([spec, issue]): [string, string, string] => [
      `a field ${spec}`,
      `${FINE}events: { e: { from: orders, customer: c, time: t, fields: { f: ${spec} } } }`,
      `events.e.fields.f${issue.startsWith(' ') ? '' : '.'}${issue}`,
    ]),
    ...Object.entries({
      '{ event: purchase }': ' missing-key What is computed?',
      '{ event: purchase, sum: a, avg: a }': ' invalid-value One attribute has one measure',
      '{ event: buy, count: true }': '.event unknown-event There is no event "buy"',
      '{ count: true }': ' missing-key The key "event" is missing',
      '{ event: purchase, count: true, wihtin: {} }': '.wihtin unknown-key Unknown key "wihtin". Did you mean "within"?',
    }).map(([spec, issue]): [string, string, string] => [
      `computed ${spec}`,
      `${FINE}${EVENT}computed: { x: ${spec} }`,
      `computed.x${issue}`,
    ]),
    ['standard', `${FINE}${EVENT}computed: { standard: 1 }`, 'computed.standard wrong-type'],
    [
      'two attributes of one id',
      `${FINE}${EVENT}customers: { from: members, key: k, attributes: { a: } }\ncomputed: { a: { event: purchase, count: true } }`,
      'computed.a clashing-id "a" is already an attribute (customers.attributes.a)',
    ],
    ['panels', `${FINE}${EVENT}panels: [a, a]`, 'panels[1] invalid-value "a" is listed twice'],
  ])('says what is wrong with %s', (_, text, issue) => {
    const found = issuesOf(text);
    expect(found.find((one) => one.startsWith(issue)) ?? found).toContain(issue);
  });
});

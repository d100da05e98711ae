import { describe, expect, it } from 'vitest';
import { parseCatalogFile } from '../../src/catalog/parse-catalog-file.ts';

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
        within: { last: 90, unit: 'day' },
        sum: 'amount',
        where: [{ field: 'amount', gte: '12345678901234567890.1' }],
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
});

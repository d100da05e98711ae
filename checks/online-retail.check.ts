import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runJson, selectRows } from './run-silhouette.ts';

const data = process.env.SILHOUETTE_REAL_DATA ?? '../shared/data';
const file = join(data, 'online-retail', 'online_retail.csv.gz');

function catalog(where: string): string {
  return `
silhouette: 1
name: Online Retail
timeZone: Europe/London
currency: GBP
now: latest
sources:
  invoices:
    files: ["${file}"]
    encoding: utf-8
    missing: ["NA"]
views:
  lines: SELECT i.*, upper(StockCode) AS sku FROM invoices AS i
events:
  purchase:
    from: lines
    customer: CustomerID
    time: InvoiceDate
    occasion: InvoiceNo
${where}
    label: { ko: 구매, en: Purchase }
    fields:
      amount: { type: number, decimals: 3, sql: Quantity * UnitPrice, unit: GBP }
      product: { type: category, column: StockCode, labelColumn: Description }
      country: { type: category, column: Country }
computed:
  standard: true
  last_product: { event: purchase, last: product }
  spend_90d: { event: purchase, within: { last: 90, unit: day }, sum: amount }
panels: [last_purchase_country_all, count_purchase_all, last_product]
`;
}

interface Panel {
  readonly sum?: string;
  readonly values?: readonly { readonly value: string; readonly label: string; readonly count: number }[];
}

describe.runIf(existsSync(data))('Online Retail', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'silhouette-online-retail-'));
  const everything = mkdtempSync(join(tmpdir(), 'silhouette-online-retail-all-'));
  afterAll(() => {
    rmSync(workspace, { recursive: true, force: true });
    rmSync(everything, { recursive: true, force: true });
  });
  beforeAll(async () => {
    writeFileSync(join(workspace, 'silhouette.yaml'), catalog('    where: Quantity > 0 AND UnitPrice > 0'));
    writeFileSync(join(everything, 'silhouette.yaml'), catalog(''));
    await runJson(['load', '--workspace', workspace]);
    await runJson(['load', '--workspace', everything]);
  });

  test('the figures over all rows', async () => {
    const sql = `SELECT toString(count()), toString(uniqExact(InvoiceNo)), toString(uniqExact(CustomerID)), toString(uniqExact(Country)), toString(uniqExact(StockCode)),
      toString(sum(Quantity)), toString(sum(Quantity * UnitPrice)), toString(min(Quantity)), toString(max(Quantity)), toString(min(UnitPrice)), toString(max(UnitPrice)),
      toString(sumIf(Quantity * UnitPrice, Country = 'United Kingdom')) FROM invoices`;
    const [row] = await selectRows(workspace, sql);
    expect(row).toEqual([
      '541909',
      '25900',
      '4372',
      '38',
      '4070',
      '5176450',
      '9747747.934',
      '-80995',
      '80995',
      '-11062.06',
      '38970',
      '8187806.364',
    ]);
    const net =
      "SELECT toString(CustomerID), toString(sum(Quantity * UnitPrice)) FROM invoices WHERE toString(CustomerID) IN ('14646', '18102', '17450') GROUP BY 1 ORDER BY sum(Quantity * UnitPrice) DESC";
    expect(await selectRows(workspace, net)).toEqual([
      ['14646', '279489.02'],
      ['18102', '256438.49'],
      ['17450', '187482.17'],
    ]);
  });

  test('the clean set', async () => {
    const answer = await runJson([
      'explore',
      '{"all":[]}',
      '--workspace',
      workspace,
      '--panels',
      'count_purchase_all,sum_purchase_amount_all,rows_purchase_all',
    ]);
    const [orders, revenue, rows] = answer.panels as Panel[];
    expect(answer).toMatchObject({ count: 4338, base: 4338, asOf: '2011-12-10T00:00:00.000Z' });
    expect([orders?.sum, revenue?.sum, rows?.sum]).toEqual(['18532', '8911407.904', '397884']);
    const sql =
      'SELECT toString(count()), toString(uniqExact(product)), toString(uniqExact(country)), toString(uniqExact(_customer, _occasion)) FROM lake.purchase';
    expect(await selectRows(workspace, sql)).toEqual([['397884', '3665', '37', '18532']]);
    const top = 'SELECT _customer, toString(sum(amount)) FROM lake.purchase GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 3';
    expect(await selectRows(workspace, top)).toEqual([
      ['14646', '280206.02'],
      ['18102', '259657.3'],
      ['17450', '194550.79'],
    ]);
  });

  test('customers known without the filter', async () => {
    expect(await runJson(['explore', '{"all":[]}', '--workspace', everything])).toMatchObject({ count: 4372, base: 4372 });
  });

  test('default panels name products and exact shares', async () => {
    const answer = await runJson([
      'explore',
      '{"attribute":"last_purchase_country_all","eq":"France"}',
      '--workspace',
      workspace,
    ]);
    const [country, , product] = answer.panels as Panel[];
    expect(answer.count).toBe(87);
    expect(answer.share).toBe(87 / 4338);
    expect(country?.values?.[0]).toMatchObject({ value: 'France', count: 87 });
    expect(product?.values?.[0]?.label).not.toBe(product?.values?.[0]?.value);
  });

  test('an unchanged source is not read again', async () => {
    const again = await runJson(['load', '--workspace', workspace]);
    expect(again.changed).toBe(false);
  });

  test('engines agree on random definitions', async () => {
    const n = process.env.SILHOUETTE_VERIFY_CASES ?? '150';
    expect(await runJson(['verify', '--random', n, '--workspace', workspace])).toMatchObject({
      checked: Number(n),
      different: 0,
    });
  });
});

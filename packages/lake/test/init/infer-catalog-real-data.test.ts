import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CatalogFile, parseCatalogFile } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { inferCatalog } from '../../src/init/infer-catalog.ts';

/** A folder that the data is not in: paths stay absolute. */
const root = join(tmpdir(), 'silhouette-nowhere');

function parse(yaml: string): CatalogFile {
  const result = parseCatalogFile(yaml);
  if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 1));
  return result.catalogFile;
}

const data = resolve(import.meta.dirname, '../../../../../shared/data');
describe.skipIf(!existsSync(data))('inferCatalog on real data', () => {
  it('understands Online Retail', async () => {
    const path = join(data, 'online-retail/online_retail.csv.gz');
    const file = parse((await inferCatalog([path], { dir: root, machineTimeZone: 'Europe/London' })).yaml);
    expect(file.customers).toBeNull();
    expect(file.sources.get('online_retail')?.files).toEqual([path]);
    const purchase = file.events.get('purchase');
    expect(purchase).toMatchObject({
      from: 'online_retail',
      customer: 'CustomerID',
      time: 'InvoiceDate',
      occasion: ['InvoiceNo'],
    });
    expect(purchase?.fields.get('amount')).toMatchObject({
      sql: '`Quantity` * `UnitPrice`',
      label: { ko: '금액', en: 'Amount' },
    });
    expect(purchase?.fields.get('StockCode')).toMatchObject({ type: 'category', labelColumn: 'Description' });
    expect(purchase?.fields.get('Country')).toMatchObject({ type: 'category' });
  });

  it('understands the Complete Journey', async () => {
    const names = [
      'demographics',
      'transactions_sample_100k',
      'products',
      'campaigns',
      'campaign_descriptions',
      'coupon_redemptions',
    ];
    const paths = names.map((name) => join(data, `complete-journey/${name}.csv.gz`));
    const file = parse((await inferCatalog(paths, { dir: root, machineTimeZone: 'America/New_York' })).yaml);
    expect(file.customers).toMatchObject({ from: 'demographics', key: 'household_id' });
    expect(file.customers?.attributes.get('income')?.order?.slice(0, 3)).toEqual(['Under 15K', '15-24K', '25-34K']);
    expect([...file.events.keys()]).toEqual(['purchase', 'campaigns', 'coupon_redemptions']);
    expect(file.events.get('purchase')).toMatchObject({
      customer: 'household_id',
      time: 'transaction_timestamp',
      occasion: ['basket_id'],
    });
    expect(file.events.get('purchase')?.fields.get('department')).toMatchObject({ type: 'category' });
    expect(file.events.get('campaigns')).toMatchObject({ customer: 'household_id', time: 'start_date' });
  });
});

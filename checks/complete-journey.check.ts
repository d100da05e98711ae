import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runJson, selectRows } from './run-silhouette.ts';

const data = process.env.SILHOUETTE_REAL_DATA ?? '../shared/data';
const folder = join(data, 'complete-journey');

const CATALOG = `
silhouette: 1
name: Complete Journey
timeZone: America/New_York
currency: USD
sources:
  households: { files: ["${folder}/demographics.csv.gz"], missing: ["NA"] }
  transactions: { files: ["${folder}/transactions_sample_100k.csv.gz"], missing: ["NA"] }
  products: { files: ["${folder}/products.csv.gz"], missing: ["NA"] }
  campaigns: { files: ["${folder}/campaigns.csv.gz"] }
  redemptions: { files: ["${folder}/coupon_redemptions.csv.gz"] }
views:
  baskets: |
    SELECT t.*, p.department AS department, p.brand AS brand, p.product_category AS product_category
    FROM transactions AS t LEFT JOIN products AS p ON toString(t.product_id) = p.product_id
customers:
  from: households
  key: household_id
events:
  purchase:
    from: baskets
    customer: household_id
    time: transaction_timestamp
    occasion: basket_id
    fields:
      amount: { type: number, decimals: 2, column: sales_value }
      department: { type: category }
      brand: { type: category }
computed:
  standard: true
`;

describe.runIf(existsSync(data))('Complete Journey', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'silhouette-complete-journey-'));
  afterAll(() => rmSync(workspace, { recursive: true, force: true }));
  beforeAll(async () => {
    writeFileSync(join(workspace, 'silhouette.yaml'), CATALOG);
    await runJson(['load', '--workspace', workspace]);
  });

  test('the published campaign figures', async () => {
    const sql = `SELECT toString(c.campaign_id), toString(uniqExact(c.household_id)), toString(uniqExact(r.household_id)) FROM campaigns AS c
      LEFT JOIN redemptions AS r ON r.campaign_id = c.campaign_id AND r.household_id = c.household_id
      WHERE toString(c.campaign_id) IN ('8', '13', '18') GROUP BY 1 ORDER BY 2 DESC`;
    expect(await selectRows(workspace, sql)).toEqual([
      ['18', '1133', '214'],
      ['13', '1077', '196'],
      ['8', '1076', '158'],
    ]);
    expect(
      await selectRows(
        workspace,
        'SELECT toString(t.n), toString(h.n) FROM (SELECT count() AS n FROM transactions) AS t CROSS JOIN (SELECT count() AS n FROM households) AS h',
      ),
    ).toEqual([['100000', '801']]);
  });

  test('a condition on the department of a product', async () => {
    const answer = await runJson([
      'explore',
      '{"event":"purchase","where":[{"field":"department","eq":"PASTRY"}],"count":{"gte":2}}',
      '--workspace',
      workspace,
    ]);
    const sql =
      "SELECT toString(count()) FROM (SELECT household_id FROM baskets WHERE department = 'PASTRY' GROUP BY household_id HAVING uniqExact(basket_id) >= 2)";
    const [[expected] = []] = await selectRows(workspace, sql);
    expect(answer.count).toBe(Number(expected));
    expect(answer.count).toBeGreaterThan(0);
  });

  test('engines agree on random definitions', async () => {
    const n = process.env.SILHOUETTE_VERIFY_CASES ?? '150';
    expect(await runJson(['verify', '--random', n, '--workspace', workspace])).toMatchObject({
      checked: Number(n),
      different: 0,
    });
  });
});

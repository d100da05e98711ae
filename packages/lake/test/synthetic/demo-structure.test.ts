import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChdbSession } from '../../src/chdb/chdb-session.ts';
import { sqlString } from '../../src/chdb/sql-text.ts';
import { type DemoTable, generateDemo } from '../../src/synthetic/generate-demo.ts';

// The seed is fixed: these figures are what the generator gives, with room for changes of taste, not for losing a pattern.
let root: string;
let session: ChdbSession;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'silhouette-demo-'));
  await generateDemo({ dir: root, customers: 40_000, seed: 3 });
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  await rm(root, { recursive: true, force: true });
});

function table(name: DemoTable): string {
  return `file(${sqlString(`${join(root, 'data', name)}/*.parquet`)}, 'Parquet')`;
}

/** The one number that a query gives. */
async function ask(sql: string): Promise<number> {
  const [row] = await session.query<{ n: number | string }>(sql);
  return Number(row?.n);
}

/** Lines with their members. */
const lines = () => `(SELECT * FROM ${table('purchases')} AS p INNER JOIN ${table('members')} AS m USING (member_no))`;
const share = (what: string, among: string) => ask(`SELECT countIf(${what}) / count() AS n FROM ${lines()} WHERE ${among}`);

describe('the demo', () => {
  it('has about eighteen event rows a customer', async () => {
    const events: DemoTable[] = ['purchases', 'returns', 'visits', 'app_opens', 'reviews', 'calls', 'campaign_sends'];
    let rows = 0;
    for (const event of events) rows += await ask(`SELECT count() AS n FROM ${table(event)}`);
    expect(rows / 40_000).toBeGreaterThan(17);
    expect(rows / 40_000).toBeLessThan(20);
  });

  it('answers the question of the house with a group worth having', async () => {
    const found = await ask(`SELECT count() AS n FROM (SELECT member_no FROM ${lines()}
      WHERE gender = 'F' AND age >= 30 AND age < 40 AND ordered_at >= toDateTime64('2026-08-01 00:00:00', 3, 'Asia/Seoul')
      GROUP BY member_no HAVING sum(amount) >= 100000 * uniqExact(order_no))`);
    expect(found / 40_000).toBeGreaterThan(0.004);
    expect(found / 40_000).toBeLessThan(0.02);
  });

  it('has whole amounts: price x quantity less the discount', async () => {
    expect(
      await ask(`SELECT countIf(amount <= 0 OR (amount + discount) % (100 * quantity) != 0) AS n FROM ${table('purchases')}`),
    ).toBe(0);
    expect(await ask(`SELECT uniqExact(product) AS n FROM ${table('purchases')}`)).toBeGreaterThan(2900);
    expect(await ask(`SELECT countIf(product_name LIKE '%수분크림') AS n FROM ${table('purchases')}`)).toBeGreaterThan(1000);
    // One name a product, one product an order line's brand.
    expect(
      await ask(
        `SELECT max(k) AS n FROM (SELECT uniqExact(product_name, brand, category) AS k FROM ${table('purchases')} GROUP BY product)`,
      ),
    ).toBe(1);
  });

  it('has seasons: sun care in summer, cream in winter, sales in December', async () => {
    const month = `toMonth(toDate32(ordered_at, 'Asia/Seoul'))`;
    expect(await share(`category = 'sun'`, `${month} IN (6, 7)`)).toBeGreaterThan(
      3 * (await share(`category = 'sun'`, `${month} IN (12, 1)`)),
    );
    expect(await share(`category = 'cream'`, `${month} IN (12, 1)`)).toBeGreaterThan(
      1.5 * (await share(`category = 'cream'`, `${month} IN (6, 7)`)),
    );
    expect(await share(`${month} = 12`, '1')).toBeGreaterThan(1.5 * (await share(`${month} = 11`, '1')));
  });

  it.each([
    ['Lunar New Year', '2026-02-17'],
    ['Chuseok', '2025-10-06'],
    ['Christmas', '2025-12-25'],
    ["Valentine's Day", '2025-02-14'],
  ])('sells gifts in the week before %s', async (_name, day) => {
    const between = (from: number, to: number) =>
      `toDate32(ordered_at, 'Asia/Seoul') BETWEEN toDate32('${day}') - ${from} AND toDate32('${day}') - ${to}`;
    expect(await share('gift_wrapped', between(7, 2))).toBeGreaterThan(2 * (await share('gift_wrapped', between(40, 25))));
  });

  it('has a heavy tail of loyal customers', async () => {
    const top = await ask(`SELECT sumIf(s, r <= 4000) / sum(s) AS n FROM (
      SELECT s, row_number() OVER (ORDER BY s DESC) AS r FROM (SELECT sum(amount) AS s FROM ${table('purchases')} GROUP BY member_no))`);
    expect(top).toBeGreaterThan(0.4);
    expect(top).toBeLessThan(0.75);
  });

  it('has tastes that go together', async () => {
    expect(await share(`category = 'cica'`, `skin_type = 'sensitive'`)).toBeGreaterThan(
      2 * (await share(`category = 'cica'`, `skin_type = 'dry'`)),
    );
    expect(await share(`category IN ('lip', 'eye')`, `age < 25 AND gender = 'F'`)).toBeGreaterThan(
      1.8 * (await share(`category IN ('lip', 'eye')`, `age >= 45 AND gender = 'F'`)),
    );
    const tagged = (tag: string, among: string) =>
      ask(`SELECT countIf(has(skin_concerns, '${tag}')) / count() AS n FROM ${table('members')} WHERE ${among}`);
    expect(await tagged('wrinkle', 'age >= 50')).toBeGreaterThan(5 * (await tagged('wrinkle', 'age < 25')));
    const app = (among: string) => ask(`SELECT avg(app_installed) AS n FROM ${table('members')} WHERE ${among}`);
    expect(await app('age < 30')).toBeGreaterThan(2 * (await app('age >= 50')));
  });

  it('loses customers and keeps others', async () => {
    const late = await ask(
      `SELECT count() AS n FROM (SELECT member_no FROM ${table('purchases')} GROUP BY member_no HAVING max(ordered_at) >= toDateTime64('2026-05-01 00:00:00', 3))`,
    );
    const buyers = await ask(`SELECT uniqExact(member_no) AS n FROM ${table('purchases')}`);
    expect(late / buyers).toBeGreaterThan(0.3);
    expect(late / buyers).toBeLessThan(0.8);
  });

  it('hides pockets worth finding', async () => {
    const everyone = '1';
    // Older men of Jeju live in the sun.
    expect(await share(`category = 'sun'`, `region = 'jeju' AND gender = 'M' AND age >= 50`)).toBeGreaterThan(
      5 * (await share(`category = 'sun'`, everyone)),
    );
    // Young women of Daejeon swear by one laboratory's brand.
    expect(await share(`brand = 'dermavon'`, `region = 'daejeon' AND gender = 'F' AND age BETWEEN 20 AND 29`)).toBeGreaterThan(
      4 * (await share(`brand = 'dermavon'`, everyone)),
    );
    // Men of Ulsan wrap presents, in the fortnight before 8 May.
    const parents = `toMonth(toDate32(ordered_at, 'Asia/Seoul')) IN (4, 5) AND gift_wrapped`;
    expect(await share(parents, `region = 'ulsan' AND gender = 'M' AND age BETWEEN 30 AND 49`)).toBeGreaterThan(
      10 * (await share(parents, everyone)),
    );
    // Those who joined through a pharmacy buy at night, online, and stay.
    const night = `channel = 'online' AND toHour(ordered_at, 'Asia/Seoul') < 5`;
    expect(await share(night, `join_channel = 'pharmacy'`)).toBeGreaterThan(2 * (await share(night, everyone)));
    // Winter-cool women love lipstick.
    expect(await share(`category = 'lip'`, `personal_colour = 'winter-cool' AND gender = 'F'`)).toBeGreaterThan(
      2 * (await share(`category = 'lip'`, `personal_colour = 'summer-cool' AND gender = 'F'`)),
    );
    // A talk about skin leads to a luxury cream or serum within ten days.
    const after =
      await ask(`SELECT uniqExact(c.member_no) AS n FROM ${table('calls')} AS c INNER JOIN ${table('purchases')} AS p ON c.member_no = p.member_no
      WHERE c.topic = 'skin' AND p.price_tier = 'luxury' AND p.category IN ('cream', 'serum') AND p.ordered_at > c.called_at AND p.ordered_at < c.called_at + toIntervalDay(11)`);
    const callers = await ask(`SELECT uniqExact(member_no) AS n FROM ${table('calls')} WHERE topic = 'skin'`);
    expect(after / callers).toBeGreaterThan(0.25);
  });

  it('sends messages only to those who had agreed', async () => {
    expect(
      await ask(`SELECT count() AS n FROM ${table('campaign_sends')} AS s INNER JOIN ${table('members')} AS m USING (member_no)
        WHERE toDate32(sent_at, 'Asia/Seoul') < multiIf(channel = 'sms', sms_consent_on, channel = 'email', email_consent_on, push_consent_on)
        OR multiIf(channel = 'sms', sms_consent_on, channel = 'email', email_consent_on, push_consent_on) IS NULL`),
    ).toBe(0);
    expect(await ask(`SELECT countIf(clicked AND NOT opened) AS n FROM ${table('campaign_sends')}`)).toBe(0);
  });
});

import { DAY_MS, parseDecimal, roundDecimal, TimeZone } from '@silhouette/model';
import { expect, test } from 'vitest';
import { loadWorkspace } from '../../src/index.ts';
import { makeWorkspace, readRows } from '../load/make-workspace.ts';

interface Row {
  readonly who: string;
  readonly atMs: number;
  readonly position: number;
  readonly order: string | null;
  readonly amount: bigint | null;
  readonly product: string | null;
}

const zone = TimeZone.of('Europe/London');
const WINDOWS = { all: null, '365d': 365, '90d': 90, '30d': 30 } as const;

/** A small linear generator, so that a failure comes back. */
function drawFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function drawRows(seed: number): Row[] {
  const draw = drawFrom(seed);
  const end = Date.UTC(2023, 2, 27);
  return Array.from({ length: 500 }, (_, position) => ({
    who: `c${draw(25)}`,
    // Many rows at one instant, and many around the change to summer time.
    atMs: end - draw(3) * draw(200) * DAY_MS - draw(40) * 1_800_000,
    position,
    order: draw(5) === 0 ? null : `o${draw(30)}`,
    amount: draw(6) === 0 ? null : BigInt(draw(4000) - 2000),
    product: draw(6) === 0 ? null : `p${draw(4)}`,
  }));
}

/** Every standard attribute of one customer, by the words of the catalog's documentation. */
function computeStandard(mine: readonly Row[], asOfMs: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const local = (row: Row): number => zone.localOf(row.atMs);
  const lastDay = zone.dayOf(asOfMs - 1) + 1;
  for (const [name, days] of Object.entries(WINDOWS)) {
    const startMs = days === null ? Number.NEGATIVE_INFINITY : zone.startOfDay(lastDay - days);
    const rows = mine
      .filter(({ atMs }) => atMs >= startMs && atMs < asOfMs)
      .sort((a, b) => a.atMs - b.atMs || a.position - b.position);
    const [first, last] = [rows[0], rows.at(-1)];
    const occasions = new Set(rows.map(({ order, position }) => (order === null ? `#${position}` : `=${order}`))).size;
    const amounts = rows.flatMap(({ amount }) => (amount === null ? [] : [amount]));
    const sum = amounts.reduce((total, amount) => total + amount, 0n);
    const least = amounts.reduce<bigint | null>((best, amount) => (best === null || amount < best ? amount : best), null);
    const most = amounts.reduce<bigint | null>((best, amount) => (best === null || amount > best ? amount : best), null);
    const dateOf = (row: Row | undefined): string | null =>
      row === undefined ? null : new Date(Math.floor(local(row) / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
    let recency: number | null = null;
    if (last !== undefined) for (recency = 0; zone.instantOf(local(last) + (recency + 1) * DAY_MS) <= asOfMs; ) recency += 1;
    const sizes = new Map<string, number>();
    for (const { product } of rows) if (product !== null) sizes.set(product, (sizes.get(product) ?? 0) + 1);
    const largest = Math.max(...sizes.values());
    Object.assign(result, {
      [`count_buy_${name}`]: String(occasions),
      [`rows_buy_${name}`]: String(rows.length),
      [`days_buy_${name}`]: String(new Set(rows.map((row) => Math.floor(local(row) / DAY_MS))).size),
      [`recency_buy_${name}`]: recency === null ? null : String(recency),
      [`first_buy_${name}`]: dateOf(first),
      [`last_buy_${name}`]: dateOf(last),
      [`sum_buy_amount_${name}`]: hundredths(sum),
      [`min_buy_amount_${name}`]: least === null ? null : hundredths(least),
      [`max_buy_amount_${name}`]: most === null ? null : hundredths(most),
      [`avg_buy_amount_${name}`]: amounts.length === 0 ? null : floorMillionths(sum, BigInt(occasions)),
      [`first_buy_product_${name}`]: first?.product ?? null,
      [`last_buy_product_${name}`]: last?.product ?? null,
      [`top_buy_product_${name}`]:
        rows.findLast(({ product }) => product !== null && sizes.get(product) === largest)?.product ?? null,
      [`distinct_buy_product_${name}`]: String(sizes.size),
    });
  }
  return result;
}

function hundredths(units: bigint): string {
  return shortest(
    `${units < 0n ? '-' : ''}${(units < 0n ? -units : units).toString().padStart(3, '0').replace(/(..)$/, '.$1')}`,
  );
}

/** sum / 100 / count in whole millionths, towards minus infinity. */
function floorMillionths(sum: bigint, count: bigint): string {
  const scaled = sum * 10_000n;
  const quotient = scaled / count - (scaled < 0n && scaled % count !== 0n ? 1n : 0n);
  const digits = (quotient < 0n ? -quotient : quotient).toString().padStart(7, '0');
  return shortest(`${quotient < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

function shortest(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

test.each([1, 2])('the standard set is what the words say, computed row by row (seed %i)', async (seed) => {
  const rows = drawRows(seed);
  const lines = rows.map(({ who, atMs, order, amount, product }) =>
    [who, new Date(atMs).toISOString(), order ?? '', amount === null ? '' : hundredths(amount), product ?? ''].join(','),
  );
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1
name: Standard
timeZone: Europe/London
sources: { lines: { files: [lines.csv] } }
events:
  buy: { from: lines, customer: who, time: at, occasion: order, fields: { amount: { decimals: 2 }, product: {} } }
computed: { standard: true }
`,
    'lines.csv': `who,at,order,amount,product\n${lines.join('\n')}\n`,
  });
  try {
    const { snapshot } = await loadWorkspace(workspace, { nowMs: Date.UTC(2024, 0, 1) });
    const customers = await readRows(snapshot.customers);
    expect(snapshot.catalog.attributes).toHaveLength(14 * 4);
    expect(customers).toHaveLength(new Set(rows.map(({ who }) => who)).size);
    for (const customer of customers) {
      const mine = rows.filter(({ who }) => who === customer._key);
      expect(customer, String(customer._key)).toMatchObject(computeStandard(mine, snapshot.asOfMs));
    }
    // What was stored compares with any x of six decimals as the average itself does.
    const average = parseDecimal(
      String(customers.find(({ avg_buy_amount_all: value }) => String(value).startsWith('-'))?.avg_buy_amount_all),
    );
    expect(average).not.toBeNull();
    if (average !== null) expect(roundDecimal(average, 6)).toEqual(average);
  } finally {
    workspace.remove();
  }
});

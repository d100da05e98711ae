import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIndexed } from '../load-indexed.ts';

/** A catalog file as people write one: comments, block and flow style, quotes, columns that it does not name. */
export const CATALOG = `# Our shop.
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
  orders: { files: [orders.csv] }   # from the till
customers:
  from: people
  key: id
  attributes:
    # Where they live.
    city: { column: city, type: category, label: { ko: 도시, en: City } } # as told
    age:
        column: age
        type: number
        label: Age   # in years
        description: >
            Years since birth,
            as told.

events:
  order:
    from: orders
    customer: id
    time: at
    label: { ko: 주문, en: Order }
    fields:
      item: { type: category, values: { A: { ko: 사과, en: Apple } } }
      price:
computed:
  standard: true
  spent: { event: order, sum: price }
`;
/** 25 customers of ages 20 to 44, every other one in Seoul, from the first on; `tier` is a column that the file does not name. */
const PEOPLE = `id,city,age,tier\n${Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')},${index % 2 === 0 ? '서울' : '부산'},${20 + index},${index % 3 === 0 ? 'gold' : 'plain'}`).join('\n')}\n`;
const ORDERS = `id,at,item,price\n${Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')},2026-05-${String(1 + index).padStart(2, '0')}T10:00:00,${index % 5 === 0 ? 'A' : 'B'},${100 + index}`).join('\n')}\n`;

/** When {@link makeShop} loads, and when it may be loaded again. */
export const LOADED_AT_MS = Date.UTC(2026, 5, 1);

/** A small workspace with an event, loaded and indexed, in a new folder. */
export async function makeShop(): Promise<{ readonly dir: string; readonly file: string; remove(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-catalog-edits-test-'));
  const file = join(dir, 'silhouette.yaml');
  writeFileSync(file, CATALOG);
  writeFileSync(join(dir, 'people.csv'), PEOPLE);
  writeFileSync(join(dir, 'orders.csv'), ORDERS);
  await loadIndexed(dir, LOADED_AT_MS);
  return { dir, file, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

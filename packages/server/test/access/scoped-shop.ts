import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { PERMISSIONS, type PlainValue, PRIVACY_CLASSES } from '@silhouette/model';
import type { Access } from '../../src/access/access.ts';
import { createServer } from '../../src/index.ts';
import { loadIndexed } from '../load-indexed.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
now: 2026-05-01
sources:
  people: { files: [people.csv] }
  orders: { files: [orders.csv] }
customers:
  from: people
  key: id
  attributes:
    brand: { column: brand, type: category, privacy: public }
    city: { column: city, type: category, label: { ko: 도시, en: City } }
    hobby: { column: hobby, type: tags, separator: ';' }
    age: { column: age, type: number, label: { ko: 나이, en: Age } }
    joined: { column: joined, type: date }
    nick: { column: nick, type: text }
    phone: { column: phone, type: text, pii: true }
    illness: { column: illness, type: category, privacy: sensitive }
events:
  purchase:
    from: orders
    customer: id
    time: at
    fields:
      amount: { type: number, column: amount }
      product: { type: category, column: product }
      drug: { type: category, column: drug, privacy: sensitive }
panels: [city, age, joined]
computed:
  standard: true
`;

/**
 * Customers of both brands are alike but for names, rare values, and numbers and dates: those of one lie elsewhere than the other's, so
 * that whatever is cut by everyone's tells of the others.
 */
const EACH = 120;
const BRANDS = ['alpha', 'beta'] as const;

function listPeople(brands: readonly string[]): string {
  const rows = brands.flatMap((brand) =>
    Array.from({ length: EACH }, (_, n) => {
      const city = n % 40 === 7 ? `${brand}-village` : ['서울', '부산', '대구'][n % 3];
      const hobby = n % 5 === 0 ? '' : n % 2 === 0 ? 'golf;tea' : `tea;${brand}-club`;
      const joined = `${brand === 'alpha' ? 2026 : 2019}-0${1 + (n % 3)}-${String(1 + (n % 28)).padStart(2, '0')}`;
      const phone = `010-${1000 + n}-${brand === 'alpha' ? 1111 : 2222}`;
      const illness = n % 4 === 0 ? `${brand}-fever` : 'none';
      return `${brand}-${n},${brand},${city},${hobby},${(brand === 'alpha' ? 20 : 60) + (n % 50)},${joined},${brand} ${n},${phone},${illness}`;
    }),
  );
  return ['id,brand,city,hobby,age,joined,nick,phone,illness', ...rows].join('\n');
}

function listOrders(brands: readonly string[]): string {
  const rows = brands.flatMap((brand) =>
    Array.from({ length: EACH }, (_, n) => n)
      .filter((n) => n % 3 === 0)
      .map((n) => {
        const product = n % 9 === 0 ? `${brand}-cream` : 'soap';
        return `${brand}-${n},2026-0${1 + (n % 4)}-10 10:00:00,${(brand === 'alpha' ? 100 : 10_000) + (n % 30)},${product},${brand}-drug`;
      }),
  );
  return ['id,at,amount,product,drug', ...rows].join('\n');
}

/** A served workspace whose requests come from whoever `who` is at the time. */
export interface ScopedShop {
  readonly url: string;
  /** `METHOD /path` of every route but those of libraries. */
  readonly routes: readonly string[];
  who: Access;
  /** Loads again, with one more order of a customer of each brand: a second snapshot. */
  loadAgain(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the customers of some brands. */
export async function serveBrands(brands: readonly (typeof BRANDS)[number][] = BRANDS): Promise<ScopedShop> {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-scope-test-'));
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  writeFileSync(join(dir, 'people.csv'), listPeople(brands));
  writeFileSync(join(dir, 'orders.csv'), listOrders(brands));
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  const shop: { who: Access } = { who: makePerson() };
  const server = await createServer({
    workspace: openWorkspace(dir),
    host: '127.0.0.1',
    pageDir: null,
    env: {},
    authenticate: async () => shop.who,
    logLevel: 'silent',
  });
  const url = await server.listen(0);
  return Object.assign(shop, {
    url,
    routes: [...server.app.routePermissions.keys()].filter((route) => !/^HEAD |^GET \/api\/docs/.test(route)),
    loadAgain: async () => {
      const more = brands.map((brand) => `${brand}-3,2026-04-11 10:00:00,${brand === 'alpha' ? 500 : 50_000},soap,none`);
      appendFileSync(join(dir, 'orders.csv'), `\n${more.join('\n')}`);
      await loadIndexed(dir, Date.UTC(2026, 5, 2));
    },
    close: async () => {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  });
}

/** A person who may do everything but for what is told. */
export function makePerson(
  but: {
    readonly without?: readonly string[];
    readonly hidden?: readonly string[];
    readonly rowScope?: PlainValue;
    readonly id?: string;
  } = {},
): Access {
  return {
    actor: { kind: 'person', id: but.id ?? 'p1', name: `${but.id ?? 'p1'}@example.com` },
    personId: but.id ?? 'p1',
    permissions: new Set(PERMISSIONS.filter((one) => but.without?.includes(one) !== true)),
    classes: new Set(PRIVACY_CLASSES.filter((one) => but.hidden?.includes(one) !== true)),
    rowScope: but.rowScope ?? null,
    purpose: null,
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalog, type EventId, type SnapshotId, TimeZone, type ValueStats } from '@silhouette/model';
import type { ChdbSession, Snapshot } from '../../src/index.ts';

const stats: ValueStats = { present: 3, missing: 0, distinct: null, min: null, max: null };
const described = {
  description: null,
  unit: null,
  order: null,
  values: new Map(),
  synonyms: [],
  pii: false,
  hidden: false,
  stats,
};

/** A snapshot of three customers and four purchases, written by hand. */
export async function makeSnapshot(session: ChdbSession, dir: string): Promise<Snapshot> {
  const folder = join(dir, 'lake', 'data', 's1');
  mkdirSync(join(folder, 'customers'), { recursive: true });
  mkdirSync(join(folder, 'events', 'purchase'), { recursive: true });
  mkdirSync(join(dir, 'lake', 'sources'), { recursive: true });
  const customers = join(folder, 'customers', '0000.parquet');
  const purchase = join(folder, 'events', 'purchase', '0000.parquet');
  const orders = join(dir, 'lake', 'sources', 'orders.parquet');
  await session.execute(
    `INSERT INTO FUNCTION file('${customers}', 'Parquet') SELECT toString(number) AS _key, toUInt32(number) AS _ordinal, true AS _in_table,
     NULL::Nullable(Int64) AS _since_ms, NULL::Nullable(Int64) AS _first_event_ms, toDecimal128(20 + number, 0) AS age, ['서울','부산','서울'][number + 1] AS \`지역 "city"\` FROM numbers(3)`,
  );
  await session.execute(
    `INSERT INTO FUNCTION file('${purchase}', 'Parquet') SELECT toString(number % 3) AS _customer, toUInt32(number % 3) AS _ordinal,
     toInt64(1700000000000 + number * 86400000) AS _at_ms, toInt64(1700032400000) AS _local_ms, toUInt64(number) AS _row, toUInt32(1) AS _occasion,
     toDecimal128(number * 10.5, 2) AS amount FROM numbers(4)`,
  );
  await session.execute(
    `INSERT INTO FUNCTION file('${orders}', 'Parquet') SELECT number AS _row, toString(number) AS id FROM numbers(5)`,
  );
  // The ids are the fixture's own: the brands are made here.
  const catalog: Catalog = {
    name: 'Test',
    timeZone: TimeZone.of('Asia/Seoul'),
    currency: null,
    keyName: 'id',
    panels: [],
    attributes: [
      {
        ...described,
        id: 'age' as Catalog['panels'][number],
        type: 'number',
        decimals: 0,
        label: { ko: '나이', en: 'Age' },
        group: 'basics',
        origin: { kind: 'source', column: 'age', sql: null },
      },
      {
        ...described,
        id: '지역 "city"' as Catalog['panels'][number],
        type: 'category',
        decimals: 0,
        label: { ko: '지역', en: 'City' },
        group: 'basics',
        origin: { kind: 'source', column: 'city', sql: null },
      },
    ],
    events: [
      {
        id: 'purchase' as EventId,
        label: { ko: '구매', en: 'Purchase' },
        description: null,
        synonyms: [],
        hidden: false,
        hasOccasion: true,
        hasRowOrder: true,
        fields: [
          {
            ...described,
            id: 'amount' as Catalog['events'][number]['fields'][number]['id'],
            type: 'number',
            decimals: 2,
            label: { ko: '금액', en: 'Amount' },
          },
        ],
        rows: 4,
        customers: 3,
        firstAtMs: null,
        lastAtMs: null,
      },
    ],
  };
  return {
    id: 's1' as SnapshotId,
    asOfMs: 0,
    createdAtMs: 0,
    catalog,
    customers: { files: [customers], rows: 3 },
    events: new Map([['purchase' as EventId, { files: [purchase], rows: 4 }]]),
    relations: new Map([
      ['orders', { kind: 'source', selectSql: `SELECT _row, id FROM file('${orders}', 'Parquet')`, columns: [] }],
    ]),
    customersKnown: 3,
    report: { sources: [], events: [], customers: null, startedAtMs: 0, elapsedMs: 0 },
  };
}

import { MAX_DECIMALS, type ValueType } from '@silhouette/model';
import fc from 'fast-check';
import type { World, WorldColumn, WorldCustomers, WorldEvent, WorldValue } from './world.ts';
import { COLUMN_IDS, DAYS, EVENT_IDS, KEYS, RECENT_DAYS, TAGS, TEXTS, TIMES_OF_DAY, ZONES } from './world-pools.ts';

/** How large random worlds may be. */
export interface WorldSize {
  readonly maxCustomers: number;
  readonly maxEventRows: number;
}

const DEFAULT_SIZE: WorldSize = { maxCustomers: 40, maxEventRows: 200 };

/** Random worlds: any types, zones and odd values; rows that tie, that miss values, that stand on edges of days. */
export function worldArbitrary(size: WorldSize = DEFAULT_SIZE): fc.Arbitrary<World> {
  const customers = customersArbitrary(size);
  return fc
    .record({
      timeZone: fc.constantFrom(...ZONES),
      now: fc.oneof(fc.constantFrom(...DAYS.filter((day) => day > '2011' && day < '2200')), timeArbitrary()),
      format: fc.constantFrom('csv' as const, 'jsonl' as const),
      customers: fc.option(customers, { freq: 5 }),
      events: fc
        .subarray([...EVENT_IDS], { minLength: 1 })
        .chain((ids) => fc.tuple(...ids.map((id) => eventArbitrary(id, Math.ceil(size.maxEventRows / ids.length))))),
    })
    .map((world): World => world);
}

function customersArbitrary(size: WorldSize): fc.Arbitrary<WorldCustomers> {
  return fc.tuple(columnsArbitrary(6), fc.boolean()).chain(([attributes, hasSince]) =>
    fc.record({
      hasSince: fc.constant(hasSince),
      attributes: fc.constant(attributes),
      rows: fc.uniqueArray(
        fc.record({
          key: fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(...KEYS) },
            fc.integer({ min: 0, max: 99 }).map((n) => `k${n}`),
          ),
          since: fc.option(fc.constantFrom(...DAYS), { freq: 3 }),
          values: valuesArbitrary(attributes),
        }),
        { selector: (row) => row.key, minLength: 1, maxLength: size.maxCustomers, size: 'max' },
      ),
    }),
  );
}

function eventArbitrary(id: string, maxRows: number): fc.Arbitrary<WorldEvent> {
  return fc.tuple(columnsArbitrary(5), fc.boolean(), fc.boolean()).chain(([fields, hasOccasion, viaView]) =>
    fc.record({
      id: fc.constant(id),
      hasOccasion: fc.constant(hasOccasion),
      viaView: fc.constant(viaView),
      fields: fc.constant(fields),
      rows: fc.array(
        fc.record({
          customer: fc.option(fc.constantFrom(...KEYS), { freq: 30 }),
          at: fc.option(timeArbitrary(), { freq: 30 }),
          occasion: fc.option(fc.constantFrom('1', '2', '3', '주문', "o'x"), { freq: 5 }),
          values: valuesArbitrary(fields),
        }),
        { minLength: 1, maxLength: maxRows, size: 'max' },
      ),
    }),
  );
}

/** A date-time in local time or in UTC, most of them close to others and on edges. */
function timeArbitrary(): fc.Arbitrary<string> {
  const day = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...RECENT_DAYS) },
    { weight: 1, arbitrary: fc.constantFrom(...DAYS) },
  );
  return (
    fc
      .tuple(day, fc.constantFrom(...TIMES_OF_DAY), fc.constantFrom('', '', 'Z'))
      // Local times of the first and last day may be instants outside of what the product knows.
      .map(([date, time, zone]) => `${date === '1900-01-01' || date === '2299-12-31' ? '2024-06-15' : date}T${time}${zone}`)
  );
}

const TYPES: readonly ValueType[] = ['number', 'number', 'category', 'category', 'text', 'date', 'datetime', 'boolean', 'tags'];

function columnsArbitrary(most: number): fc.Arbitrary<WorldColumn[]> {
  const column = fc.record({
    id: fc.constantFrom(...COLUMN_IDS),
    type: fc.constantFrom(...TYPES),
    decimals: fc.integer({ min: 0, max: MAX_DECIMALS }),
    order: fc.option(fc.subarray(['b', '서울', '7', 'nowhere'], { minLength: 1 }), { freq: 1 }),
  });
  return fc.uniqueArray(column, { selector: ({ id }) => id, minLength: 1, maxLength: most }).map((columns) =>
    columns.map((entry) => ({
      ...entry,
      decimals: entry.type === 'number' ? entry.decimals : 0,
      order: entry.type === 'category' ? entry.order : null,
    })),
  );
}

function valuesArbitrary(columns: readonly WorldColumn[]): fc.Arbitrary<WorldValue[]> {
  return fc.tuple(...columns.map((column) => fc.option(valueArbitrary(column), { freq: 6 })));
}

function valueArbitrary(column: WorldColumn): fc.Arbitrary<WorldValue> {
  // The first few are drawn more often, so that values repeat and tie.
  const texts = fc.oneof(fc.constantFrom(...TEXTS.slice(0, 5)), fc.constantFrom(...TEXTS));
  switch (column.type) {
    case 'category':
    case 'text':
      return texts;
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'date':
      return fc.constantFrom(...DAYS);
    case 'datetime':
      return timeArbitrary();
    case 'tags':
      return fc.uniqueArray(fc.constantFrom(...TAGS.slice(0, 8), ...TAGS), { minLength: 1, maxLength: 4 });
    case 'number':
      return numberArbitrary(column.decimals);
  }
}

/** Decimal text, small numbers more often; some as large as the lake takes, some with more decimals than declared (rounded on load). */
function numberArbitrary(decimals: number): fc.Arbitrary<string> {
  const units = fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: -3n, max: 12n }) },
    { weight: 3, arbitrary: fc.bigInt({ min: -100_000n, max: 10_000_000n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 31n), max: 10n ** 31n }) },
  );
  const places = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: decimals }) },
    { weight: 1, arbitrary: fc.constant(decimals + 1) },
  );
  return fc.tuple(units, places).map(([value, places]) => {
    const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
    const point = digits.length - places;
    return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}`;
  });
}

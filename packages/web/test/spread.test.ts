import {
  type CatalogEvent,
  compareDecimals,
  type Decimal,
  formatDay,
  parseDay,
  parseDecimal,
  resolveAttributeWindow,
  TimeZone,
} from '@silhouette/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDefinition } from '../src/features/explore/definition/to-definition.ts';
import {
  type Compare,
  type EventNode,
  makeEmptyTree,
  type TimeWindow,
  type TreeNode,
} from '../src/features/explore/definition/tree.ts';
import { makeNumberScale } from '../src/features/explore/editors/histogram-scale.ts';
import { moveLimits, readLimits } from '../src/features/explore/editors/limits.ts';
import { findDayAfter, resolveDays } from '../src/features/explore/editors/resolve-days.ts';
import { chooseDayBins } from '../src/features/explore/editors/spread/choose-day-bins.ts';
import { spreadOfField, spreadOfMeasure, spreadOfTime } from '../src/features/explore/editors/spread/condition-spreads.ts';
import { findNumberBins } from '../src/features/explore/editors/spread/find-number-bins.ts';
import type { NumberSpread } from '../src/features/explore/editors/spread/spread.ts';
import { writeBins } from '../src/features/explore/editors/spread/write-bins.ts';

const write = (node: TreeNode) => toDefinition({ ...makeEmptyTree(), children: [node] }).definition;

/** A condition on a number of customers, and what everyone's numbers answer to it: what the server does, of one attribute. */
function spreadOf(values: readonly string[], part: Partial<NumberSpread> = {}) {
  const make = (compare: Compare): TreeNode => ({
    kind: 'attribute',
    id: 'x',
    negated: false,
    off: false,
    attribute: 'x',
    test: { kind: 'compare', compare },
  });
  const between = (from: string | null, to: string | null) => ({
    ...(from === null ? {} : { gte: from }),
    ...(to === null ? {} : { lt: to }),
  });
  const spread: NumberSpread = {
    kind: 'number',
    decimals: 0,
    hasZero: false,
    least: null,
    most: null,
    reach: 0,
    within: (from, to) => make(between(from, to)),
    zero: make({ eq: '0' }),
    ...part,
  };
  const numbers = values.map(read);
  let asked = 0;
  const countEach = async (conditions: readonly TreeNode[]) => {
    asked = Math.max(asked, conditions.length);
    return conditions.map((node) => {
      if (node.kind !== 'attribute' || node.test.kind !== 'compare') throw new Error('Not what was made.');
      const { gte, lt, eq } = node.test.compare;
      const holds = (bound: unknown, fits: (order: number) => boolean) => (value: Decimal) =>
        bound === undefined || fits(compareDecimals(value, read(String(bound))));
      const tests = [holds(gte, (order) => order >= 0), holds(lt, (order) => order < 0), holds(eq, (order) => order === 0)];
      return numbers.filter((value) => tests.every((test) => test(value))).length;
    });
  };
  return { spread, countEach, most: () => asked };
}

function read(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal === null) throw new Error(`${text} is no number.`);
  return decimal;
}

const edgesOf = (bins: readonly { readonly to: string | null }[]) => bins.slice(0, -1).map(({ to }) => to);

describe('bins of what only conditions can ask about', () => {
  it('lie where the values do, in round steps, the first and last open', async () => {
    const amounts = Array.from({ length: 1000 }, (_, n) => String(20_000 + n * 180));
    const { spread, countEach } = spreadOf(amounts, { least: '20000', most: '824700', reach: 2 });
    const bins = await findNumberBins(spread, countEach);
    expect(edgesOf(bins).slice(0, 3)).toEqual(['30000', '40000', '50000']);
    expect(bins[0]).toEqual({ from: null, to: '30000' });
    expect(bins.at(-1)).toEqual({ from: '200000', to: null });
  });

  it('leave out what one in a hundred has, and those who have nothing', async () => {
    const counts = [...Array(5000).fill('0'), ...Array(700).fill('1'), ...Array(290).fill('3'), ...Array(10).fill('5000')];
    const { spread, countEach } = spreadOf(counts, { hasZero: true, least: '0', most: '99999' });
    expect(edgesOf(await findNumberBins(spread, countEach))).toEqual(['1', '2', '3', '4']);
    const nobody = spreadOf(Array(50).fill('0'), { hasZero: true, least: '0', most: '99999' });
    expect(await findNumberBins(nobody.spread, nobody.countEach)).toEqual([]);
  });

  it('always tell a width, never split the smallest step, and hold 98 of 100 within 25 bins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 0, max: 3 }),
        fc.boolean(),
        fc.boolean(),
        async (units, decimals, hasZero, isKnown) => {
          const sorted = units.map((one) => one / 10 ** decimals).sort((a, b) => a - b);
          const texts = sorted.map((value) => value.toFixed(decimals));
          const known = isKnown ? { least: texts[0] ?? null, most: texts.at(-1) ?? null } : {};
          const { spread, countEach, most } = spreadOf(texts, { decimals, hasZero, ...known });
          const bins = await findNumberBins(spread, countEach);
          const counting = hasZero ? sorted.filter((value) => value !== 0) : sorted;
          if (counting.length === 0) return expect(bins).toEqual([]);
          expect(bins.length).toBeGreaterThanOrEqual(3);
          expect(bins.length).toBeLessThanOrEqual(25);
          expect(most()).toBeLessThanOrEqual(200);
          expect(makeNumberScale(bins, decimals)).not.toBeNull();
          for (const edge of edgesOf(bins)) expect(read(edge ?? '').scale).toBeLessThanOrEqual(decimals);
          // No more than two in a hundred lie past a whole bin's width outside of the edges.
          const edges = edgesOf(bins).map(Number);
          const width = (edges[1] ?? 0) - (edges[0] ?? 0);
          const outside = counting.filter(
            (value) => value < (edges[0] ?? 0) - width - 1e-9 || value >= (edges.at(-1) ?? 0) + width,
          );
          expect(outside.length).toBeLessThanOrEqual(counting.length * 0.02);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of days are days, weeks, months or years, by what fits', () => {
    expect(edgesOf(chooseDayBins({ first: '2026-08-01', last: '2026-08-10' }))).toHaveLength(9);
    expect(edgesOf(chooseDayBins({ first: '2026-08-03', last: '2026-09-30' })).slice(0, 2)).toEqual([
      '2026-08-10',
      '2026-08-17',
    ]);
    expect(edgesOf(chooseDayBins({ first: '2025-01-15', last: '2026-10-31' })).slice(0, 2)).toEqual([
      '2025-02-01',
      '2025-03-01',
    ]);
    expect(edgesOf(chooseDayBins({ first: '1940-05-05', last: '2010-01-01' })).slice(0, 2)).toEqual([
      '1945-01-01',
      '1950-01-01',
    ]);
    expect(edgesOf(chooseDayBins({ first: '2026-08-01', last: '2026-08-01' }))).toEqual(['2026-08-02', '2026-08-03']);
    expect(chooseDayBins({ first: '2026-08-02', last: '2026-08-01' })).toEqual([]);
  });
});

describe('what is asked for a histogram', () => {
  const field = (id: string, type: 'number' | 'date' | 'category', min: string | null, max: string | null) => ({
    id,
    type,
    min,
    max,
    decimals: 0,
    label: { ko: id, en: id },
    description: null,
    unit: null,
    order: null,
    synonyms: [],
    pii: false,
    privacy: 'internal' as const,
    hidden: false,
    present: null,
    missing: null,
    distinct: null,
  });
  const amount = field('amount', 'number', '10', '900');
  const event: CatalogEvent = {
    id: 'purchase',
    label: { ko: '구매', en: 'Purchase' },
    description: null,
    synonyms: [],
    hidden: false,
    hasOccasion: true,
    fields: [amount, field('shipped', 'date', '2025-01-01', '2026-08-31'), field('brand', 'category', null, null)],
    rows: null,
    customers: null,
    first: null,
    last: null,
  };
  const brand = {
    kind: 'field',
    id: 'f',
    negated: false,
    field: 'brand',
    test: { kind: 'compare', compare: { in: ['a'] } },
  } as const;
  const node: EventNode = {
    kind: 'event',
    id: 'e',
    negated: true,
    off: true,
    event: 'purchase',
    where: [brand],
    within: { kind: 'last', n: 3, unit: 'month' },
    measure: { kind: 'avg', field: 'amount', unit: null, per: null, test: { kind: 'compare', compare: { gte: '100' } } },
  };
  const rows = { event: 'purchase', where: [{ field: 'brand', in: ['a'] }], within: { last: 3, unit: 'month' } };

  it('is the measure of the very rows, whatever its limits, and whether it is switched off or excluded', () => {
    const spread = spreadOfMeasure(node, event);
    expect(spread === null ? null : write(spread.within('50', null))).toEqual({
      all: [{ ...rows, avg: { field: 'amount', gte: '50' } }],
    });
    const sum = spreadOfMeasure({ ...node, measure: { ...node.measure, kind: 'sum' } }, event);
    expect(sum?.kind === 'number' ? write(sum.zero) : null).toEqual({ all: [{ ...rows, sum: { field: 'amount', eq: '0' } }] });
  });

  it('leaves customers with 0 out of the bin that would hold them, and counts them apart', () => {
    const { spread } = spreadOf([], { hasZero: true });
    const bins = [
      { from: null, to: '1' },
      { from: '1', to: '2' },
      { from: '2', to: null },
    ];
    const zero = { all: [{ attribute: 'x', eq: '0' }] };
    expect(writeBins(spread, bins)).toEqual([
      { all: [{ all: [{ attribute: 'x', lt: '1' }] }, { not: zero }] },
      { all: [{ attribute: 'x', gte: '1', lt: '2' }] },
      { all: [{ attribute: 'x', gte: '2' }] },
      zero,
    ]);
    expect(writeBins({ ...spread, hasZero: false }, bins)).toHaveLength(3);
    const around = [
      { from: null, to: '-5' },
      { from: '-5', to: '5' },
      { from: '5', to: null },
    ];
    expect(writeBins(spread, around)[0]).toEqual({ all: [{ attribute: 'x', lt: '-5' }] });
    expect(writeBins(spread, around)[1]).toMatchObject({ all: [expect.anything(), { not: zero }] });
  });

  it('of a date is its days; of values without an order nothing', () => {
    const last = spreadOfMeasure({ ...node, measure: { ...node.measure, kind: 'max', field: 'shipped' } }, event);
    expect(last).toMatchObject({ kind: 'day', first: '2025-01-01', last: '2026-08-31' });
    expect(spreadOfMeasure({ ...node, measure: { ...node.measure, kind: 'top', field: 'brand' } }, event)).toBeNull();
  });

  it('of a field is customers with a row there that all else holds for, and of time those with a row then', () => {
    const filter = { kind: 'field', id: 'g', negated: true, field: 'amount', test: { kind: 'exists', exists: true } } as const;
    const spread = spreadOfField(filter, amount, node);
    const once = { count: { gte: '1' } };
    expect(spread === null ? null : write(spread.within('50', '60'))).toEqual({
      all: [{ ...rows, where: [...rows.where, { field: 'amount', gte: '50', lt: '60' }], ...once }],
    });
    expect(write(spreadOfTime(node, '2025-01-01', '2026-01-01').within('2025-05-01', '2025-06-01'))).toEqual({
      all: [{ ...rows, within: { from: '2025-05-01', to: '2025-05-31' }, ...once }],
    });
  });
});

describe('limits on a histogram', () => {
  it('are the first day after: a date’s "to" includes it', () => {
    expect(readLimits({ gte: '2026-01-05', lte: '2026-01-31' }, 'date')).toEqual({ low: '2026-01-05', high: '2026-02-01' });
    expect(readLimits({ gt: '2026-01-05', lt: '2026-02-01' }, 'date')).toEqual({ low: '2026-01-06', high: '2026-02-01' });
    expect(readLimits({ gt: '5' }, 'number')).toEqual({ low: '5', high: null });
  });

  it('that are not moved stay as they are written', () => {
    expect(moveLimits({ gt: '5', lte: '9' }, 'number', '5', '12')).toEqual({ gt: '5', lt: '12' });
    expect(moveLimits({ gt: '5', lte: '9' }, 'number', '6', '9')).toEqual({ gte: '6', lte: '9' });
    expect(moveLimits({ gt: '2026-01-05' }, 'date', '2026-01-06', '2026-02-01')).toEqual({
      gt: '2026-01-05',
      lte: '2026-01-31',
    });
    expect(moveLimits({ gte: '5', lt: '9' }, 'number', null, null)).toEqual({});
  });
});

describe('the days of a window', () => {
  const found = TimeZone.find('Asia/Seoul');
  if (found === null) throw new Error('No such zone.');
  const zone = found;
  const unit = fc.constantFrom('day', 'week', 'month', 'year');
  const window = fc.oneof(
    fc.record({ kind: fc.constant('last'), n: fc.integer({ min: 1, max: 40 }), unit }),
    fc.record({ kind: fc.constant('next'), n: fc.integer({ min: 1, max: 40 }), unit }),
    fc.record({ kind: fc.constant('ago'), from: fc.integer({ min: 11, max: 40 }), to: fc.integer({ min: 0, max: 10 }), unit }),
    fc.record({
      kind: fc.constant('calendar'),
      period: fc.constantFrom('week', 'month', 'quarter', 'year'),
      offset: fc.integer({ min: -8, max: 8 }),
    }),
  ) as fc.Arbitrary<Exclude<TimeWindow, { kind: 'range' }>>;

  it('are those that the language gives it', () => {
    fc.assert(
      fc.property(window, fc.integer({ min: 1.6e12, max: 1.8e12 }), (given, asOfMs) => {
        const after = findDayAfter(new Date(asOfMs).toISOString(), 'Asia/Seoul') ?? Number.NaN;
        const { startMs, endMs } = resolveAttributeWindow(given, asOfMs, zone);
        const { from, to } = resolveDays(given, after);
        expect(from).toBe(formatDay(zone.dayOf(startMs)));
        // `last` is cut at the as-of: its last day is the one that holds the instant before.
        expect(to).toBe(formatDay(zone.dayOf(endMs - 1) + 1));
      }),
    );
  });

  it('begin at the day after that of a date, and of an instant at the day after the last that counts', () => {
    expect(findDayAfter('2026-08-31', 'Asia/Seoul')).toBe(parseDay('2026-09-01'));
    expect(findDayAfter('2026-08-31T15:00:00.000Z', 'Asia/Seoul')).toBe(parseDay('2026-09-01'));
    expect(findDayAfter('2026-08-31T15:00:00.001Z', 'Asia/Seoul')).toBe(parseDay('2026-09-02'));
    expect(findDayAfter('never', 'Asia/Seoul')).toBeNull();
  });
});

import {
  type AttributePredicate,
  type AttributeWindow,
  type Catalog,
  type CompareTest,
  type Comparison,
  type Decimal,
  type Described,
  type EventPredicate,
  type EventType,
  type EventWindow,
  type ExistsTest,
  type FieldFilter,
  findAttribute,
  findEvent,
  findField,
  LATEST_DAY,
  type Literal,
  normaliseDecimal,
  parseDecimal,
  type ResolvedPredicate,
  resolveAttributeWindow,
  type SequencePredicate,
  type TimeZone,
} from '@silhouette/model';
import { DAY_LADDER, dayStartingAt, type Grid, makeInstantLadder, makeNumberLadder } from './ladder.ts';

/** A bound that can stand elsewhere: of a range, of a window, of what is measured. */
export interface Dial {
  /** Where it stands. */
  readonly position: bigint;
  /** Where it may stand, from the finest grid to the coarsest. */
  readonly ladder: readonly Grid[];
  /** Whether of two positions one always holds for whoever the other holds for. */
  readonly isNested: boolean;
  /** The condition with the bound elsewhere. */
  at(position: bigint): ResolvedPredicate;
}

/** What dials are read against. */
export interface DialContext {
  readonly catalog: Catalog;
  readonly asOfMs: number;
}

/** A dial of a part of a condition. */
interface PartDial<T> {
  readonly position: bigint;
  readonly ladder: readonly Grid[];
  at(position: bigint): T;
}

/** Numbers of rows, days and distinct values, and lengths of gaps. */
const COUNTS = makeNumberLadder(10_000n);
/** Every day of the year has come by then. */
const YEAR_DAYS = 366;
const ANNIVERSARIES = makeNumberLadder(BigInt(YEAR_DAYS));
/** Sums reach further than the values of their field. */
const SUM_REACH = 10_000n;
/** Averages lie between the values of their field. */
const AVERAGE_DIGITS = 4;
/** Numbers of columns of which no least and largest value is known. */
const UNKNOWN_REACH = 10n ** 12n;

/**
 * The bounds of a condition in an order that stays when one is moved. Values of lists are none, nor is what is read whole: a window
 * is where it begins and where it ends, whatever words it has.
 */
export function listDials(predicate: ResolvedPredicate, context: DialContext): readonly Dial[] {
  switch (predicate.kind) {
    case 'attribute':
      return dialAttribute(predicate, context);
    case 'event':
      return dialEvent(predicate, context);
    case 'sequence':
      return dialSequence(predicate, context);
    case 'all':
    case 'any':
    case 'not':
    case 'audience':
    case 'customers':
      return [];
  }
}

function dialAttribute(predicate: AttributePredicate, context: DialContext): readonly Dial[] {
  const attribute = findAttribute(context.catalog, predicate.attribute);
  const { test } = predicate;
  const hold = (dial: PartDial<AttributePredicate['test']>): Dial =>
    wrap(dial, true, (moved) => ({ ...predicate, test: moved }));
  switch (test.kind) {
    case 'exists':
      return [];
    case 'compare':
      return attribute === undefined ? [] : dialTest(test, attribute, context.catalog.timeZone).map(hold);
    case 'within':
      // An empty window holds for nobody, as an empty range of days does.
      return dialWindow(test.window, context, false).map((dial) =>
        hold(wrapPart(dial, (window) => ({ kind: 'within', window }))),
      );
    case 'anniversary':
      return [
        hold(dialCount(test.nextDays, ANNIVERSARIES, (days) => ({ kind: 'anniversary', nextDays: Math.min(days, YEAR_DAYS) }))),
      ];
  }
}

function dialEvent(predicate: EventPredicate, context: DialContext): readonly Dial[] {
  const event = findEvent(context.catalog, predicate.event);
  if (event === undefined) return [];
  const { measure } = predicate;
  const zone = context.catalog.timeZone;
  const tested: readonly Dial[] =
    'comparisons' in measure
      ? dialComparisons(measure.comparisons, describeMeasure(measure, event), zone).map((dial) =>
          wrap(dial, true, (comparisons) => ({ ...predicate, measure: { ...measure, comparisons } })),
        )
      : dialMaybe(measure.test, findField(event, measure.field), zone).map((dial) =>
          wrap(dial, true, (test) => ({ ...predicate, measure: { ...measure, test } })),
        );
  return [
    ...dialFilters(predicate.where, event, zone).map((dial) => wrap(dial, false, (where) => ({ ...predicate, where }))),
    ...dialRowWindow(predicate.within, context).map((dial) => wrap(dial, false, (within) => ({ ...predicate, within }))),
    ...tested,
  ];
}

function dialSequence(predicate: SequencePredicate, context: DialContext): readonly Dial[] {
  const { steps, gap } = predicate;
  return [
    ...steps.flatMap((step, place) => {
      const event = findEvent(context.catalog, step.event);
      if (event === undefined) return [];
      const move = (moved: typeof step): ResolvedPredicate => ({ ...predicate, steps: steps.with(place, moved) });
      return [
        ...dialFilters(step.where, event, context.catalog.timeZone).map((dial) =>
          wrap(dial, false, (where) => move({ ...step, where })),
        ),
        ...dialRowWindow(step.within, context).map((dial) => wrap(dial, false, (within) => move({ ...step, within }))),
      ];
    }),
    ...(gap === null
      ? []
      : [
          wrap(
            dialCount(gap.max, COUNTS, (max) => ({ ...gap, max })),
            true,
            (moved): ResolvedPredicate => ({ ...predicate, gap: moved }),
          ),
        ]),
  ];
}

/** What is compared. */
type Measured = Pick<Described, 'type' | 'decimals' | 'stats'> | 'count';

function describeMeasure(measure: Extract<EventPredicate['measure'], { comparisons: unknown }>, event: EventType): Measured {
  if (!('field' in measure) || measure.kind === 'distinct') return 'count';
  const field = findField(event, measure.field);
  if (field === undefined) return 'count';
  const { type, decimals, stats } = field;
  switch (measure.kind) {
    case 'min':
    case 'max':
      return field;
    case 'avg':
      return { type, decimals: decimals + AVERAGE_DIGITS, stats };
    case 'sum': {
      const widen = (text: string | null): string | null => (text === null ? null : `${text}e${String(SUM_REACH).length - 1}`);
      return { type, decimals, stats: { ...stats, min: widen(stats.min), max: widen(stats.max) } };
    }
  }
}

function dialFilters(
  filters: readonly FieldFilter[],
  event: EventType,
  zone: TimeZone,
): readonly PartDial<readonly FieldFilter[]>[] {
  return dialEach(filters, (filter) => dialFilter(filter, event, zone));
}

/** The dials of every item of a list, each moved within the list. */
function dialEach<T>(items: readonly T[], dial: (item: T) => readonly PartDial<T>[]): readonly PartDial<readonly T[]>[] {
  return items.flatMap((item, place) => dial(item).map((one) => wrapPart(one, (moved) => items.with(place, moved))));
}

function dialFilter(filter: FieldFilter, event: EventType, zone: TimeZone): readonly PartDial<FieldFilter>[] {
  switch (filter.kind) {
    case 'field':
      return dialMaybe(filter.test, findField(event, filter.field), zone).map((dial) =>
        wrapPart(dial, (test) => ({ ...filter, test })),
      );
    case 'not':
      return dialFilter(filter.child, event, zone).map((dial) => wrapPart(dial, (child) => ({ ...filter, child })));
    case 'all':
    case 'any':
      return dialFilters(filter.children, event, zone).map((dial) => wrapPart(dial, (children) => ({ ...filter, children })));
  }
}

function dialMaybe(
  test: CompareTest | ExistsTest,
  described: Measured | undefined,
  zone: TimeZone,
): readonly PartDial<CompareTest>[] {
  return test.kind === 'exists' || described === undefined ? [] : dialTest(test, described, zone);
}

function dialTest(test: CompareTest, described: Measured, zone: TimeZone): readonly PartDial<CompareTest>[] {
  return dialComparisons(test.comparisons, described, zone).map((dial) =>
    wrapPart(dial, (comparisons) => ({ ...test, comparisons })),
  );
}

function dialComparisons(
  comparisons: readonly Comparison[],
  described: Measured,
  zone: TimeZone,
): readonly PartDial<readonly Comparison[]>[] {
  return dialEach(comparisons, (comparison) => dialComparison(comparison, described, zone));
}

/** A bound stands between two values: before the first that is at it or above (`gte`, `lt`), or behind all that are at it (`gt`, `lte`). */
function dialComparison(comparison: Comparison, described: Measured, zone: TimeZone): readonly PartDial<Comparison>[] {
  if (comparison.op === 'in' || comparison.op === 'containsAny') return [];
  const { op, value } = comparison;
  const isBehind = op === 'gt' || op === 'lte';
  const moved = op === 'gt' || op === 'gte' ? 'gte' : 'lt';
  const place = (
    position: bigint,
    ladder: readonly Grid[],
    write: (at: bigint) => Literal,
  ): readonly PartDial<Comparison>[] => [
    { position, ladder, at: (at) => (at === position ? comparison : { op: moved, value: write(at) }) },
  ];
  switch (value.type) {
    case 'number': {
      const decimals = described === 'count' ? 0 : described.decimals;
      const ladder = described === 'count' ? COUNTS : ladderOf(described);
      const write = (at: bigint): Literal => ({ type: 'number', value: normaliseDecimal(at, decimals) });
      return place(unitsFrom(value.value, decimals, isBehind), ladder, write);
    }
    case 'date': {
      const day = value.day + (isBehind ? 1 : 0);
      if (described !== 'count' && described.type === 'datetime') {
        return place(BigInt(zone.startOfDay(day)), makeInstantLadder(zone), (at) => writeInstant(at, zone));
      }
      return place(BigInt(day), DAY_LADDER, (at) => ({ type: 'date', day: Number(at) }));
    }
    case 'instant':
      return place(BigInt(value.atMs + (isBehind ? 1 : 0)), makeInstantLadder(zone), (at) => writeInstant(at, zone));
    case 'text':
    case 'boolean':
      return [];
  }
}

function writeInstant(at: bigint, zone: TimeZone): Literal {
  const day = dayStartingAt(at, zone);
  return day === null ? { type: 'instant', atMs: Number(at) } : { type: 'date', day };
}

/** The least number of units that is not below a value (`isBehind`: that is above it). */
function unitsFrom({ units, scale }: Decimal, decimals: number, isBehind: boolean): bigint {
  if (scale <= decimals) return units * 10n ** BigInt(decimals - scale) + (isBehind ? 1n : 0n);
  // In the normal form of a decimal the digits that are cut off are not all zero.
  const divisor = 10n ** BigInt(scale - decimals);
  const quotient = units / divisor;
  return units < 0n ? quotient : quotient + 1n;
}

function ladderOf({ decimals, stats }: Exclude<Measured, 'count'>): readonly Grid[] {
  const ends = [stats.min, stats.max].map((text) => {
    const value = text === null ? null : parseDecimal(text);
    const units = value === null ? UNKNOWN_REACH * 10n ** BigInt(decimals) : unitsFrom(value, decimals, false);
    return units < 0n ? -units : units;
  });
  const [one = 0n, other = 0n] = ends;
  return makeNumberLadder(one > other ? one : other);
}

type RangeWindow = Extract<EventWindow, { kind: 'range' }>;

function dialRowWindow(window: EventWindow | null, context: DialContext): readonly PartDial<EventWindow>[] {
  return window === null ? [] : dialWindow(window, context, true);
}

/** Where a window begins and where it ends. Windows of rows (`isCut`) end at the as-of at the latest: that end is no bound. */
function dialWindow<W extends AttributeWindow>(
  window: W,
  { catalog, asOfMs }: DialContext,
  isCut: boolean,
): readonly PartDial<W | RangeWindow>[] {
  const zone = catalog.timeZone;
  const { startMs, endMs } = resolveAttributeWindow(window, asOfMs, zone);
  const ladder = makeInstantLadder(zone);
  const write = (from: number, to: number): RangeWindow => {
    // Nothing lies in it: the last day that there is has not come.
    if (from >= to) return { kind: 'range', fromDay: LATEST_DAY, toDay: LATEST_DAY };
    return {
      kind: 'range',
      fromDay: Number.isFinite(from) ? zone.dayOf(from) : null,
      toDay: Number.isFinite(to) ? zone.dayOf(to - 1) : null,
    };
  };
  const dial = (ms: number, at: (moved: number) => RangeWindow): PartDial<W | RangeWindow> => ({
    position: BigInt(ms),
    ladder,
    at: (position) => (Number(position) === ms ? window : at(Number(position))),
  });
  return [
    ...(Number.isFinite(startMs) ? [dial(startMs, (from) => write(from, endMs))] : []),
    ...(Number.isFinite(endMs) && !(isCut && endMs >= asOfMs) ? [dial(endMs, (to) => write(startMs, to))] : []),
  ];
}

function dialCount<T>(n: number, ladder: readonly Grid[], at: (n: number) => T): PartDial<T> {
  return { position: BigInt(n), ladder, at: (position) => at(Math.max(Number(position), 0)) };
}

function wrapPart<T, U>({ position, ladder, at }: PartDial<T>, hold: (part: T) => U): PartDial<U> {
  return { position, ladder, at: (place) => hold(at(place)) };
}

function wrap<T>(dial: PartDial<T>, isNested: boolean, hold: (part: T) => ResolvedPredicate): Dial {
  return { ...wrapPart(dial, hold), isNested };
}

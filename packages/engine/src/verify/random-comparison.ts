import {
  assertNever,
  DAY_MS,
  type Decimal,
  FIRST_DAY,
  formatDay,
  formatDecimal,
  LAST_DAY,
  normaliseDecimal,
  parseDay,
  parseDecimal,
  type TimeZone,
  type ValueType,
} from '@silhouette/model';
import type { PlainJson, PlainObject } from './plain-definition.ts';
import type { RandomSource } from './random-source.ts';

/** What a comparison is drawn from. */
export interface ComparisonDraft {
  readonly random: RandomSource;
  readonly zone: TimeZone;
  readonly type: ValueType;
  /** Values that occur, as definitions write them. */
  readonly samples: readonly string[];
}

const RARE_TEXTS = ['', ' ', "'; DROP TABLE customers; --", '{x:String}', '없음', '\u{1f600}', '\\N', 'null'];
const ORDERS: readonly (readonly string[])[] = [
  ['gte'],
  ['gt'],
  ['lt'],
  ['lte'],
  ['gte', 'lt'],
  ['gt', 'lte'],
  ['gte', 'lte'],
  ['gt', 'lt'],
];

/** One or more operators with constants, most of them values that occur or their neighbours. */
export function drawComparison(draft: ComparisonDraft): PlainObject {
  const { random, type } = draft;
  switch (type) {
    case 'category':
    case 'text':
      return drawEquality(random, () => (random.chance(0.85) ? pickOr(draft, 'x') : random.pick(RARE_TEXTS)));
    case 'boolean':
      return drawEquality(random, () => random.chance(0.5));
    case 'tags': {
      const draw = (): string => (random.chance(0.9) ? pickOr(draft, 'x') : random.pick(RARE_TEXTS));
      return random.chance(0.5) ? { contains: draw() } : { containsAny: random.list(random.int(0, 3), draw) };
    }
    case 'number':
      return drawOrder(random, () => drawNumber(draft));
    case 'date':
      return drawOrder(random, () => drawDay(draft));
    case 'datetime':
      return drawOrder(random, () => (random.chance(0.4) ? drawDay(draft) : drawTime(draft)));
    default:
      return assertNever(type);
  }
}

/** A comparison of a count or another small whole number. */
export function drawCountComparison(random: RandomSource, most: number): PlainObject {
  return drawOrder(random, () => (random.chance(0.05) ? '1.5' : random.int(0, most)));
}

/** A comparison of a number near those in `samples`. */
export function drawNumberComparison(random: RandomSource, samples: readonly string[]): PlainObject {
  return drawOrder(random, () => drawNear(random, samples));
}

function drawEquality(random: RandomSource, draw: () => PlainJson): PlainObject {
  return random.chance(0.5) ? { eq: draw() } : { in: random.list(random.int(0, 4), draw) };
}

function drawOrder(random: RandomSource, draw: () => PlainJson): PlainObject {
  if (random.chance(0.2)) return drawEquality(random, draw);
  return Object.fromEntries(random.pick(ORDERS).map((operator) => [operator, draw()]));
}

function pickOr(draft: ComparisonDraft, fallback: string): string {
  return draft.samples.length === 0 ? fallback : draft.random.pick(draft.samples);
}

function drawNumber({ random, samples }: ComparisonDraft): PlainJson {
  return drawNear(random, samples);
}

/** A value, a neighbour one unit of its last digit (or of the next) away, or a small whole number. */
function drawNear(random: RandomSource, samples: readonly string[]): PlainJson {
  const value: Decimal | null = samples.length === 0 ? null : parseDecimal(random.pick(samples));
  if (value === null || random.chance(0.1)) return random.int(-2, 20);
  const scale = value.scale + random.int(0, 1);
  const units = value.units * 10n ** BigInt(scale - value.scale) + BigInt(random.pick([-1, 0, 0, 0, 1]));
  return formatDecimal(normaliseDecimal(units, scale));
}

/** The nearest day that definitions may name. */
export function clampDay(day: number): number {
  return Math.min(Math.max(day, FIRST_DAY), LAST_DAY);
}

/** The day of a value, or one before or after it. */
function drawDay({ random, zone, samples }: ComparisonDraft): string {
  const sample = samples.length === 0 ? '2024-02-29' : random.pick(samples);
  const day = parseDay(sample) ?? zone.dayOf(Date.parse(sample));
  return formatDay(clampDay(day + random.pick([-1, 0, 0, 0, 1])));
}

/** The instant of a value or one millisecond beside it, written in UTC, in an offset or in local time. */
function drawTime({ random, zone, samples }: ComparisonDraft): string {
  const sample = samples.length === 0 ? '2024-03-31T01:00:00.000Z' : random.pick(samples);
  // A day within the range, so that the time is in it in every zone.
  const near = Date.parse(sample) + random.pick([-1, 0, 0, 0, 1]);
  const atMs = Math.min(Math.max(near, (FIRST_DAY + 1) * DAY_MS), (LAST_DAY - 1) * DAY_MS);
  const utc = new Date(atMs).toISOString();
  switch (random.int(0, 2)) {
    case 0:
      return utc;
    case 1:
      return `${new Date(atMs + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`;
    default:
      return new Date(zone.localOf(atMs)).toISOString().slice(0, -1);
  }
}

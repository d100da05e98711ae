import {
  type Attribute,
  type AttributeTest,
  type Comparison,
  decimalUnitsAt,
  type EventPredicate,
  FIRST_DAY,
  findEvent,
  findField,
  formatDay,
  formatDecimal,
  LAST_DAY,
  type Literal,
  normaliseDecimal,
  SilhouetteError,
  type TimeZone,
  type WhyNeed,
} from '@silhouette/model';
import { compileAttributeTest } from '../index/compile/compile-attribute-test.ts';
import type { CompileContext } from '../index/compile/compile-context.ts';
import { compileNumberTest, compileValueTest } from '../index/compile/compile-value-test.ts';
import { ALL_NUMBERS, type IntervalSet } from '../index/compile/interval-set.ts';
import { findNearest, findOpenBound, findScale } from './find-distance.ts';

const CONDITION: WhyNeed = { kind: 'condition' };
/** Values of numbers of things. */
const NOT_NEGATIVE: IntervalSet = [{ from: 0n, to: null }];
/** Decimals that an average is told with. */
const AVERAGE_DECIMALS = 6;

/** What an attribute's value has to become for its test to have the verdict that is wanted. */
export function findAttributeNeed(
  attribute: Attribute,
  test: AttributeTest,
  value: Literal | readonly string[] | null,
  wanted: boolean,
  context: Pick<CompileContext, 'catalog' | 'asOfMs'>,
): WhyNeed {
  const { type, decimals, unit } = attribute;
  if (test.kind === 'exists' || (type !== 'number' && type !== 'date' && type !== 'datetime')) return CONDITION;
  const compiled = compileAttributeTest(attribute, test, { ...context, ...NO_DICTIONARIES });
  if (compiled.kind !== 'intervals' || value === null || isTags(value)) return CONDITION;
  return findLiteralNeed(value, compiled.intervals, wanted, { decimals, unit, zone: context.catalog.timeZone });
}

/** What the measure of an event condition has to become for its verdict to be the one wanted. */
export function findEventNeed(
  { event: id, measure }: EventPredicate,
  value: Literal | null,
  wanted: boolean,
  { catalog }: Pick<CompileContext, 'catalog'>,
): WhyNeed {
  if (value === null) return CONDITION;
  const zone = catalog.timeZone;
  const event = findEvent(catalog, id);
  const field = event === undefined || !('field' in measure) ? undefined : findField(event, measure.field);
  switch (measure.kind) {
    case 'count':
    case 'days':
    case 'distinct':
      return findNumberNeed(value, measure.comparisons, 0, wanted, null, NOT_NEGATIVE);
    case 'recency':
      return findNumberNeed(value, measure.comparisons, 0, wanted, measure.unit, NOT_NEGATIVE);
    case 'sum':
      return findNumberNeed(value, measure.comparisons, field?.decimals ?? 0, wanted, field?.unit ?? null, ALL_NUMBERS);
    case 'avg':
      return findAverageNeed(value, measure.comparisons, wanted, field?.unit ?? null);
    case 'min':
    case 'max':
    case 'first':
    case 'last':
    case 'top': {
      const test = 'test' in measure ? measure.test : ({ kind: 'compare', comparisons: measure.comparisons } as const);
      if (field === undefined) throw SilhouetteError.of('unknown-field', `The event "${id}" has no field "${measure.field}".`);
      const { type, decimals, unit } = field;
      if (test.kind === 'exists' || (type !== 'number' && type !== 'date' && type !== 'datetime')) return CONDITION;
      const compiled = compileValueTest({ type, decimals, dictionary: null }, test, zone);
      if (compiled.kind !== 'intervals') return CONDITION;
      return findLiteralNeed(value, compiled.intervals, wanted, { decimals, unit, zone });
    }
  }
}

const NO_DICTIONARIES = {
  dictionary: () => new Map<string, number>(),
  ranks: () => new Uint32Array(),
  recent: () => [],
};

function findNumberNeed(
  value: Literal,
  comparisons: readonly Comparison[],
  decimals: number,
  wanted: boolean,
  unit: string | null,
  domain: IntervalSet,
): WhyNeed {
  if (value.type !== 'number') return CONDITION;
  return toNumberNeed(
    findNearest(decimalUnitsAt(value.value, decimals), compileNumberTest(comparisons, decimals), wanted, domain),
    decimals,
    unit,
  );
}

/** An average may be anything between: past a bound is told as such. */
function findAverageNeed(value: Literal, comparisons: readonly Comparison[], wanted: boolean, unit: string | null): WhyNeed {
  if (value.type !== 'number') return CONDITION;
  const scale = findScale(comparisons, AVERAGE_DECIMALS);
  const now = decimalUnitsAt(value.value, scale);
  const nearest = findNearest(now, compileNumberTest(comparisons, scale), wanted, ALL_NUMBERS);
  // Rounded down it stands at the bound that it is just above: no distance that could be told.
  if (nearest?.by === 0n) return CONDITION;
  const open = nearest === null ? null : findOpenBound(nearest.to, scale, comparisons);
  if (open === null || nearest === null) return toNumberNeed(nearest, scale, unit);
  const by = normaliseDecimal(decimalUnitsAt(open, scale) - now, scale);
  return { kind: 'number', by: formatDecimal(by), to: formatDecimal(open), open: true, unit };
}

function toNumberNeed(nearest: ReturnType<typeof findNearest>, scale: number, unit: string | null): WhyNeed {
  if (nearest === null) return { kind: 'impossible' };
  const text = (units: bigint): string => formatDecimal(normaliseDecimal(units, scale));
  return { kind: 'number', by: text(nearest.by), to: text(nearest.to), open: false, unit };
}

function findLiteralNeed(
  value: Literal,
  intervals: IntervalSet,
  wanted: boolean,
  { decimals, unit, zone }: { readonly decimals: number; readonly unit: string | null; readonly zone: TimeZone },
): WhyNeed {
  switch (value.type) {
    case 'number':
      return toNumberNeed(findNearest(decimalUnitsAt(value.value, decimals), intervals, wanted, ALL_NUMBERS), decimals, unit);
    case 'date': {
      const domain = [{ from: BigInt(FIRST_DAY), to: BigInt(LAST_DAY) }];
      const nearest = findNearest(BigInt(value.day), intervals, wanted, domain);
      if (nearest === null) return { kind: 'impossible' };
      return { kind: 'days', by: Number(nearest.by), to: formatDay(Number(nearest.to)) };
    }
    case 'instant': {
      const domain = [{ from: BigInt(zone.startOfDay(FIRST_DAY)), to: BigInt(zone.startOfDay(LAST_DAY + 1)) - 1n }];
      const nearest = findNearest(BigInt(value.atMs), intervals, wanted, domain);
      if (nearest === null) return { kind: 'impossible' };
      return { kind: 'time', to: new Date(Number(nearest.to)).toISOString() };
    }
    case 'text':
    case 'boolean':
      return CONDITION;
  }
}

function isTags(value: Literal | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

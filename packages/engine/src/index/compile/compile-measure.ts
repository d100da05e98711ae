import type { AverageInterval, RowMeasure, RowTies } from '@silhouette/bitslice';
import {
  assertNever,
  type Comparison,
  type EventType,
  type Field,
  type FieldId,
  findField,
  type Measure,
  SilhouetteError,
} from '@silhouette/model';
import type { CompileContext } from './compile-context.ts';
import { compileNumberTest, compileValueTest, numberOf } from './compile-value-test.ts';
import { listRecencyIntervals } from './list-recency-intervals.ts';

/** What the index measures for a measure of the language. */
export function compileMeasure(event: EventType, measure: Measure, context: CompileContext): RowMeasure {
  const zone = context.catalog.timeZone;
  switch (measure.kind) {
    case 'count':
      return { kind: 'count', per: measure.per, intervals: compileNumberTest(measure.comparisons, 0) };
    case 'days':
      return { kind: 'days', intervals: compileNumberTest(measure.comparisons, 0) };
    case 'distinct':
      return { kind: 'distinct', column: measure.field, intervals: compileNumberTest(measure.comparisons, 0) };
    case 'sum': {
      const { decimals } = requireField(event, measure.field);
      return { kind: 'sum', column: measure.field, intervals: compileNumberTest(measure.comparisons, decimals) };
    }
    case 'avg': {
      const { decimals } = requireField(event, measure.field);
      return { kind: 'average', column: measure.field, per: measure.per, ...compileAverage(measure.comparisons, decimals) };
    }
    case 'min':
    case 'max': {
      const field = requireField(event, measure.field);
      const test = compileValueTest(
        { type: field.type, decimals: field.decimals, dictionary: null },
        { kind: 'compare', comparisons: measure.comparisons },
        zone,
      );
      return { kind: measure.kind === 'min' ? 'least' : 'greatest', column: field.id, test };
    }
    case 'recency': {
      const test = compileNumberTest(measure.comparisons, 0);
      const holds = (recency: number): boolean =>
        test.some(({ from, to }) => (from === null || BigInt(recency) >= from) && (to === null || BigInt(recency) <= to));
      const fromMs = event.firstAtMs ?? context.asOfMs;
      return { kind: 'lastAt', intervals: listRecencyIntervals(holds, measure.unit, context.asOfMs, fromMs, zone) };
    }
    case 'first':
    case 'last':
    case 'top': {
      const field = requireField(event, measure.field);
      const dictionary = field.type === 'category' ? context.dictionary(event.id, field.id) : null;
      const test = compileValueTest({ type: field.type, decimals: field.decimals, dictionary }, measure.test, zone);
      return { kind: measure.kind, column: field.id, test, ties: chooseTies(event, field, context) };
    }
    default:
      return assertNever(measure);
  }
}

/** Without an order of rows the value itself tells rows of one instant apart. */
function chooseTies(event: EventType, field: Field, context: CompileContext): RowTies {
  if (event.hasRowOrder) return { kind: 'place' };
  if (field.type === 'category') return { kind: 'ranks', ranks: context.ranks(event.id, field.id) };
  return { kind: field.type === 'text' ? 'text' : 'code' };
}

/** Bounds over a common power of ten: sum * factor against bound * count, so that nothing is divided or rounded. */
function compileAverage(
  comparisons: readonly Comparison[],
  decimals: number,
): { readonly factor: bigint; readonly intervals: readonly AverageInterval[] } {
  const literals = comparisons.flatMap((comparison) => {
    if (comparison.op === 'in') return comparison.values.map(numberOf);
    return comparison.op === 'containsAny' ? [] : [numberOf(comparison.value)];
  });
  const scale = literals.reduce((most, value) => Math.max(most, value.scale), decimals);
  const at = (value: { readonly units: bigint; readonly scale: number }): bigint =>
    value.units * 10n ** BigInt(scale - value.scale);
  let intervals: readonly AverageInterval[] = [{ from: null, to: null }];
  for (const comparison of comparisons) {
    if (comparison.op === 'containsAny') throw new TypeError('An average contains nothing.');
    const own: readonly AverageInterval[] =
      comparison.op === 'in'
        ? comparison.values.map((literal) => {
            const bound = { value: at(numberOf(literal)), open: false };
            return { from: bound, to: bound };
          })
        : [boundOf(comparison.op, at(numberOf(comparison.value)))];
    intervals = intervals.flatMap((left) => own.map((right) => intersect(left, right)));
  }
  return { factor: 10n ** BigInt(scale - decimals), intervals };
}

function boundOf(op: 'gt' | 'gte' | 'lt' | 'lte', value: bigint): AverageInterval {
  switch (op) {
    case 'gt':
      return { from: { value, open: true }, to: null };
    case 'gte':
      return { from: { value, open: false }, to: null };
    case 'lt':
      return { from: null, to: { value, open: true } };
    case 'lte':
      return { from: null, to: { value, open: false } };
    default:
      return assertNever(op);
  }
}

/** The narrower of both bounds; an interval that nothing lies in stays as it is. */
function intersect(a: AverageInterval, b: AverageInterval): AverageInterval {
  const from =
    a.from === null || (b.from !== null && (b.from.value > a.from.value || (b.from.value === a.from.value && b.from.open)))
      ? b.from
      : a.from;
  const to =
    a.to === null || (b.to !== null && (b.to.value < a.to.value || (b.to.value === a.to.value && b.to.open))) ? b.to : a.to;
  return { from, to };
}

function requireField(event: EventType, id: FieldId): Field {
  const field = findField(event, id);
  if (field === undefined) throw SilhouetteError.of('unknown-field', `The event "${event.id}" has no field "${id}".`);
  return field;
}

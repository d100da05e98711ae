import fc from 'fast-check';
import type { AudienceId } from '../../src/brand.ts';
import type { Attribute, Catalog, EventType, Field } from '../../src/catalog/catalog.ts';
import type {
  AttributeTest,
  AttributeWindow,
  CompareTest,
  Comparison,
  EventWindow,
  ExistsTest,
  FieldFilter,
  Literal,
  Measure,
  Predicate,
} from '../../src/predicate/predicate.ts';
import { FIRST_DAY, LAST_DAY } from '../../src/time/calendar.ts';
import { normaliseDecimal } from '../../src/value/decimal.ts';
import type { ValueType } from '../../src/value/value-type.ts';

const day = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
const whole = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }) },
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(6))
  .map(([units, scale]) => normaliseDecimal(units, scale));
const longUnit = fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const);
const unit = fc.oneof(longUnit, fc.constant('hour' as const));

const eventWindow: fc.Arbitrary<EventWindow> = fc.oneof(
  fc.record({ kind: fc.constant('last' as const), n: whole, unit }),
  fc.tuple(day, day, fc.nat(2)).map(([a, b, which]) => ({
    kind: 'range' as const,
    fromDay: which === 1 ? null : Math.min(a, b),
    toDay: which === 2 ? null : Math.max(a, b),
  })),
  fc.record({ kind: fc.constant('ago' as const), from: whole, to: fc.nat(10), unit: longUnit }),
  fc.record({
    kind: fc.constant('calendar' as const),
    period: fc.constantFrom('week' as const, 'month' as const, 'quarter' as const, 'year' as const),
    offset: whole.map((n) => 1 - n),
  }),
);
const attributeWindow: fc.Arbitrary<AttributeWindow> = fc.oneof(
  eventWindow,
  fc.record({ kind: fc.constant('next' as const), n: whole, unit: longUnit }),
);

function literal(type: ValueType, text: fc.Arbitrary<string>): fc.Arbitrary<Literal> {
  const date = day.map((value): Literal => ({ type: 'date', day: value }));
  switch (type) {
    case 'number':
      return decimal.map((value) => ({ type: 'number', value }));
    case 'boolean':
      return fc.boolean().map((value) => ({ type: 'boolean', value }));
    case 'date':
      return date;
    case 'datetime':
      return fc.oneof(
        date,
        fc.tuple(day, fc.nat(86_399_999)).map(([at, ms]): Literal => ({ type: 'instant', atMs: at * 86_400_000 + ms })),
      );
    default:
      return text.map((value) => ({ type: 'text', value }));
  }
}

function comparison(type: ValueType, text: fc.Arbitrary<string>): fc.Arbitrary<Comparison> {
  if (type === 'tags') return fc.record({ op: fc.constant('containsAny' as const), values: fc.array(text, { maxLength: 8 }) });
  const isIn = fc.record({ op: fc.constant('in' as const), values: fc.array(literal(type, text), { maxLength: 8 }) });
  if (type !== 'number' && type !== 'date' && type !== 'datetime') return isIn;
  const op = fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const);
  return fc.oneof(isIn, fc.record({ op, value: literal(type, text) }));
}

function comparisons(type: ValueType, text: fc.Arbitrary<string>): fc.Arbitrary<readonly Comparison[]> {
  return fc.array(comparison(type, text), { minLength: 1, maxLength: 4 });
}

function test(type: ValueType, text: fc.Arbitrary<string>): fc.Arbitrary<CompareTest | ExistsTest> {
  return fc.oneof(
    { weight: 3, arbitrary: comparisons(type, text).map((all): CompareTest => ({ kind: 'compare', comparisons: all })) },
    fc.boolean().map((exists): ExistsTest => ({ kind: 'exists', exists })),
  );
}

function attributeTest(attribute: Attribute, text: fc.Arbitrary<string>): fc.Arbitrary<AttributeTest> {
  if (attribute.type !== 'date' && attribute.type !== 'datetime') return test(attribute.type, text);
  return fc.oneof(
    test(attribute.type, text),
    attributeWindow.map((window): AttributeTest => ({ kind: 'within', window })),
    fc.integer({ min: 1, max: 366 }).map((nextDays): AttributeTest => ({ kind: 'anniversary', nextDays })),
  );
}

function filters(event: EventType, text: fc.Arbitrary<string>): fc.Arbitrary<readonly FieldFilter[]> {
  const { filter } = fc.letrec<{ filter: FieldFilter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      event.fields.length === 0
        ? fc.constant<FieldFilter>({ kind: 'all', children: [] })
        : fc
            .constantFrom(...event.fields)
            .chain((field) =>
              test(field.type, text).map((tested): FieldFilter => ({ kind: 'field', field: field.id, test: tested })),
            ),
      fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), children: fc.array(tie('filter'), { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('not' as const), child: tie('filter') }),
    ),
  }));
  return fc.array(filter, { maxLength: 3 });
}

function measure(event: EventType, text: fc.Arbitrary<string>): fc.Arbitrary<Measure> {
  const number = comparisons('number', text);
  const per = event.hasOccasion ? fc.constantFrom('occasion' as const, 'row' as const) : fc.constant('row' as const);
  const of = (kinds: readonly ValueType[]): Field[] => event.fields.filter((field) => kinds.includes(field.type));
  const measures: fc.Arbitrary<Measure>[] = [
    fc.record({ kind: fc.constant('count' as const), per, comparisons: number }),
    fc.record({ kind: fc.constant('days' as const), comparisons: number }),
    fc.record({ kind: fc.constant('recency' as const), unit, comparisons: number }),
  ];
  for (const field of of(['number'])) {
    measures.push(fc.record({ kind: fc.constant('sum' as const), field: fc.constant(field.id), comparisons: number }));
    measures.push(fc.record({ kind: fc.constant('avg' as const), field: fc.constant(field.id), per, comparisons: number }));
  }
  for (const field of of(['number', 'date'])) {
    const kind = fc.constantFrom('min' as const, 'max' as const);
    measures.push(fc.record({ kind, field: fc.constant(field.id), comparisons: comparisons(field.type, text) }));
  }
  for (const field of of(['number', 'date', 'boolean', 'category', 'text'])) {
    measures.push(fc.record({ kind: fc.constant('distinct' as const), field: fc.constant(field.id), comparisons: number }));
    const kind = fc.constantFrom('first' as const, 'last' as const, 'top' as const);
    measures.push(fc.record({ kind, field: fc.constant(field.id), test: test(field.type, text) }));
  }
  return fc.oneof(...measures);
}

/** Predicates over a catalog; `text` makes the text values, keys and audience ids. */
export function arbitraryPredicate(catalog: Catalog, text: fc.Arbitrary<string>): fc.Arbitrary<Predicate> {
  const event = fc.constantFrom(...catalog.events);
  const within = fc.option(eventWindow, { nil: null });
  const step = event.chain((type) => fc.record({ event: fc.constant(type.id), where: filters(type, text), within }));
  const gapUnit = fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const);
  const leaves: fc.Arbitrary<Predicate>[] = [
    fc
      .constantFrom(...catalog.attributes)
      .chain((attribute) =>
        attributeTest(attribute, text).map(
          (tested): Predicate => ({ kind: 'attribute', attribute: attribute.id, test: tested }),
        ),
      ),
    event.chain((type) =>
      fc.record({
        kind: fc.constant('event' as const),
        event: fc.constant(type.id),
        where: filters(type, text),
        within,
        measure: measure(type, text),
      }),
    ),
    fc.record({
      kind: fc.constant('sequence' as const),
      steps: fc.array(step, { minLength: 2, maxLength: 4 }),
      gap: fc.option(fc.record({ max: whole, unit: gapUnit }), { nil: null }),
    }),
    // Brands exist in types only.
    fc.record({
      kind: fc.constant('audience' as const),
      audience: text.map((id) => id as AudienceId),
      version: fc.option(whole, { nil: null }),
    }),
    fc.record({ kind: fc.constant('customers' as const), keys: fc.array(text, { maxLength: 8 }) }),
  ];
  return fc.letrec<{ predicate: Predicate }>((tie) => ({
    predicate: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      ...leaves,
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        children: fc.array(tie('predicate'), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('not' as const), child: tie('predicate') }),
    ),
  })).predicate;
}

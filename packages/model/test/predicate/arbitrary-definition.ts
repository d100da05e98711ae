import fc from 'fast-check';
import { ExactNumber, type PlainObject, type PlainValue } from '../../src/text/plain-value.ts';

/** Definitions over the test catalog that are right, every line of the grammar among them. */
export function arbitraryDefinition(): fc.Arbitrary<PlainObject> {
  return fc.letrec<{ node: PlainObject; filter: PlainObject }>((tie) => ({
    node: fc.oneof({ maxDepth: 4, depthIdentifier: 'node' }, leaf(tie('filter')), ...groups(tie('node'))),
    filter: fc.oneof({ maxDepth: 3, depthIdentifier: 'filter' }, filterLeaf, ...groups(tie('filter'))),
  })).node;
}

const groups = (child: fc.Arbitrary<PlainObject>): fc.Arbitrary<PlainObject>[] => [
  fc.record({ all: fc.array(child, { maxLength: 4 }) }),
  fc.record({ any: fc.array(child, { maxLength: 4 }) }),
  fc.record({ not: child }),
];

const words = fc.constantFrom('a', 'b', 'B', ' a', '가', '');
const wholes = fc.integer({ min: 1, max: 9 });
/** A number in one of its spellings. */
const numbers: fc.Arbitrary<PlainValue> = fc
  .tuple(fc.integer({ min: -25, max: 25 }), fc.constantFrom('', '0', '00'), fc.boolean(), fc.boolean())
  .map(([tenths, zeros, asText, asExponent]) => {
    const text = asExponent ? `${tenths}e-1` : `${(tenths / 10).toFixed(1)}${zeros}`;
    return asText ? text : new ExactNumber(text);
  });
const days = fc.constantFrom('2024-01-01', '2024-01-02', '2024-02-29');
const times = fc.oneof(
  days,
  fc.constantFrom('2024-01-01T00:00', '2024-01-01T09:00:00Z', '2023-12-31T15:00:00Z', '2024-01-02T12:00+09:00'),
);
const units = fc.constantFrom('day', 'week', 'month', 'year');

/** Some of the keys, at least one. */
const optional = (shape: Readonly<Record<string, fc.Arbitrary<PlainValue>>>): fc.Arbitrary<PlainObject> =>
  fc
    .subarray(Object.keys(shape), { minLength: 1 })
    .chain((keys) => fc.record(Object.fromEntries(Object.entries(shape).filter(([key]) => keys.includes(key)))));
const lists = (value: fc.Arbitrary<PlainValue>): fc.Arbitrary<PlainValue> => fc.array(value, { maxLength: 4 });
const equality = (value: fc.Arbitrary<PlainValue>): fc.Arbitrary<PlainObject> => optional({ eq: value, in: lists(value) });
const ordered = (value: fc.Arbitrary<PlainValue>): fc.Arbitrary<PlainObject> =>
  optional({ eq: value, in: lists(value), gt: value, gte: value, lt: value, lte: value });
const tags = optional({ contains: words, containsAny: lists(words) });
const exists = fc.record({ exists: fc.boolean() });

const pastWindow: fc.Arbitrary<PlainObject> = fc
  .oneof(
    fc.record({ last: wholes, unit: fc.constantFrom('hour', 'day', 'week', 'month', 'year') }),
    fc.record({ from: fc.constant('2024-01-01'), to: days }),
    fc.record({ to: days }),
    fc
      .tuple(fc.integer({ min: 0, max: 5 }), wholes, units)
      .map(([to, more, unit]) => ({ ago: exact({ from: to + more, to, unit }) })),
    fc.record({ calendar: fc.constantFrom('week', 'month', 'quarter', 'year'), offset: fc.integer({ min: -3, max: 0 }) }),
  )
  .map(exact);
const attributeWindow: fc.Arbitrary<PlainObject> = fc.oneof(
  pastWindow,
  fc.record({ next: wholes, unit: units }).map(exact),
  fc.record({ calendar: fc.constant('month'), offset: wholes }).map(exact),
);

/** Whole numbers of a generator as the exact numbers of a text. */
function exact(object: Readonly<Record<string, unknown>>): PlainObject {
  const written = Object.entries(object).map(([key, value]) => {
    // Generators above make plain values and whole numbers only.
    return [key, typeof value === 'number' ? new ExactNumber(String(value)) : (value as PlainValue)] as const;
  });
  return Object.fromEntries(written);
}

const join = (object: PlainObject, part: fc.Arbitrary<PlainObject>): fc.Arbitrary<PlainObject> =>
  part.map((more) => ({ ...object, ...more }));

const attributeLeaf: fc.Arbitrary<PlainObject> = fc.oneof(
  join({ attribute: 'gender' }, fc.oneof(equality(words), exists)),
  join({ attribute: 'memo' }, fc.oneof(equality(words), exists)),
  join({ attribute: 'age' }, fc.oneof(ordered(numbers), exists)),
  join({ attribute: 'consent' }, fc.oneof(equality(fc.boolean()), exists)),
  join({ attribute: 'interests' }, fc.oneof(tags, exists)),
  join({ attribute: 'joined' }, fc.oneof(ordered(days), exists, fc.record({ within: attributeWindow }))),
  join({ attribute: 'seen' }, fc.oneof(ordered(times), fc.record({ within: attributeWindow }))),
  fc.integer({ min: 1, max: 366 }).map((next) => ({ attribute: 'birthday', anniversary: exact({ next, unit: 'day' }) })),
);

const filterLeaf: fc.Arbitrary<PlainObject> = fc.oneof(
  join({ field: 'brand' }, fc.oneof(equality(words), exists)),
  join({ field: 'amount' }, ordered(numbers)),
  join({ field: 'gift' }, equality(fc.boolean())),
  join({ field: 'concerns' }, fc.oneof(tags, exists)),
  join({ field: 'shipped' }, ordered(days)),
);

const measure: fc.Arbitrary<PlainObject> = fc.oneof(
  fc.constant({}),
  fc.record({ per: fc.constantFrom('occasion', 'row') }),
  fc.record({ count: ordered(numbers), per: fc.constantFrom('occasion', 'row') }),
  fc.record({ count: ordered(numbers) }),
  fc.record({ days: ordered(numbers) }),
  fc.record({ recency: fc.tuple(units, ordered(numbers)).map(([unit, compare]) => ({ unit, ...compare })) }),
  fc.record({ sum: join({ field: 'amount' }, ordered(numbers)) }),
  fc.record({ avg: join({ field: 'amount' }, ordered(numbers)), per: fc.constantFrom('occasion', 'row') }),
  fc.record({ min: join({ field: 'shipped' }, ordered(days)) }),
  fc.record({ max: join({ field: 'quantity' }, ordered(numbers)) }),
  fc.record({ distinct: join({ field: 'brand' }, ordered(numbers)) }),
  fc.record({ first: join({ field: 'brand' }, fc.oneof(equality(words), exists)) }),
  fc.record({ last: join({ field: 'amount' }, fc.oneof(ordered(numbers), exists)) }),
  fc.record({ top: join({ field: 'gift' }, equality(fc.boolean())) }),
);

function leaf(filter: fc.Arbitrary<PlainObject>): fc.Arbitrary<PlainObject> {
  const step = fc.record(
    { event: fc.constant('purchase'), where: fc.array(filter, { maxLength: 3 }), within: pastWindow },
    { requiredKeys: ['event'] },
  );
  return fc.oneof(
    attributeLeaf,
    fc.tuple(step, measure).map(([rows, measured]) => ({ ...rows, ...measured })),
    fc
      .tuple(fc.array(step, { minLength: 2, maxLength: 3 }), fc.option(wholes))
      .map(([sequence, max]) => (max === null ? { sequence } : { sequence, gap: exact({ max, unit: 'month' }) })),
    fc.record({ customers: fc.array(words, { maxLength: 4 }) }),
  );
}

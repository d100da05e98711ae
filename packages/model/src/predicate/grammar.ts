import { MAX_LIST_VALUES } from './limits.ts';
import type { AttributeTest, FieldFilter, Measure, Predicate } from './predicate.ts';

/**
 * The grammar of audience definitions as data: the parser checks keys against it and the JSON Schema is written from it,
 * so the two cannot differ. Meaning that depends on the catalog (ids, types) is the parser's alone.
 */
export type Shape =
  /** An object that is exactly one line of a group. */
  | { readonly kind: 'one'; readonly of: GroupName }
  | { readonly kind: 'list'; readonly of: Shape; readonly min: number; readonly max: number | null }
  /** Any string. */
  | { readonly kind: 'text' }
  /** A string that is not empty. */
  | { readonly kind: 'id' }
  | { readonly kind: 'boolean' }
  /** A number or a decimal string. */
  | { readonly kind: 'number' }
  /** A whole number within bounds (both included), or the same as a decimal string. */
  | { readonly kind: 'integer'; readonly min: number | null; readonly max: number | null }
  /** `yyyy-mm-dd` */
  | { readonly kind: 'day' }
  | { readonly kind: 'word'; readonly of: readonly string[] }
  /** A constant of whatever type it is compared with. */
  | { readonly kind: 'constant' }
  /** A constant that has an order: a number, a date or a date-time. */
  | { readonly kind: 'ordered' };

/** Values by key. */
export type Keys = Readonly<Record<string, Shape>>;

/** One line of the grammar. */
export interface Line {
  readonly name: string;
  /** Keys that tell this line from the others of its group: an object with one of them is meant to be this line. */
  readonly heads: readonly string[];
  readonly required: Keys;
  readonly optional: Keys;
  /** Of these sets of keys exactly one has keys in an object (or at most one, where `needed` is false). */
  readonly choice: { readonly needed: boolean; readonly of: readonly Alternative[] } | null;
}

/** A set of keys of which one or more stand together. */
export interface Alternative {
  readonly name: string;
  readonly keys: Keys;
}

const one = (of: GroupName): Shape => ({ kind: 'one', of });
const list = (of: Shape, min = 0, max: number | null = null): Shape => ({ kind: 'list', of, min, max });
const word = (...of: readonly string[]): Shape => ({ kind: 'word', of });
const text: Shape = { kind: 'text' };
const id: Shape = { kind: 'id' };
const flag: Shape = { kind: 'boolean' };
const number: Shape = { kind: 'number' };
const constant: Shape = { kind: 'constant' };
const ordered: Shape = { kind: 'ordered' };
const positive: Shape = { kind: 'integer', min: 1, max: null };
const hourOrLonger = word('hour', 'day', 'week', 'month', 'year');
const dayOrLonger = word('day', 'week', 'month', 'year');
const period = word('week', 'month', 'quarter', 'year');

/** Operators, together CMP in the contracts. */
const comparison: Alternative = {
  name: 'comparison',
  keys: {
    eq: constant,
    in: list(constant, 0, MAX_LIST_VALUES),
    gt: ordered,
    gte: ordered,
    lt: ordered,
    lte: ordered,
    contains: text,
    containsAny: list(text, 0, MAX_LIST_VALUES),
  },
};
/** CMP of what is a number whatever the catalog says, such as a count. */
const numberComparison: Alternative = {
  name: 'comparison',
  keys: { eq: number, in: list(number, 0, MAX_LIST_VALUES), gt: number, gte: number, lt: number, lte: number },
};
const exists: Alternative = { name: 'exists', keys: { exists: flag } };

function line(head: string, shape: Shape, optional: Keys = {}): Line {
  return { name: head, heads: [head], required: { [head]: shape }, optional, choice: null };
}

function body(required: Keys, ...of: readonly Alternative[]): readonly Line[] {
  return [{ name: 'body', heads: [], required, optional: {}, choice: of.length === 0 ? null : { needed: true, of } }];
}

/** Shape of each measure: the compiler wants one for every kind. */
const MEASURES: Readonly<Record<Measure['kind'], Shape>> = {
  count: one('number'),
  days: one('number'),
  recency: one('recency'),
  sum: one('fieldNumber'),
  avg: one('fieldNumber'),
  min: one('fieldCompare'),
  max: one('fieldCompare'),
  distinct: one('fieldNumber'),
  first: one('fieldTest'),
  last: one('fieldTest'),
  top: one('fieldTest'),
};

/** Whether a key of an event condition is a measure. */
export function isMeasureKind(name: string): name is Measure['kind'] {
  return Object.hasOwn(MEASURES, name);
}

const ATTRIBUTE_TESTS: Readonly<Record<AttributeTest['kind'], Alternative>> = {
  compare: comparison,
  exists,
  within: { name: 'within', keys: { within: one('attributeWindow') } },
  anniversary: { name: 'anniversary', keys: { anniversary: one('anniversary') } },
};

const pastWindows: readonly Line[] = [
  { ...line('last', positive), required: { last: positive, unit: hourOrLonger } },
  {
    name: 'range',
    heads: ['from', 'to'],
    required: {},
    optional: { from: { kind: 'day' }, to: { kind: 'day' } },
    choice: null,
  },
  line('ago', one('ago')),
];
const calendar = (offset: Shape): Line => ({ ...line('calendar', period), required: { calendar: period, offset } });

/** The line of each condition: the compiler wants one for every kind, named like it. */
const PREDICATES: Readonly<Record<Predicate['kind'], Line>> = {
  all: line('all', list(one('predicate'))),
  any: line('any', list(one('predicate'))),
  not: line('not', one('predicate')),
  attribute: { ...line('attribute', id), choice: { needed: true, of: Object.values(ATTRIBUTE_TESTS) } },
  event: {
    ...line('event', id, { where: list(one('filter')), within: one('eventWindow'), per: word('occasion', 'row') }),
    choice: { needed: false, of: Object.entries(MEASURES).map(([name, shape]) => ({ name, keys: { [name]: shape } })) },
  },
  sequence: line('sequence', list(one('step'), 2), { gap: one('gap') }),
  audience: line('audience', id, { version: positive }),
  customers: line('customers', list(text, 0, MAX_LIST_VALUES)),
};

/** Whether a line of the grammar is a condition. */
export function isPredicateKind(name: string): name is Predicate['kind'] {
  return Object.hasOwn(PREDICATES, name);
}

const FILTERS: Readonly<Record<FieldFilter['kind'], Line>> = {
  field: { ...line('field', id), choice: { needed: true, of: [comparison, exists] } },
  all: line('all', list(one('filter'))),
  any: line('any', list(one('filter'))),
  not: line('not', one('filter')),
};

/** The lines that an object of each kind may be. */
export const GRAMMAR: Readonly<Record<GroupName, readonly Line[]>> = {
  predicate: Object.values(PREDICATES),
  filter: Object.values(FILTERS),
  step: [line('event', id, { where: list(one('filter')), within: one('eventWindow') })],
  eventWindow: [...pastWindows, calendar({ kind: 'integer', min: null, max: 0 })],
  attributeWindow: [
    ...pastWindows,
    calendar({ kind: 'integer', min: null, max: null }),
    { ...line('next', positive), required: { next: positive, unit: dayOrLonger } },
  ],
  ago: body({ from: positive, to: { kind: 'integer', min: 0, max: null }, unit: dayOrLonger }),
  anniversary: body({ next: { kind: 'integer', min: 1, max: 366 }, unit: word('day') }),
  gap: body({ max: positive, unit: word('hour', 'day', 'week', 'month') }),
  number: body({}, numberComparison),
  recency: body({ unit: hourOrLonger }, numberComparison),
  fieldNumber: body({ field: id }, numberComparison),
  fieldCompare: body({ field: id }, comparison),
  fieldTest: body({ field: id }, comparison, exists),
};

/** Kinds of objects in a definition. */
export type GroupName =
  | 'predicate'
  | 'filter'
  | 'step'
  | 'eventWindow'
  | 'attributeWindow'
  | 'ago'
  | 'anniversary'
  | 'gap'
  | 'number'
  | 'recency'
  | 'fieldNumber'
  | 'fieldCompare'
  | 'fieldTest';

/** Every operator. */
export const OPERATORS = Object.keys(comparison.keys);

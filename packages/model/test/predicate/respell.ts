import { ExactNumber, isPlainList, isPlainObject, type PlainObject, type PlainValue } from '../../src/text/plain-value.ts';
import { parseDecimal } from '../../src/value/decimal.ts';

/**
 * The same definition in another spelling: keys, siblings and lists in another order, values repeated, `eq` and `in` of
 * one exchanged, numbers rewritten, groups wrapped, defaults written or left out.
 * @param random draws from [0, 1)
 */
export function respell(plain: PlainValue, random: () => number): PlainValue {
  return isPlainObject(plain) ? wrap(respellObject(plain, random), random) : plain;
}

function respellObject(object: PlainObject, random: () => number): PlainObject {
  const entries = shuffle(Object.entries(object), random).map(([key, value]): [string, PlainValue] => {
    if (key === 'sequence' && isPlainList(value)) return [key, value.map((step) => respellStep(step, random))];
    if (key === 'not') return [key, respell(value, random)];
    if ((key === 'all' || key === 'any') && isPlainList(value)) return [key, regroup(key, value, random)];
    if (key === 'where' && isPlainList(value)) return [key, regroup('all', value, random)];
    if (isPlainList(value)) return [key, repeat(value, random).map((item) => respellNumber(item, random))];
    if (isPlainObject(value)) return [key, respellObject(value, random)];
    return [key, respellNumber(value, random)];
  });
  return exchange(Object.fromEntries(entries), random);
}

/** A step has the rows of an event condition, and no measure to write out. */
function respellStep(step: PlainValue, random: () => number): PlainValue {
  if (!isPlainObject(step)) return step;
  const { count: _count, per: _per, ...rows } = respellObject(step, random);
  return rows;
}

/** A condition or filter inside groups of one, or under two `not`s. */
function wrap(object: PlainObject, random: () => number): PlainObject {
  const draw = random();
  if (draw < 0.1) return { all: [object] };
  if (draw < 0.2) return { any: [object] };
  if (draw < 0.3) return { not: { not: object } };
  if (draw < 0.35) return { not: { any: [{ not: object }] } };
  return object;
}

/** Members of a group: shuffled, repeated, some of them in a group of the same kind within. */
function regroup(kind: 'all' | 'any', members: readonly PlainValue[], random: () => number): PlainValue[] {
  const spelled = repeat(members, random).map((member) => respell(member, random));
  if (random() < 0.7) return spelled;
  const cut = Math.floor(random() * (spelled.length + 1));
  return [{ [kind]: spelled.slice(0, cut) }, ...spelled.slice(cut)];
}

function exchange(object: PlainObject, random: () => number): PlainObject {
  const { eq, in: list, contains, containsAny, count, per, ...rest } = object;
  const spelled: Record<string, PlainValue> = { ...rest };
  const put = (one: string, many: string, single: PlainValue | undefined, several: PlainValue | undefined): void => {
    if (single !== undefined && several === undefined && random() < 0.5) spelled[many] = [single];
    else if (single === undefined && isPlainList(several) && several.length === 1 && several[0] !== undefined)
      spelled[one] = several[0];
    else {
      if (single !== undefined) spelled[one] = single;
      if (several !== undefined) spelled[many] = several;
    }
  };
  put('eq', 'in', eq, list);
  put('contains', 'containsAny', contains, containsAny);
  if (count !== undefined) spelled.count = count;
  if (per !== undefined) spelled.per = per;
  if (isEventWithoutMeasure(object) && random() < 0.5) spelled.count = { gte: '1.0' };
  if (Object.hasOwn(object, 'event') && per === 'occasion' && random() < 0.5) delete spelled.per;
  if (isEventWithoutMeasure(object) && per === undefined && random() < 0.5) spelled.per = 'occasion';
  if (Object.hasOwn(object, 'event') && rest.where === undefined && random() < 0.3)
    spelled.where = random() < 0.5 ? [] : [{ all: [] }];
  return spelled;
}

const MEASURES = ['count', 'days', 'recency', 'sum', 'avg', 'min', 'max', 'distinct', 'first', 'last', 'top'];
/** Whether it is an event condition with the default measure. */
function isEventWithoutMeasure(object: PlainObject): boolean {
  return Object.hasOwn(object, 'event') && MEASURES.every((key) => !Object.hasOwn(object, key));
}

function respellNumber(value: PlainValue, random: () => number): PlainValue {
  const text = value instanceof ExactNumber ? value.text : value;
  if (typeof text !== 'string' || !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)) return value;
  const decimal = parseDecimal(text);
  if (decimal === null) return value;
  const written = `${decimal.units}e${-decimal.scale}`;
  return random() < 0.5 ? written : new ExactNumber(random() < 0.5 ? written : text);
}

function repeat<Value>(values: readonly Value[], random: () => number): Value[] {
  return shuffle(
    values.flatMap((value) => (random() < 0.1 ? [value, value] : [value])),
    random,
  );
}

function shuffle<Value>(values: readonly Value[], random: () => number): Value[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

import { assertNever } from '../assert-never.ts';
import type { EventType, Field } from '../catalog/catalog.ts';
import { type PlainObject, type PlainValue, plainValueAt } from '../text/plain-value.ts';
import { quoteShort } from '../text/quote.ts';
import { joinKey } from '../text/value-path.ts';
import { ONE } from './defaults.ts';
import { isMeasureKind } from './grammar.ts';
import { parseComparisons, parseTest } from './parse-comparisons.ts';
import type { ParseContext } from './parse-context.ts';
import { parseTypedField } from './parse-filter.ts';
import { parseWord } from './parse-scalar.ts';
import type { Comparison, CountPer, Measure } from './predicate.ts';
import { type ReadLine, readLine } from './read-line.ts';

/** The measure of an event condition, with its defaults; null when it is wrong. `event` null: unknown, only the shape is checked. */
export function parseMeasure(ctx: ParseContext, read: ReadLine, event: EventType | null, path: string): Measure | null {
  const { object, present } = read;
  const [first, second] = present.map(({ name }) => name);
  // Which of several measures "per" was meant for, nobody knows.
  const per = parsePer(ctx, object, event, second === undefined ? (first ?? 'count') : 'count', path);
  if (first === undefined) return per === null ? null : { kind: 'count', per, comparisons: [{ op: 'gte', value: ONE }] };
  const measures = present.map(({ name }) => parseNamedMeasure(ctx, object, name, event, per, path));
  return second === undefined ? (measures[0] ?? null) : null;
}

function parseNamedMeasure(
  ctx: ParseContext,
  object: PlainObject,
  name: string,
  event: EventType | null,
  per: CountPer | null,
  path: string,
): Measure | null {
  const plain = plainValueAt(object, name);
  const at = joinKey(path, name);
  if (!isMeasureKind(name)) throw new Error(`The grammar has a measure "${name}" that is none.`);
  switch (name) {
    case 'count': {
      const comparisons = parseNumberBody(ctx, plain, name, at);
      return comparisons === null || per === null ? null : { kind: name, per, comparisons };
    }
    case 'days': {
      const comparisons = parseNumberBody(ctx, plain, name, at);
      return comparisons === null ? null : { kind: name, comparisons };
    }
    case 'recency':
      return parseRecency(ctx, plain, at);
    case 'sum': {
      const body = parseFieldBody(ctx, plain, event, 'fieldNumber', IS_NUMBER, `"${name}" takes a number field`, at);
      return body === null ? null : { kind: name, ...body };
    }
    case 'avg': {
      const body = parseFieldBody(ctx, plain, event, 'fieldNumber', IS_NUMBER, `"${name}" takes a number field`, at);
      return body === null || per === null ? null : { kind: name, per, ...body };
    }
    case 'min':
    case 'max': {
      const body = parseFieldBody(ctx, plain, event, 'fieldCompare', IS_EXTREME, `"${name}" takes a number or date field`, at);
      return body === null ? null : { kind: name, ...body };
    }
    case 'distinct': {
      const body = parseFieldBody(ctx, plain, event, 'fieldNumber', IS_SINGLE, `"${name}" takes any field but tags`, at);
      return body === null ? null : { kind: name, ...body };
    }
    case 'first':
    case 'last':
    case 'top':
      return parseValueMeasure(ctx, plain, event, name, at);
    default:
      return assertNever(name);
  }
}

const IS_NUMBER = (field: Field): boolean => field.type === 'number';
const IS_EXTREME = (field: Field): boolean => field.type === 'number' || field.type === 'date';
const IS_SINGLE = (field: Field): boolean => field.type !== 'tags';

function parsePer(
  ctx: ParseContext,
  object: PlainObject,
  event: EventType | null,
  measure: string,
  path: string,
): CountPer | null {
  const plain = plainValueAt(object, 'per');
  if (plain === undefined) return event?.hasOccasion === false ? 'row' : 'occasion';
  const at = joinKey(path, 'per');
  const per = parseWord(ctx, plain, ['occasion', 'row'] as const, '"per"', at);
  if (measure !== 'count' && measure !== 'avg') {
    return ctx.report(at, 'invalid-definition', `"per" goes with "count" and "avg" only, not with "${measure}": leave it out.`);
  }
  if (per === 'occasion' && event?.hasOccasion === false) {
    const message = `The event ${quoteShort(event.id)} has no occasions: leave "per" out, or declare "occasion" in the catalog.`;
    return ctx.report(at, 'invalid-value', message);
  }
  return per;
}

function parseNumberBody(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  name: string,
  path: string,
): readonly Comparison[] | null {
  const read = readLine(ctx, plain, 'number', path);
  if (read === null) return null;
  return parseComparisons(ctx, read.object, { type: 'number', name: `"${name}"` }, path);
}

function parseRecency(ctx: ParseContext, plain: PlainValue | undefined, path: string): Measure | null {
  const read = readLine(ctx, plain, 'recency', path);
  if (read === null) return null;
  const { object } = read;
  const unit = Object.hasOwn(object, 'unit')
    ? parseWord(
        ctx,
        plainValueAt(object, 'unit'),
        ['hour', 'day', 'week', 'month', 'year'] as const,
        '"unit"',
        joinKey(path, 'unit'),
      )
    : null;
  const comparisons = parseComparisons(ctx, object, { type: 'number', name: '"recency"' }, path);
  return unit === null || comparisons === null ? null : { kind: 'recency', unit, comparisons };
}

/** A measure of a field whose value is compared: as a number, or (`fieldCompare`) as the field's own type. */
function parseFieldBody(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  event: EventType | null,
  group: 'fieldNumber' | 'fieldCompare',
  fits: (field: Field) => boolean,
  what: string,
  path: string,
): { readonly field: Field['id']; readonly comparisons: readonly Comparison[] } | null {
  const read = readLine(ctx, plain, group, path);
  if (read === null) return null;
  const field = readField(ctx, read, event, fits, what, path);
  const type = group === 'fieldNumber' ? 'number' : (field?.type ?? null);
  const name = field === null ? 'The measure' : `The measure of ${quoteShort(field.id)}`;
  const comparisons = parseComparisons(ctx, read.object, { type, name }, path);
  return field === null || comparisons === null ? null : { field: field.id, comparisons };
}

function parseValueMeasure(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  event: EventType | null,
  kind: 'first' | 'last' | 'top',
  path: string,
): Measure | null {
  const read = readLine(ctx, plain, 'fieldTest', path);
  if (read === null) return null;
  const field = readField(ctx, read, event, IS_SINGLE, `"${kind}" takes any field but tags`, path);
  const name = field === null ? 'The field' : `The field ${quoteShort(field.id)}`;
  const test = parseTest(ctx, read, { type: field?.type ?? null, name }, path);
  return field === null || test === null ? null : { kind, field: field.id, test };
}

function readField(
  ctx: ParseContext,
  read: ReadLine,
  event: EventType | null,
  fits: (field: Field) => boolean,
  what: string,
  path: string,
): Field | null {
  // A missing key is an issue of its own already.
  if (!Object.hasOwn(read.object, 'field')) return null;
  return parseTypedField(ctx, plainValueAt(read.object, 'field'), event, fits, what, joinKey(path, 'field'));
}

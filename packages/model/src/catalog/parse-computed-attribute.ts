import type { Issue } from '../error.ts';
import { ParseContext } from '../predicate/parse-context.ts';
import { parseFilters, parseTypedField } from '../predicate/parse-filter.ts';
import { parseEventWindow } from '../predicate/parse-window.ts';
import { isPlainObject, type PlainValue } from '../text/plain-value.ts';
import { describePlain, joinWords } from '../text/quote.ts';
import { joinKey } from '../text/value-path.ts';
import type { TimeUnit } from '../time/calendar.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { ValueType } from '../value/value-type.ts';
import type { AttributeDraft, ComputedMeasure, EventType, Field } from './catalog.ts';
import type { ComputedAttributeSpec } from './catalog-file.ts';
import { COMPUTED_MEASURE_KEYS, type ComputedMeasureKey } from './computed-measures.ts';
import { draftComputedAttribute } from './draft-computed-attribute.ts';

/** The attribute, or everything that is wrong with its definition. */
export type ComputedAttributeResult =
  | { readonly ok: true; readonly attribute: AttributeDraft }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads one entry of `computed:` against the events as they were loaded: `within` and `where` are those of the audience
 * language; the measure names a field (`sum: amount`), a unit (`recency: { unit: week }`) or is `true` (`count: true`;
 * `first: true` and `last: true` are dates). Paths begin with `computed.<id>`.
 */
export function parseComputedAttribute(
  id: string,
  written: ComputedAttributeSpec,
  events: readonly EventType[],
  timeZone: TimeZone,
): ComputedAttributeResult {
  const path = joinKey('computed', id);
  const context = new ParseContext({ attributes: [], events, timeZone });
  const event = context.findEvent(written.event, joinKey(path, 'event'));
  // What the catalog file holds there was made by `toPlainData`, which gives plain values only.
  const definition = written.definition as Readonly<Record<string, PlainValue>>;
  const { within, where } = definition;
  const window = within === undefined ? null : parseEventWindow(context, within, joinKey(path, 'within'));
  const filters = where === undefined ? [] : parseFilters(context, where, event, joinKey(path, 'where'), 1);
  const measure = event === null ? null : parseMeasure(context, definition, event, path);
  if (context.issues.length > 0 || event === null || filters === null || measure === null)
    return { ok: false, issues: context.issues };
  const spec = {
    event: event.id,
    measure: measure.measure,
    field: measure.field?.id ?? null,
    recencyUnit: measure.recencyUnit,
    within: window,
    where: filters,
  };
  return { ok: true, attribute: draftComputedAttribute(id, spec, event, measure.field, written) };
}

interface ParsedMeasure {
  readonly measure: ComputedMeasure;
  readonly field: Field | null;
  readonly recencyUnit: TimeUnit | null;
}

function parseMeasure(
  context: ParseContext,
  definition: Readonly<Record<string, PlainValue>>,
  event: EventType,
  path: string,
): ParsedMeasure | null {
  const [key] = COMPUTED_MEASURE_KEYS.filter((known) => Object.hasOwn(definition, known));
  if (key === undefined)
    return context.report(path, 'missing-key', `Add one of ${joinWords([...COMPUTED_MEASURE_KEYS], 'or')}.`);
  const value = definition[key];
  const at = joinKey(path, key);
  switch (key) {
    case 'count':
    case 'rows':
    case 'days':
      if (value !== true) return context.report(at, 'wrong-type', `Write ${key}: true, not ${describePlain(value)}.`);
      return { measure: key, field: null, recencyUnit: null };
    case 'recency':
      return parseRecency(context, value, at);
    case 'first':
    case 'last':
      if (value === true) return { measure: key === 'first' ? 'firstDate' : 'lastDate', field: null, recencyUnit: null };
      return parseFieldMeasure(context, key, value, event, at);
    default:
      return parseFieldMeasure(context, key, value, event, at);
  }
}

const UNITS = ['hour', 'day', 'week', 'month', 'year'] as const;

function parseRecency(context: ParseContext, value: PlainValue | undefined, at: string): ParsedMeasure | null {
  if (value === true) return { measure: 'recency', field: null, recencyUnit: 'day' };
  const unit = isPlainObject(value) && Object.keys(value).join() === 'unit' ? value.unit : undefined;
  const found = UNITS.find((known) => known === unit);
  if (found !== undefined) return { measure: 'recency', field: null, recencyUnit: found };
  return context.report(
    at,
    'invalid-value',
    `Write recency: true (days) or { unit: ${UNITS.join(' | ')} }, not ${describePlain(value)}.`,
  );
}

type FieldMeasureKey = Exclude<ComputedMeasureKey, 'count' | 'rows' | 'days' | 'recency'>;
const NUMBERS: readonly ValueType[] = ['number'];
const NOT_TAGS: readonly ValueType[] = ['boolean', 'category', 'date', 'datetime', 'number', 'text'];
const FIELD_TYPES: Readonly<Record<FieldMeasureKey, readonly ValueType[]>> = {
  sum: NUMBERS,
  avg: NUMBERS,
  min: ['number', 'date', 'datetime'],
  max: ['number', 'date', 'datetime'],
  distinct: NOT_TAGS,
  first: NOT_TAGS,
  last: NOT_TAGS,
  top: NOT_TAGS,
};

function parseFieldMeasure(
  context: ParseContext,
  key: FieldMeasureKey,
  value: PlainValue | undefined,
  event: EventType,
  at: string,
): ParsedMeasure | null {
  if (typeof value !== 'string') {
    return context.report(
      at,
      'wrong-type',
      `Write ${key}: and the id of a field of "${event.id}", not ${describePlain(value)}.`,
    );
  }
  const types = FIELD_TYPES[key];
  const what = `"${key}" takes a field of type ${joinWords([...types], 'or')}`;
  const field = parseTypedField(context, value, event, ({ type }) => types.includes(type), what, at);
  return field === null ? null : { measure: key, field, recencyUnit: null };
}

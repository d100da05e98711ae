import { z } from 'zod';
import { PRIVACY_CLASSES } from '../access/privacy-class.ts';
import type { AttributeId, EventId, FieldId } from '../brand.ts';
import { SilhouetteError } from '../error.ts';
import type { EventWindow, FieldFilter, Literal } from '../predicate/predicate.ts';
import { TimeZone } from '../time/time-zone.ts';
import { formatDecimal, parseDecimal } from '../value/decimal.ts';
import { VALUE_TYPES } from '../value/value-type.ts';
import type { Catalog, ComputedSpec, Described } from './catalog.ts';

/** A catalog as JSON: zones by name, maps as lists of pairs, decimals as text. */
export type CatalogJson = z.input<typeof catalogSchema>;

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const text = z.string();
const whole = z.number().int();
const label = z.object({ ko: text, en: text });
// Brands exist in types only: what was stored from a catalog is an id again.
const attributeId = text.transform((id) => id as AttributeId);
const eventId = text.transform((id) => id as EventId);
const fieldId = text.transform((id) => id as FieldId);
const timeUnit = z.enum(['hour', 'day', 'week', 'month', 'year']);
const dateUnit = z.enum(['day', 'week', 'month', 'year']);

const described = {
  type: z.enum(VALUE_TYPES),
  label,
  description: label.nullable(),
  decimals: whole,
  unit: text.nullable(),
  order: list(text).nullable(),
  values: list(z.tuple([text, label])).transform((entries) => new Map(entries)),
  synonyms: list(text),
  pii: z.boolean(),
  // Absent in catalogs of before there were classes.
  privacy: z.enum(PRIVACY_CLASSES).optional(),
  hidden: z.boolean(),
  stats: z.object({ present: whole, missing: whole, distinct: whole.nullable(), min: text.nullable(), max: text.nullable() }),
};

const decimal = text.transform((value, context) => {
  const parsed = parseDecimal(value);
  if (parsed !== null) return parsed;
  context.addIssue(`"${value}" is not a decimal`);
  return z.NEVER;
});
const literal = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), value: text }),
  z.object({ type: z.literal('number'), value: decimal }),
  z.object({ type: z.literal('boolean'), value: z.boolean() }),
  z.object({ type: z.literal('date'), day: whole }),
  z.object({ type: z.literal('instant'), atMs: whole }),
]);
const comparison = z.discriminatedUnion('op', [
  z.object({ op: z.literal('in'), values: list(literal) }),
  z.object({ op: z.enum(['gt', 'gte', 'lt', 'lte']), value: literal }),
  z.object({ op: z.literal('containsAny'), values: list(text) }),
]);
const test = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('compare'), comparisons: list(comparison) }),
  z.object({ kind: z.literal('exists'), exists: z.boolean() }),
]);

type LiteralJson = z.input<typeof literal>;
type ComparisonJson = z.input<typeof comparison>;
type FilterJson =
  | { readonly kind: 'field'; readonly field: string; readonly test: z.input<typeof test> }
  | { readonly kind: 'all' | 'any'; readonly children: readonly FilterJson[] }
  | { readonly kind: 'not'; readonly child: FilterJson };

const filter: z.ZodType<FieldFilter, FilterJson> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('field'), field: fieldId, test }),
    z.object({ kind: z.literal('all'), children: list(filter) }),
    z.object({ kind: z.literal('any'), children: list(filter) }),
    z.object({ kind: z.literal('not'), child: filter }),
  ]),
);
const eventWindow: z.ZodType<EventWindow, EventWindow> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), n: whole, unit: timeUnit }),
  z.object({ kind: z.literal('range'), fromDay: whole.nullable(), toDay: whole.nullable() }),
  z.object({ kind: z.literal('ago'), from: whole, to: whole, unit: dateUnit }),
  z.object({ kind: z.literal('calendar'), period: z.enum(['week', 'month', 'quarter', 'year']), offset: whole }),
]);
const measure = z.enum([
  'count',
  'rows',
  'days',
  'recency',
  'firstDate',
  'lastDate',
  'sum',
  'avg',
  'min',
  'max',
  'distinct',
  'first',
  'last',
  'top',
]);
const computedSpec = z.object({
  event: eventId,
  measure,
  field: fieldId.nullable(),
  recencyUnit: timeUnit.nullable(),
  within: eventWindow.nullable(),
  where: list(filter),
});
const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), column: text.nullable(), sql: text.nullable() }),
  z.object({ kind: z.literal('computed'), spec: computedSpec }),
]);
const zone = text.transform((id, context) => {
  const found = TimeZone.find(id);
  if (found !== null) return found;
  context.addIssue(`"${id}" is not a time zone`);
  return z.NEVER;
});
const catalogSchema = z.object({
  name: text,
  timeZone: zone,
  currency: text.nullable(),
  attributes: list(z.object({ id: attributeId, ...described, group: text, origin })),
  events: list(
    z.object({
      id: eventId,
      label,
      description: label.nullable(),
      synonyms: list(text),
      hidden: z.boolean(),
      hasOccasion: z.boolean(),
      hasRowOrder: z.boolean(),
      fields: list(z.object({ id: fieldId, ...described })),
      rows: whole,
      customers: whole,
      firstAtMs: whole.nullable(),
      lastAtMs: whole.nullable(),
    }),
  ),
  panels: list(attributeId),
  keyName: text,
  // Absent in catalogs of before keys had a class.
  keyPrivacy: z.enum(PRIVACY_CLASSES).optional(),
});

/** The catalog as data that JSON keeps exactly; `catalogFromJson` reads it back equal. */
export function catalogToJson(catalog: Catalog): CatalogJson {
  return {
    ...catalog,
    timeZone: catalog.timeZone.id,
    attributes: catalog.attributes.map((attribute) => ({
      ...attribute,
      ...valuesToJson(attribute),
      origin:
        attribute.origin.kind === 'source' ? attribute.origin : { kind: 'computed', spec: specToJson(attribute.origin.spec) },
    })),
    events: catalog.events.map((event) => ({
      ...event,
      fields: event.fields.map((field) => ({ ...field, ...valuesToJson(field) })),
    })),
  };
}

/**
 * The catalog of data that `catalogToJson` gave.
 * @throws SilhouetteError `lake-damaged` when the data is anything else
 */
export function catalogFromJson(data: unknown): Catalog {
  const result = catalogSchema.safeParse(data);
  if (result.success) return result.data;
  throw new SilhouetteError(
    result.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      code: 'lake-damaged',
      message: `The stored catalog cannot be read (${issue.message}); load again to write a new snapshot.`,
    })),
    { cause: result.error },
  );
}

function valuesToJson(value: Described): { values: [string, { ko: string; en: string }][] } {
  return { values: [...value.values] };
}

function specToJson(spec: ComputedSpec): z.input<typeof computedSpec> {
  return { ...spec, where: spec.where.map(filterToJson) };
}

function filterToJson(filterNode: FieldFilter): FilterJson {
  switch (filterNode.kind) {
    case 'all':
    case 'any':
      return { kind: filterNode.kind, children: filterNode.children.map(filterToJson) };
    case 'not':
      return { kind: 'not', child: filterToJson(filterNode.child) };
    case 'field': {
      if (filterNode.test.kind === 'exists') return { ...filterNode, test: filterNode.test };
      const comparisons = filterNode.test.comparisons.map((one): ComparisonJson => {
        if (one.op === 'containsAny') return one;
        return one.op === 'in'
          ? { op: 'in', values: one.values.map(literalToJson) }
          : { op: one.op, value: literalToJson(one.value) };
      });
      return { kind: 'field', field: filterNode.field, test: { kind: 'compare', comparisons } };
    }
  }
}

function literalToJson(value: Literal): LiteralJson {
  return value.type === 'number' ? { type: 'number', value: formatDecimal(value.value) } : value;
}

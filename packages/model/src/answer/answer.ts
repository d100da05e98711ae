import { z } from 'zod';
import { PRIVACY_CLASSES } from '../access/privacy-class.ts';

/** Shapes of answers (section 5 of the contracts): one source for types, validation and OpenAPI. */

const label = z.object({ ko: z.string(), en: z.string() });
const count = z.number().int().nonnegative();
const ratio = z.number().nullable();

/** Something the reader must know about an answer. */
export const noteSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** The facts of the message, for programs that word it themselves. */
  details: z.record(z.string(), z.unknown()).optional(),
});
/** One value of a category panel; `value` is a string also for booleans. */
export const panelValueSchema = z.object({
  value: z.string(),
  label: z.string(),
  /** Names of the value in both languages, where they differ. */
  labels: label.optional(),
  count,
  share: ratio,
  baseCount: count,
  baseShare: ratio,
  ratio,
});
/** Panel of a category, boolean or tags attribute. */
export const categoryPanelSchema = z.object({
  attribute: z.string(),
  type: z.enum(['category', 'boolean', 'tags']),
  present: count,
  missing: count,
  basePresent: count,
  values: z.array(panelValueSchema),
  other: count,
  otherBase: count,
});
/** One bin, [from, to); null = open. */
export const binSchema = z.object({ from: z.string().nullable(), to: z.string().nullable(), count, baseCount: count });
/** Panel of a number: exact decimals as strings, `mean` a double. */
export const numberPanelSchema = z.object({
  attribute: z.string(),
  type: z.literal('number'),
  present: count,
  missing: count,
  basePresent: count,
  /** Null for who is told rounded numbers, as are mean, min, median and max. */
  sum: z.string().nullable(),
  mean: ratio,
  min: z.string().nullable(),
  median: z.string().nullable(),
  max: z.string().nullable(),
  histogram: z.array(binSchema),
});
/** Panel of a date or datetime; bins are local days. */
export const datePanelSchema = z.object({
  attribute: z.string(),
  type: z.enum(['date', 'datetime']),
  present: count,
  missing: count,
  basePresent: count,
  min: z.string().nullable(),
  median: z.string().nullable(),
  max: z.string().nullable(),
  histogram: z.array(binSchema),
});
/** Panel of a text: how many have one. */
export const textPanelSchema = z.object({
  attribute: z.string(),
  type: z.literal('text'),
  present: count,
  missing: count,
  basePresent: count,
});
/** Any panel. */
export const panelSchema = z.discriminatedUnion('type', [
  categoryPanelSchema,
  numberPanelSchema,
  datePanelSchema,
  textPanelSchema,
]);

/** What every answer about an audience carries. */
export const provenanceSchema = z.object({
  asOf: z.string(),
  snapshot: z.string(),
  definition: z.string(),
  engine: z.string(),
  elapsedMs: z.number(),
  /** Saved audiences that the definition refers to, with the versions used; absent when none. */
  audiences: z.array(z.object({ id: z.string(), version: z.number().int() })).optional(),
});

/** Answer of `explore`. */
export const exploreAnswerSchema = provenanceSchema.extend({
  count,
  base: count,
  share: ratio,
  panels: z.array(panelSchema),
  sentence: label,
  notes: z.array(noteSchema),
});

/** One condition of the waterfall, in the order of the definition. */
export const waterfallStepSchema = z.object({
  /** Place in the definition, as in error paths. */
  path: z.string(),
  sentence: label,
  /** Customers this condition alone lets through. */
  alone: count,
  /** Customers left after this and all steps before it. */
  remaining: count,
});
/** One condition inside of a group that is a step of the waterfall, or inside of a group in that. */
export const nestedStepSchema = waterfallStepSchema.extend({
  /** How it joins those before it in its group. */
  join: z.enum(['all', 'any']),
  /** Whether it stands under an odd number of `not`: whom it finds is then taken out. */
  excluded: z.boolean(),
  /**
   * Of the customers whom its group chooses among: where all hold those left after this and all before it in the group,
   * where any holds those whom this or one before it finds. The last of a group is what the group itself comes to.
   */
  remaining: count,
});
/** Answer of `explain`. */
export const explainAnswerSchema = provenanceSchema.extend({
  count,
  base: count,
  sentence: label,
  canonical: z.unknown(),
  waterfall: z.array(waterfallStepSchema),
  /** The conditions inside of groups, in the order of the definition; null where there are more than 200. */
  nested: z.array(nestedStepSchema).nullable(),
  sql: z.object({ text: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  notes: z.array(noteSchema),
});

/** A value of a member row: exact decimals, dates and instants as text; tags as a list; missing null. */
export const memberValueSchema = z.union([z.string(), z.boolean(), z.array(z.string()), z.null()]);
/** A page of members. */
export const membersAnswerSchema = provenanceSchema.extend({
  /** On the first page only. */
  count: count.optional(),
  key: z.string(),
  attributes: z.array(z.string()),
  members: z.array(z.object({ key: z.string(), attributes: z.record(z.string(), memberValueSchema) })),
  cursor: z.string().nullable(),
  notes: z.array(noteSchema),
});

/** What a group would be with each of some conditions as well. */
export const lookAheadAnswerSchema = provenanceSchema.extend({
  count,
  base: count,
  /** In the order of the conditions asked about. */
  counts: z.array(count),
});

/** An attribute or field in the catalog answer. */
const describedShape = {
  id: z.string(),
  type: z.enum(['boolean', 'category', 'date', 'datetime', 'number', 'tags', 'text']),
  label,
  description: label.nullable(),
  decimals: z.number().int(),
  unit: z.string().nullable(),
  order: z.array(z.string()).nullable(),
  synonyms: z.array(z.string()),
  pii: z.boolean(),
  /** How private it is; conditions on what who asks may not see are refused as if it were not there. */
  privacy: z.enum(PRIVACY_CLASSES),
  hidden: z.boolean(),
  /** Null, as all figures of a column, where who asks may not know of all customers and it is not counted for theirs alone. */
  present: count.nullable(),
  missing: count.nullable(),
  distinct: count.nullable(),
  min: z.string().nullable(),
  max: z.string().nullable(),
};
export const catalogAttributeSchema = z.object({
  ...describedShape,
  group: z.string(),
  origin: z.enum(['source', 'computed']),
  column: z.string().nullable(),
  /** Of a computed attribute: the event it is computed from. */
  event: z.string().optional(),
});
export const catalogFieldSchema = z.object(describedShape);
export const catalogEventSchema = z.object({
  id: z.string(),
  label,
  description: label.nullable(),
  synonyms: z.array(z.string()),
  hidden: z.boolean(),
  hasOccasion: z.boolean(),
  fields: z.array(catalogFieldSchema),
  rows: count.nullable(),
  customers: count.nullable(),
  first: z.string().nullable(),
  last: z.string().nullable(),
});
/** Answer of `GET /api/catalog`. */
export const catalogAnswerSchema = z.object({
  name: z.string(),
  timeZone: z.string(),
  currency: z.string().nullable(),
  key: z.string(),
  /** How private customer keys are: personal ones are pseudonyms to whom personal values are masked. */
  keyPrivacy: z.enum(PRIVACY_CLASSES),
  attributes: z.array(catalogAttributeSchema),
  events: z.array(catalogEventSchema),
  panels: z.array(z.string()),
  snapshot: z.string(),
  asOf: z.string(),
  base: count,
  /** True while edits of the catalog cannot be read: the words are those of the catalog file. */
  editsMissing: z.boolean().optional(),
});
/** Answer of `GET /api/values`: values of an attribute or event field that a text finds, whole before in words, each largest first. */
export const valuesAnswerSchema = z.object({
  values: z.array(
    z.object({
      /** Attribute id, or event and field. */
      attribute: z.string().nullable(),
      event: z.string().nullable(),
      field: z.string().nullable(),
      value: z.string(),
      label,
      count,
    }),
  ),
  /** Whether more values matched than are listed. */
  more: z.boolean(),
});
/**
 * Answer of `GET /api/catalog/rows`: the rows of an event over time, or the values of a field of them. Numbers are of rows; all null
 * and no bins where who asks may not know them.
 */
export const catalogRowsAnswerSchema = z.object({
  snapshot: z.string(),
  /** Rows (with a value of the field). */
  rows: count.nullable(),
  /** Instants of the first and the last of them; null without any. */
  first: z.string().nullable(),
  last: z.string().nullable(),
  /** Of numbers, dates and instants; of an event its rows by local day. Bins are [from, to), null = open; empty for other types. */
  histogram: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), count })),
});
/** Answer of `GET /api/snapshot`. */
export const snapshotAnswerSchema = z.object({
  snapshot: z.string(),
  asOf: z.string(),
  createdAt: z.string(),
  base: count,
  kept: z.array(z.string()),
  /** What the load saw; null to who may not know of everything, and without examples of values unless a purpose is told. */
  report: z.unknown(),
});

export type Note = z.infer<typeof noteSchema>;
export type Panel = z.infer<typeof panelSchema>;
export type CategoryPanel = z.infer<typeof categoryPanelSchema>;
export type NumberPanel = z.infer<typeof numberPanelSchema>;
export type DatePanel = z.infer<typeof datePanelSchema>;
export type TextPanel = z.infer<typeof textPanelSchema>;
export type PanelBin = z.infer<typeof binSchema>;
export type PanelValue = z.infer<typeof panelValueSchema>;
export type ExploreAnswer = z.infer<typeof exploreAnswerSchema>;
export type ExplainAnswer = z.infer<typeof explainAnswerSchema>;
export type WaterfallStep = z.infer<typeof waterfallStepSchema>;
/** A condition inside of a group, in an explanation. */
export type NestedStep = z.infer<typeof nestedStepSchema>;
export type MemberValue = z.infer<typeof memberValueSchema>;
export type MembersAnswer = z.infer<typeof membersAnswerSchema>;
export type LookAheadAnswer = z.infer<typeof lookAheadAnswerSchema>;
export type CatalogAnswer = z.infer<typeof catalogAnswerSchema>;
export type CatalogAttribute = z.infer<typeof catalogAttributeSchema>;
export type CatalogEvent = z.infer<typeof catalogEventSchema>;
export type CatalogField = z.infer<typeof catalogFieldSchema>;
export type ValuesAnswer = z.infer<typeof valuesAnswerSchema>;
export type CatalogRowsAnswer = z.infer<typeof catalogRowsAnswerSchema>;
export type SnapshotAnswer = z.infer<typeof snapshotAnswerSchema>;

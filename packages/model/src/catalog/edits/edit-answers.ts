import { z } from 'zod';
import { WORD_PROPERTIES } from './catalog-edit.ts';

/** Shapes of edits of the catalog (section 7 of the contracts): one source for types, validation and OpenAPI. */

/** Most characters of what people write in a catalog, and most items of its lists. */
export const WORD_LIMITS = { label: 200, description: 2000, group: 100, synonym: 100, synonyms: 100, values: 10_000 } as const;

const label = z.object({ ko: z.string(), en: z.string() });
const version = z.number().int().nonnegative();

/** An attribute, an event, or a field of an event. */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attribute'), attribute: z.string() }),
  z.object({ kind: z.literal('event'), event: z.string() }),
  z.object({ kind: z.literal('field'), event: z.string(), field: z.string() }),
]);

/** What is said of a subject, but for the names of values (`GET /api/values` lists those). */
export const wordsSchema = z.object({
  label,
  description: label.nullable(),
  /** Null for events and fields. */
  group: z.string().nullable(),
  synonyms: z.array(z.string()),
});

const namedValue = z.object({ value: z.string(), label });

/** An edit's property and value, as {@link WordEdit} has them. */
const wordEdit = z.discriminatedUnion('property', [
  z.object({ property: z.literal('label'), value: label }),
  z.object({ property: z.literal('description'), value: label.nullable() }),
  z.object({ property: z.literal('group'), value: z.string() }),
  z.object({ property: z.literal('synonyms'), value: z.array(z.string()) }),
  z.object({ property: z.literal('values'), value: z.array(namedValue) }),
]);

const made = { editedAt: z.string(), editedBy: z.string() };

/**
 * How an edit stands: `needed`: the file says otherwise; `waiting`: it is written into the file, which has not been loaded
 * since; `orphaned`: the snapshot has no such subject.
 */
export const EDIT_STATES = ['needed', 'waiting', 'orphaned'] as const;

/** Answer of `GET /api/catalog/entry`: one entry with its edits. */
export const catalogEntrySchema = z.object({
  subject: subjectSchema,
  /** Of the last change; 0 before the first. The `ETag`. */
  version,
  /** As they stand; null for an entry that the snapshot does not have. */
  words: wordsSchema.nullable(),
  /** Without the entry's own edits: what the loaded file says. */
  fileWords: wordsSchema.nullable(),
  /** Values whose names are edited; `fileLabel` is the name without the edit. */
  values: z.array(namedValue.extend({ fileLabel: label })),
  edits: z.array(z.object({ property: z.enum(WORD_PROPERTIES), state: z.enum(EDIT_STATES), ...made })),
  /** Newest first. `value` null: back to what the file says. `by` `file`: the file says it now, so the edit was dropped. */
  history: z.array(
    z.object({
      version,
      property: z.enum(WORD_PROPERTIES),
      value: z.unknown(),
      by: z.enum(['person', 'file']),
      ...made,
    }),
  ),
  /** Where the values come from; null for events, and for an entry that the snapshot does not have. */
  source: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('column'), column: z.string().nullable(), sql: z.string().nullable() }),
      /** `how` says it in words, whatever the attribute is called. */
      z.object({ kind: z.literal('computed'), event: z.string(), field: z.string().nullable(), how: label }),
    ])
    .nullable(),
  /**
   * Saved audiences whose newest definition it decides about. `through` null: named there itself; else the attributes computed
   * from it that are, and the audiences inside that use it.
   */
  usedBy: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      through: z.object({ attributes: z.array(z.string()), audiences: z.array(z.string()) }).nullable(),
    }),
  ),
});

/** Answer of `GET /api/catalog/edits`: every edit in effect, and those whose subjects are gone. */
export const catalogEditsSchema = z.object({
  edits: z.array(z.intersection(wordEdit, z.object({ subject: subjectSchema, version, state: z.enum(EDIT_STATES), ...made }))),
});

const labelChange = z.strictObject({ ko: z.string(), en: z.string() }).nullable().optional();
/** Body of `PUT /api/catalog/entry`: what is left out stays as it is, null goes back to what the file says. */
export const catalogChangeSchema = z.strictObject({
  label: labelChange,
  /** Both languages empty: none. */
  description: labelChange,
  group: z.string().max(WORD_LIMITS.group).nullable().optional(),
  synonyms: z.array(z.string().max(WORD_LIMITS.synonym)).max(WORD_LIMITS.synonyms).nullable().optional(),
  /** Names of some values; the others keep theirs. A null label goes back to the file's. */
  values: z
    .array(z.strictObject({ value: z.string(), label: z.strictObject({ ko: z.string(), en: z.string() }).nullable() }))
    .max(WORD_LIMITS.values)
    .nullable()
    .optional(),
});

/** Body of `POST /api/catalog/file`: nothing: a preview; the preview's hash: it is written. */
export const catalogFileRequestSchema = z.strictObject({ hash: z.string().nullable().optional() });

/** Answer of `POST /api/catalog/file`. */
export const catalogFileAnswerSchema = z.object({
  /** Name of the file. */
  file: z.string(),
  /** Of the file as it stands and as it would be; send it back to write exactly this. */
  hash: z.string(),
  /** Unified diff; empty when nothing changes. */
  diff: z.string(),
  isWritten: z.boolean(),
  written: z.array(z.object({ subject: subjectSchema, property: z.enum(WORD_PROPERTIES) })),
  /** Edits that the file has no place for: they stay in effect. */
  unwritten: z.array(
    z.object({ subject: subjectSchema, property: z.enum(WORD_PROPERTIES), reason: z.enum(['standard', 'gone']) }),
  ),
});

export type CatalogWords = z.infer<typeof wordsSchema>;
export type CatalogEntryAnswer = z.infer<typeof catalogEntrySchema>;
export type CatalogEditsAnswer = z.infer<typeof catalogEditsSchema>;
export type CatalogChange = z.infer<typeof catalogChangeSchema>;
export type CatalogFileAnswer = z.infer<typeof catalogFileAnswerSchema>;
/** One of {@link EDIT_STATES}. */
export type ShownEditState = (typeof EDIT_STATES)[number];

import { z } from 'zod';
import { MAX_AUDIENCE_ID_LENGTH } from './audience-id.ts';
import { AUDIENCE_LIMITS } from './audience-limits.ts';

/** Shapes of saved audiences (section 7 of the contracts): one source for types, validation and OpenAPI. */

const count = z.number().int().nonnegative();
const label = z.object({ ko: z.string(), en: z.string() });
const text = (most: number) => z.string().min(1).max(most);

/** How many customers matched, when and on what. */
export const sizeAtSaveSchema = z.object({
  count,
  /** Everyone at that snapshot and as-of. */
  base: count,
  snapshot: z.string(),
  /** ISO instant. */
  asOf: z.string(),
});

/** What a catalog says of a definition: its sentence, or everything that no longer fits (then the sentence is null). */
const readShape = {
  sentence: label.nullable(),
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
};

/** When and by whom an audience was deleted. */
const deletionSchema = z.object({ at: z.string(), by: z.string() });

const versionShape = {
  id: z.string(),
  /** 1 is the first; every change makes the next one. */
  version: z.number().int().positive(),
  name: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  /** As written; numbers that a float cannot hold exactly as decimal text. Null when it is not for who asks (`definition-hidden`). */
  definition: z.unknown(),
  /** Hash of the canonical form when it was saved, audiences inside written out. Null when the definition is hidden. */
  hash: z.string().nullable(),
  /** Size when this version was saved; of one that changed nothing but names, of the version before. */
  /** Null for who may not know of all customers, or of small groups: they ask for it. */
  size: sizeAtSaveSchema.nullable(),
  /** What was said about the change. */
  note: z.string().nullable(),
};

/** A saved audience: its newest version, what it means by the current catalog, who made it. */
export const savedAudienceSchema = z.object({
  ...versionShape,
  ...readShape,
  createdAt: z.string(),
  createdBy: z.string(),
  /** When and by whom the newest version was saved. */
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** Null: it is not deleted. */
  deleted: deletionSchema.nullable(),
});

/** One version of a saved audience. */
export const audienceVersionSchema = z.object({
  ...versionShape,
  ...readShape,
  savedAt: z.string(),
  savedBy: z.string(),
});

/** Answer of `GET /api/audiences`: a page. */
export const audienceListSchema = z.object({
  audiences: z.array(savedAudienceSchema),
  /** How many fit, on all pages. */
  total: count,
  /** Goes on after this page, with the same search, tag and order; null: there is no more. */
  cursor: z.string().nullable(),
  /** Every tag in use, by how many audiences, most first; of all audiences, whatever was searched. */
  tags: z.array(z.object({ tag: z.string(), count })),
  /** Everyone who made one, by how many, most first; likewise. */
  owners: z.array(z.object({ owner: z.string(), count })),
});

/** Answer of `GET /api/audiences/{id}/versions`: newest first; those of a deleted audience, too. */
export const audienceVersionsSchema = z.object({
  versions: z.array(audienceVersionSchema),
  /** Null: it is not deleted. */
  deleted: deletionSchema.nullable(),
});

/** Answer of `GET /api/audiences/{id}/used-by`. */
export const audienceUsesSchema = z.object({
  usedBy: z.array(
    z.object({
      id: z.string(),
      version: z.number().int(),
      name: z.string(),
      /** The older versions that it asks for by number, in which the reference stands; empty when it stands in its own. */
      through: z.array(z.object({ id: z.string(), version: z.number().int() })),
    }),
  ),
});

const changeableShape = {
  name: text(AUDIENCE_LIMITS.name),
  description: z.string().max(AUDIENCE_LIMITS.description).nullable().optional(),
  tags: z.array(text(AUDIENCE_LIMITS.tag)).max(AUDIENCE_LIMITS.tags).optional(),
  definition: z.record(z.string(), z.unknown()),
  note: z.string().max(AUDIENCE_LIMITS.note).nullable().optional(),
};

/** Body of `POST /api/audiences`; without an id one is made of the name. */
export const newAudienceSchema = z.strictObject({
  id: text(MAX_AUDIENCE_ID_LENGTH).nullable().optional(),
  ...changeableShape,
});

/** Body of `PUT /api/audiences/{id}`: what is left out stays as it is, a null empties it. */
export const audienceChangeSchema = z.strictObject(changeableShape).partial();

/** Body of `POST /api/audiences/{id}/restore`, which may be left out: the version to go back to (the last), and what is said about it. */
export const audienceRestoreSchema = z.strictObject({
  version: z.number().int().positive().nullable().optional(),
  note: changeableShape.note,
});

/** What a request is told whose key was used by another one: what that one saved (in the problem document, as `saved`). */
export const savedUnderKeySchema = z.object({ id: z.string(), version: z.number().int() });

/** What a refused change is told about the version that stands (in the problem document, as `current`). */
export const currentVersionSchema = z.object({ version: z.number().int(), savedBy: z.string(), savedAt: z.string() });

/** Orders of a list of audiences: newest change first, newest first, by name, by who made them, largest (when saved) first. */
export const AUDIENCE_ORDERS = ['updated', 'created', 'name', 'owner', 'size'] as const;

export type AudienceOrder = (typeof AUDIENCE_ORDERS)[number];
export type SizeAtSave = z.infer<typeof sizeAtSaveSchema>;
export type SavedAudience = z.infer<typeof savedAudienceSchema>;
export type AudienceVersion = z.infer<typeof audienceVersionSchema>;
export type AudienceList = z.infer<typeof audienceListSchema>;
export type AudienceVersions = z.infer<typeof audienceVersionsSchema>;
export type AudienceUses = z.infer<typeof audienceUsesSchema>;
export type SavedUnderKey = z.infer<typeof savedUnderKeySchema>;
export type CurrentVersion = z.infer<typeof currentVersionSchema>;

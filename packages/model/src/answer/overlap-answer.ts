import { z } from 'zod';
import { noteSchema, provenanceSchema } from './answer.ts';
import { traitSchema } from './portrait-answer.ts';

const label = z.object({ ko: z.string(), en: z.string() });
const count = z.number().int().nonnegative();
const share = z.number().nullable();
/** A definition as sent, ready to be asked about; numbers as decimal text. */
const definition = z.record(z.string(), z.unknown());

/** One of the audiences asked about, in their order. */
const overlapAudienceSchema = z.object({
  count,
  /** `count` / `base`. */
  share,
  sentence: label,
  /** Hash of its canonical form. */
  definition: z.string(),
  /** Saved audiences that it refers to, with the versions used; absent when none. */
  audiences: z.array(z.object({ id: z.string(), version: z.number().int() })).optional(),
});

/** Two of the audiences, by their places from 0. */
const overlapPairSchema = z.object({
  first: count,
  second: count,
  /** Customers in both, and in at least one. */
  both: count,
  either: count,
  /** Jaccard: `both` / `either`; null when nobody is in either. */
  jaccard: share,
});

/** Customers who are in exactly these audiences and in none of the others. */
export const overlapRegionSchema = z.object({
  /** Places of the audiences, ascending. */
  in: z.array(count),
  out: z.array(count),
  count,
  /** `count` / the union's count. */
  share,
  /** The definition that explores it; null where the definitions are too long to be repeated (a note says so). */
  audience: definition.nullable(),
  /** What sets it apart from the union, when asked for and somebody is in it. */
  portrait: z
    .object({
      /** Telling attributes in all. */
      telling: count,
      traits: z.array(traitSchema),
      notes: z.array(noteSchema),
    })
    .optional(),
});

/** Answer of `overlap`: who is in which of two to five audiences. */
export const overlapAnswerSchema = provenanceSchema.omit({ definition: true, audiences: true }).extend({
  base: count,
  audiences: z.array(overlapAudienceSchema),
  union: z.object({ count, share, audience: definition.nullable() }),
  pairs: z.array(overlapPairSchema),
  /** All combinations, empty ones too: those in fewest audiences first, then in the order of the audiences. */
  regions: z.array(overlapRegionSchema),
  notes: z.array(noteSchema),
});

export type OverlapRegion = z.infer<typeof overlapRegionSchema>;
export type OverlapAnswer = z.infer<typeof overlapAnswerSchema>;

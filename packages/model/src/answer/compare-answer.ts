import { z } from 'zod';
import { noteSchema, provenanceSchema } from './answer.ts';

const label = z.object({ ko: z.string(), en: z.string() });
const count = z.number().int().nonnegative();

const sideSchema = z.object({
  count,
  /** `count` / `base`. */
  share: z.number().nullable(),
  sentence: label,
  /** Hash of its canonical form. */
  definition: z.string(),
  /** Saved audiences that it refers to, with the versions used; absent when none. */
  audiences: z.array(z.object({ id: z.string(), version: z.number().int() })).optional(),
});

const movedSchema = z.object({
  count,
  /** The definition that explores them; numbers as decimal text. */
  audience: z.record(z.string(), z.unknown()),
});

/** One difference of two definitions. */
export const definitionDifferenceSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  /** Place in the definition before, as in error paths; null when added. */
  beforePath: z.string().nullable(),
  /** Place in the definition after; null when removed. */
  afterPath: z.string().nullable(),
  sentence: label,
});

/** Answer of `compare`: two versions of a definition, in people and in conditions. */
export const compareAnswerSchema = provenanceSchema.omit({ definition: true, audiences: true }).extend({
  base: count,
  before: sideSchema,
  after: sideSchema,
  /** In after and not in before. */
  gained: movedSchema,
  /** In before and not in after. */
  lost: movedSchema,
  /** In both. */
  kept: movedSchema,
  /** The first differences, in the order of the definitions; empty where both say the same. */
  differences: z.array(definitionDifferenceSchema),
  /** Differences that are not listed. */
  moreDifferences: count,
  notes: z.array(noteSchema),
});

export type CompareAnswer = z.infer<typeof compareAnswerSchema>;

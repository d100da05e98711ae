import { z } from 'zod';
import { memberValueSchema, noteSchema, provenanceSchema } from './answer.ts';

const label = z.object({ ko: z.string(), en: z.string() });
const count = z.number().int().nonnegative();

/** A node of the definition, judged for one customer. Saved audiences stand replaced by their definitions. */
export const whyNodeSchema = z.object({
  /** Place in the definition, as in error paths. */
  path: z.string(),
  /** Place of the group above it in the list of nodes; null for the whole. */
  parent: count.nullable(),
  kind: z.enum(['all', 'any', 'not', 'attribute', 'event', 'sequence', 'customers']),
  holds: z.boolean(),
  /** Of conditions only: all that follows. */
  sentence: label.optional(),
  /**
   * The customer's own: the attribute's value, or what the event condition measures (an average rounded down to its 6th decimal);
   * null when missing. Absent for sequences and lists of keys.
   */
  value: memberValueSchema.optional(),
  /** Whether `value` is all of it. */
  exact: z.boolean().optional(),
  /** The value in words. */
  shown: label.optional(),
  /** Of event conditions: matching rows. */
  rows: count.optional(),
  /** Their occasions; null where the event has none. */
  occasions: count.nullable().optional(),
});

/** What a condition needs for its verdict to change. */
export const whyNeedSchema = z.discriminatedUnion('kind', [
  /** The value moved by `by` to `to`, exact decimals; `open`: past `to` rather than to it. */
  z.object({ kind: z.literal('number'), by: z.string(), to: z.string(), open: z.boolean(), unit: z.string().nullable() }),
  /** The date moved by so many days (negative: earlier). */
  z.object({ kind: z.literal('days'), by: z.number().int(), to: z.string() }),
  /** The time moved to an instant. */
  z.object({ kind: z.literal('time'), to: z.string() }),
  /** Just the condition: it has no distance, or there is no value to measure one from. */
  z.object({ kind: z.literal('condition') }),
  /** No value meets the condition (or fails it). */
  z.object({ kind: z.literal('impossible') }),
]);

/** Answer of `why`: why one customer is in a group or is not, and the smallest change that would make it otherwise. */
export const whyAnswerSchema = provenanceSchema.extend({
  customer: z.string(),
  /** Whether the snapshot has this key. */
  known: z.boolean(),
  /** Whether the customer is in the base at the as-of. */
  inBase: z.boolean(),
  member: z.boolean(),
  sentence: label,
  /** The tree in its order; none for an unknown key. */
  nodes: z.array(whyNodeSchema),
  /** The fewest conditions whose verdicts have to change, ties in the order of the tree; null where no condition can change it. */
  flip: z
    .object({
      /** What the customer becomes: a member or not. */
      member: z.boolean(),
      leaves: z.array(
        z.object({
          /** Place in `nodes`. */
          node: count,
          path: z.string(),
          /** The verdict it has to have. */
          holds: z.boolean(),
          need: whyNeedSchema,
          sentence: label,
        }),
      ),
    })
    .nullable(),
  notes: z.array(noteSchema),
});

export type WhyNode = z.infer<typeof whyNodeSchema>;
export type WhyNeed = z.infer<typeof whyNeedSchema>;
export type WhyAnswer = z.infer<typeof whyAnswerSchema>;

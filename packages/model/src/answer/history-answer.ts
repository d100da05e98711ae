import { z } from 'zod';
import { noteSchema, provenanceSchema } from './answer.ts';

const label = z.object({ ko: z.string(), en: z.string() });
const count = z.number().int().nonnegative();

/** The size of a group at one as-of. */
export const historyPointSchema = z.object({
  /** Exclusive end, an instant in UTC: the first instant of a month, for the last point the as-of asked for. */
  asOf: z.string(),
  /** The last local day that counts, `yyyy-mm-dd`. */
  lastDay: z.string(),
  count,
  base: count,
  /** `count` / `base`. */
  share: z.number().nullable(),
});

/** Answer of `history`: the size at the end of each of the past months, oldest first, and at the as-of asked for. */
export const historyAnswerSchema = provenanceSchema.extend({
  sentence: label,
  points: z.array(historyPointSchema),
  notes: z.array(noteSchema),
});

export type HistoryPoint = z.infer<typeof historyPointSchema>;
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;

import { z } from 'zod';
import { noteSchema, provenanceSchema } from './answer.ts';

const label = z.object({ ko: z.string(), en: z.string() });
const count = z.number().int().nonnegative();
const share = z.number().nullable();

/** A part of an attribute: a value, a range [from, to) (null = open; decimals or `yyyy-mm-dd`), or who has a value at all. */
export const traitPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.string(), label }),
  z.object({ kind: z.literal('range'), from: z.string().nullable(), to: z.string().nullable() }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('present') }),
]);

/** What every line about an attribute says. Shares are unrounded doubles, of `of` and `versusOf`; a division by 0 is null. */
const lineShape = {
  attribute: z.string(),
  label,
  /** The part in words, as a condition: `Region is Seoul`. */
  says: label,
  part: traitPartSchema,
  count,
  /** The group; its customers with a value where the part is one of values, as in panels. */
  of: count,
  share,
  versusCount: count,
  versusOf: count,
  versusShare: share,
  /** `share` / `versusShare`. */
  ratio: share,
  /** 100 × (`share` - `versusShare`): percentage points. */
  differencePoints: share,
};

/** An attribute that says the same as the trait it is folded under. */
export const alikeTraitSchema = z.object({
  ...lineShape,
  /** `window`: the same measure over another window; `customers`: nearly the same customers. */
  because: z.enum(['window', 'customers']),
  /** How far both parts are the same customers of the base, -1 to 1; null for `window`, where it was not asked. */
  phi: z.number().nullable(),
  condition: z.record(z.string(), z.unknown()),
});

/** One attribute of a portrait. */
export const traitSchema = z.object({
  ...lineShape,
  type: z.enum(['boolean', 'category', 'date', 'datetime', 'number', 'tags', 'text']),
  effect: z.object({
    /** Of the part: Cohen's h, positive where the group has more of it. */
    cohensH: z.number(),
    /** Of the whole attribute, 0-1. */
    cramersV: z.number(),
    size: z.enum(['negligible', 'small', 'medium', 'large']),
  }),
  test: z.enum(['chi-squared', 'exact']),
  /** May be 0 where a double holds it no more; `log10P` is finite. */
  pValue: z.number(),
  log10P: z.number(),
  /** After the false-discovery correction over all questions of this portrait. */
  adjustedP: z.number(),
  log10AdjustedP: z.number(),
  /** Whether it is beyond chance and large enough to tell. */
  telling: z.boolean(),
  sentence: label,
  /** The part as a definition. */
  condition: z.record(z.string(), z.unknown()),
  alike: z.array(alikeTraitSchema),
  /** Why it tells nothing new; absent on ranked traits. */
  given: z
    .object({
      /** Whose definition: the group's, or that of the group compared with. */
      by: z.enum(['group', 'versus']),
      /** `named` there, computed from the `same-event`, or nearly the `same-customers` as the group. */
      because: z.enum(['named', 'same-event', 'same-customers']),
    })
    .optional(),
});

/** Answer of `portrait`: what sets a group apart. */
export const portraitAnswerSchema = provenanceSchema.extend({
  count,
  base: count,
  share,
  versus: z.object({
    kind: z.enum(['everyone', 'rest', 'audience']),
    count,
    /** Customers in both groups. */
    bothCount: count,
    /** Of an audience only. */
    sentence: label.optional(),
    definition: z.string().optional(),
  }),
  sentence: label,
  /** Attributes compared, and the questions asked about them. */
  tested: count,
  questions: count,
  /** Attributes that are telling and not given; those that are folded or beyond `top` too. */
  telling: count,
  /** Most telling first. */
  traits: z.array(traitSchema),
  /** Attributes that the definitions ask about: not ranked. */
  given: z.array(traitSchema),
  notes: z.array(noteSchema),
});

export type TraitPart = z.infer<typeof traitPartSchema>;
export type AlikeTrait = z.infer<typeof alikeTraitSchema>;
export type Trait = z.infer<typeof traitSchema>;
export type PortraitAnswer = z.infer<typeof portraitAnswerSchema>;

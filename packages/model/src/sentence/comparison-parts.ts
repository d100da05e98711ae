import { assertNever } from '../assert-never.ts';
import type { Comparison, Literal } from '../predicate/predicate.ts';
import { formatDecimal } from '../value/decimal.ts';

/** Comparisons as people say them: both ends of a range together. */
export type ComparisonPart =
  | { readonly kind: 'values'; readonly values: readonly Literal[] }
  | { readonly kind: 'range'; readonly lower: Bound | null; readonly upper: Bound | null }
  | { readonly kind: 'tags'; readonly tags: readonly string[] };

/** One end of a range. */
export interface Bound {
  readonly value: Literal;
  readonly isIncluded: boolean;
}

/** The parts of comparisons that all hold, values before ranges; local days are always told with the day included. */
export function splitComparisons(comparisons: readonly Comparison[]): readonly ComparisonPart[] {
  const parts: ComparisonPart[] = [];
  const lowers: Bound[] = [];
  const uppers: Bound[] = [];
  for (const comparison of comparisons) {
    switch (comparison.op) {
      case 'in':
        parts.push({ kind: 'values', values: dropRepeated(comparison.values) });
        break;
      case 'containsAny':
        parts.push({ kind: 'tags', tags: [...new Set(comparison.values)] });
        break;
      case 'gt':
        lowers.push(includeDay({ value: comparison.value, isIncluded: false }, 1));
        break;
      case 'gte':
        lowers.push({ value: comparison.value, isIncluded: true });
        break;
      case 'lt':
        uppers.push(includeDay({ value: comparison.value, isIncluded: false }, -1));
        break;
      case 'lte':
        uppers.push({ value: comparison.value, isIncluded: true });
        break;
      default:
        assertNever(comparison);
    }
  }
  for (let index = 0; index < Math.max(lowers.length, uppers.length); index += 1) {
    parts.push({ kind: 'range', lower: lowers[index] ?? null, upper: uppers[index] ?? null });
  }
  return parts;
}

/** Each value once: how many there are is told. */
function dropRepeated(values: readonly Literal[]): readonly Literal[] {
  return [...new Map(values.map((value) => [literalKey(value), value])).values()];
}

function literalKey(literal: Literal): string {
  switch (literal.type) {
    case 'number':
      return formatDecimal(literal.value);
    case 'date':
      return `day ${literal.day}`;
    case 'instant':
      return `instant ${literal.atMs}`;
    case 'text':
    case 'boolean':
      return String(literal.value);
    default:
      return assertNever(literal);
  }
}

/** After a day is from the next day on, before a day is to the day before: plain in both languages. */
function includeDay(bound: Bound, step: number): Bound {
  return bound.value.type === 'date' ? { value: { type: 'date', day: bound.value.day + step }, isIncluded: true } : bound;
}

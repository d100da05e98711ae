import type { Json, JsonObject } from '../definition/to-definition.ts';

/** Lists whose order and repetitions say nothing. */
const SETS = ['in', 'containsAny', 'customers'];

/**
 * A definition as a text that is the same for the ways in which the page may write one thing: `eq` and `in` of one value,
 * keys and listed values in any order. Different texts may still mean the same; equal ones always do.
 */
export function writeComparable(definition: JsonObject): string {
  return JSON.stringify(normalise(definition));
}

function normalise(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(normalise);
  const { eq, ...rest } = value;
  const written = eq === undefined || rest.in !== undefined ? value : { ...rest, in: [eq] };
  return Object.fromEntries(
    Object.entries(written)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, SETS.includes(key) && isList(inner) ? sortSet(inner) : normalise(inner)]),
  );
}

function sortSet(values: readonly Json[]): readonly Json[] {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  return [...texts].sort();
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

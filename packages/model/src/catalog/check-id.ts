import type { Place } from './place.ts';

const MAX_ID_LENGTH = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** What keeps a text from being an id (of an attribute, event, field, source or view), or null when it is one. */
export function describeIdProblem(id: string): string | null {
  if (id.trim() === '') return 'An id must not be empty.';
  if (id.startsWith('_')) return `"${id}" begins with "_", which is kept for Silhouette's own columns; choose another id.`;
  if (id.length > MAX_ID_LENGTH) return `An id has at most ${MAX_ID_LENGTH} characters; this one has ${id.length}.`;
  if (CONTROL.test(id)) return 'An id must not hold control characters (line breaks, tabs).';
  return null;
}

/** Reports an id that cannot be one; whether it is fine. */
export function checkId(id: string, place: Place): boolean {
  const problem = describeIdProblem(id);
  if (problem !== null) place.fail('invalid-value', problem);
  return problem === null;
}

import type { SavedAudience } from '@silhouette/model';
import type { JsonObject } from '../explore/definition/to-definition.ts';
import { writeComparable } from '../explore/saved/write-comparable.ts';
import { isSameTags } from './select-changes.ts';

/** What is to be saved: what is left out, or null, stays as it is. */
interface Wanted {
  readonly name?: string;
  readonly description?: string | null;
  readonly tags?: readonly string[];
  readonly definition: JsonObject | null;
  /** Empty: nothing is said about it. */
  readonly note: string;
}

/** Whether what stands has everything that is to be saved: saving it would change nothing. */
export function isAlreadySaved(wanted: Wanted, stands: SavedAudience): boolean {
  const { name = stands.name, description = stands.description, tags = stands.tags, definition, note } = wanted;
  return (
    name === stands.name &&
    description === stands.description &&
    isSameTags(tags, stands.tags) &&
    (note === '' || note === stands.note) &&
    // What was saved is a JSON object, or hidden from who looks.
    (definition === null ||
      (stands.definition !== null && writeComparable(definition) === writeComparable(stands.definition as JsonObject)))
  );
}

import {
  type AudienceId,
  type AudienceResolver,
  type FoundAudience,
  type PlainValue,
  parseAudienceId,
  parseJsonText,
} from '@silhouette/model';
import type { AudienceStore, StoredVersion } from '../store/audience-store.ts';

/** A definition that is about to become the newest version of an audience. */
export interface Candidate {
  readonly id: AudienceId | null;
  readonly version: number;
  readonly definition: PlainValue;
}

/** Finds audiences in the store, each as its text says; a candidate stands for the newest version of its audience. */
export function resolveFromStore(store: AudienceStore, candidate: Candidate | null = null): AudienceResolver {
  return async (text, version) => {
    const id = parseAudienceId(text);
    if (id === null) return null;
    if (candidate !== null && candidate.id === id && (version === null || version === candidate.version)) return candidate;
    const newest = (await store.find(id))?.newest;
    const found = version === null || version === newest?.version ? newest : await store.findVersion(id, version);
    return found === undefined || found === null ? null : readStored(found, newest);
  };
}

/** Finds newest versions among those at hand, and older ones in the store: for descriptions of many at once. */
export function resolveFromList(newest: ReadonlyMap<string, StoredVersion>, store: AudienceStore): AudienceResolver {
  return async (text, version) => {
    const found = newest.get(text);
    if (found === undefined) return null;
    if (version === null || version === found.version) return readStored(found, found);
    const older = await store.findVersion(found.id, version);
    return older === null ? null : readStored(older, found);
  };
}

/** A version, under the name that the audience has now. */
function readStored({ version, definition }: StoredVersion, newest: StoredVersion | undefined): FoundAudience {
  return { version, definition: parseJsonText(definition), ...(newest === undefined ? {} : { name: newest.name }) };
}

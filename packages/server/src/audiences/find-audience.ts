import { parseAudienceId, SilhouetteError } from '@silhouette/model';
import type { AudienceStore, StoredAudience } from '../store/audience-store.ts';

/**
 * The audience of an id that someone named. @throws SilhouetteError `not-found`, for a text that cannot be an id as well; of
 * one that was deleted it says so.
 */
export async function findAudience(store: AudienceStore, text: string): Promise<StoredAudience> {
  const found = await findKeptAudience(store, text);
  if (found.deleted === null) return found;
  const { atMs, by } = found.deleted;
  const message = `The audience "${found.newest.id}" was deleted by ${by} at ${new Date(atMs).toISOString()}; its versions can be read, and it can be restored.`;
  throw SilhouetteError.of('not-found', message);
}

/** Likewise, whether or not it was deleted. @throws SilhouetteError `not-found` */
export async function findKeptAudience(store: AudienceStore, text: string): Promise<StoredAudience> {
  const id = parseAudienceId(text);
  const found = id === null ? null : await store.findKept(id);
  if (found !== null) return found;
  const shown = JSON.stringify(text.slice(0, 80));
  throw SilhouetteError.of('not-found', `There is no saved audience ${shown}; the list of audiences shows what there is.`);
}

/** A version of an audience, which may have been deleted. @throws SilhouetteError `not-found` */
export async function findKeptVersion(store: AudienceStore, { newest }: StoredAudience, version: number) {
  const found = version === newest.version ? newest : await store.findKeptVersion(newest.id, version);
  if (found !== null) return found;
  const message = `The audience "${newest.id}" has no version ${version}; the newest is ${newest.version}.`;
  throw SilhouetteError.of('not-found', message);
}

import { parseAudienceId, SilhouetteError } from '@silhouette/model';
import type { AudienceStore, StoredAudience } from '../store/audience-store.ts';

/** The audience of an id that someone named. @throws SilhouetteError `not-found`, for a text that cannot be an id as well. */
export async function findAudience(store: AudienceStore, text: string): Promise<StoredAudience> {
  const id = parseAudienceId(text);
  const found = id === null ? null : await store.find(id);
  if (found !== null) return found;
  const shown = JSON.stringify(text.slice(0, 80));
  throw SilhouetteError.of('not-found', `There is no saved audience ${shown}; the list of audiences shows what there is.`);
}

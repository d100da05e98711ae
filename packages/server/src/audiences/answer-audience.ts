import { viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceResolver,
  type AudienceVersion,
  parseJsonText,
  type SavedAudience,
  SilhouetteError,
  toJsonData,
} from '@silhouette/model';
import type { StoredAudience, StoredVersion } from '../store/audience-store.ts';
import { type DescribedDefinition, describeDefinition } from './describe-definition.ts';

/**
 * A stored audience in its published shape, read against a catalog (or with the reason why there is none); `describe` tells
 * what its definition means where that is known already.
 */
export async function answerAudience(
  { newest, createdAtMs, createdBy, deleted }: StoredAudience,
  snapshot: Snapshot | SilhouetteError,
  resolver: AudienceResolver,
  describe: (() => Promise<DescribedDefinition>) | null = null,
): Promise<SavedAudience> {
  return {
    ...(await answerCommon(newest, snapshot, resolver, describe)),
    createdAt: new Date(createdAtMs).toISOString(),
    createdBy,
    updatedAt: new Date(newest.savedAtMs).toISOString(),
    updatedBy: newest.savedBy,
    deleted: answerDeletion(deleted),
  };
}

/** When and by whom something was deleted, in its published shape; null: it was not. */
export function answerDeletion(deleted: StoredAudience['deleted']): SavedAudience['deleted'] {
  return deleted === null ? null : { at: new Date(deleted.atMs).toISOString(), by: deleted.by };
}

/** A stored version in its published shape, likewise. */
export async function answerVersion(
  version: StoredVersion,
  snapshot: Snapshot | SilhouetteError,
  resolver: AudienceResolver,
): Promise<AudienceVersion> {
  return {
    ...(await answerCommon(version, snapshot, resolver)),
    savedAt: new Date(version.savedAtMs).toISOString(),
    savedBy: version.savedBy,
  };
}

/** Whether sizes among all customers may be told. */
export function knowsSizes(snapshot: Snapshot | SilhouetteError): boolean {
  if (snapshot instanceof SilhouetteError) return true;
  const view = viewOf(snapshot);
  return view === null || (view.scope === null && view.rounding === null);
}

async function answerCommon(
  version: StoredVersion,
  snapshot: Snapshot | SilhouetteError,
  resolver: AudienceResolver,
  describe: (() => Promise<DescribedDefinition>) | null = null,
) {
  const definition = parseJsonText(version.definition);
  const { sentence, issues } = await (describe?.() ?? describeDefinition(snapshot, definition, resolver));
  const { count, base, asOfMs } = version.size;
  return {
    id: version.id,
    version: version.version,
    name: version.name,
    description: version.description,
    tags: [...version.tags],
    definition: toJsonData(definition),
    hash: version.hash,
    // It was counted among all customers: who may not know of all of them asks anew.
    size: knowsSizes(snapshot) ? { count, base, snapshot: version.size.snapshot, asOf: new Date(asOfMs).toISOString() } : null,
    note: version.note,
    sentence,
    issues: [...issues],
  };
}

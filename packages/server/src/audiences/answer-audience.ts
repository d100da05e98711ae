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
import { hidesAll, type KnowsKeys } from './hide-definition.ts';

/**
 * A stored audience in its published shape, read against a catalog (or with the reason why there is none); `describe` tells
 * what its definition means where that is known already.
 */
export async function answerAudience(
  { newest, createdAtMs, createdBy, deleted }: StoredAudience,
  snapshot: Snapshot | SilhouetteError,
  resolver: AudienceResolver,
  describe: (() => Promise<DescribedDefinition>) | null = null,
  knowsKeys: KnowsKeys | null = null,
): Promise<SavedAudience> {
  return {
    ...(await answerCommon(newest, snapshot, resolver, describe, knowsKeys)),
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
  knowsKeys: KnowsKeys | null = null,
): Promise<AudienceVersion> {
  return {
    ...(await answerCommon(version, snapshot, resolver, null, knowsKeys)),
    savedAt: new Date(version.savedAtMs).toISOString(),
    savedBy: version.savedBy,
  };
}

/** Whether sizes among all customers may be told. */
export function knowsSizes(snapshot: Snapshot | SilhouetteError): boolean {
  if (snapshot instanceof SilhouetteError) return !hidesAll(snapshot);
  const view = viewOf(snapshot);
  return view === null || (view.scope === null && view.rounding === null);
}

async function answerCommon(
  version: StoredVersion,
  snapshot: Snapshot | SilhouetteError,
  resolver: AudienceResolver,
  describe: (() => Promise<DescribedDefinition>) | null,
  knowsKeys: KnowsKeys | null,
) {
  const definition = parseJsonText(version.definition);
  const described = describe?.() ?? describeDefinition(snapshot, definition, resolver, knowsKeys);
  const { sentence, issues, isHidden } = await described;
  const { count, base, asOfMs } = version.size;
  return {
    id: version.id,
    version: version.version,
    name: version.name,
    description: version.description,
    tags: [...version.tags],
    // Of a definition that is not for who asks the hash would tell which guess at it is right.
    definition: isHidden ? null : toJsonData(definition),
    hash: isHidden ? null : version.hash,
    // It was counted among all customers: who may not know of all of them asks anew.
    size:
      knowsSizes(snapshot) && !isHidden
        ? { count, base, snapshot: version.size.snapshot, asOf: new Date(asOfMs).toISOString() }
        : null,
    note: version.note,
    sentence,
    issues: [...issues],
  };
}

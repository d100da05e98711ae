import { type PreparedQuestion, prepareQuestion, withoutView } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { type AudienceId, listReferences, type PlainObject, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { requirePermission } from '../access/access-gate.ts';
import type { AudienceStore, StoredReference, StoredVersion } from '../store/audience-store.ts';
import type { AudienceBody } from './read-audience-body.ts';
import { resolveFromStore } from './resolve-from-store.ts';
import type { SavedAudiencesOptions } from './saved-audiences.ts';

/** What a definition comes to: checked against the catalog and the audiences inside, and counted. */
export interface Meaning {
  readonly snapshot: Snapshot;
  readonly definition: PlainObject;
  readonly hash: string;
  readonly size: StoredVersion['size'];
}

/** Each time the audiences inside have changed while the group was counted, it is counted again: so often at most. */
const MOST_TRIES = 5;

/** Reads the definition of a body and counts it; null without one. Finishes the body. @throws SilhouetteError with every issue. */
export async function readMeaning(
  options: SavedAudiencesOptions,
  { reader, definition }: Pick<AudienceBody, 'reader' | 'definition'>,
  id: AudienceId | null,
  access: Access,
): Promise<Meaning | null> {
  const prepared = await reader.attempt(async () => {
    if (definition === undefined) return null;
    const snapshot = await options.findSnapshot(access);
    return options.store.use((store) => prepareDefinition(store, snapshot, definition, id));
  });
  reader.finish();
  if (prepared === null || definition === undefined) return null;
  if (prepared.audiences.length > 0) requirePermission(access, 'audience.read');
  const { snapshot } = prepared.question;
  // What is kept is told to others too: the size among all customers.
  const size = await options.count(withoutView(prepared));
  return { snapshot, definition, hash: prepared.hash, size: { ...size, snapshot: snapshot.id, asOfMs: snapshot.asOfMs } };
}

/**
 * Holds a definition against the audiences inside as they stand in this moment, a circle among them too. Null when they
 * have changed since it was counted; else what it refers to.
 */
export async function checkInside(
  steps: AudienceStore,
  { snapshot, definition, hash }: Meaning,
  id: AudienceId,
): Promise<readonly StoredReference[] | null> {
  const prepared = await prepareDefinition(steps, snapshot, definition, id);
  return prepared.hash === hash ? listReferences(prepared.predicate) : null;
}

async function prepareDefinition(
  store: AudienceStore,
  snapshot: Snapshot,
  definition: PlainObject,
  id: AudienceId | null,
): Promise<PreparedQuestion> {
  const version = id === null ? 1 : (await store.lastVersion(id)) + 1;
  return prepareQuestion({
    snapshot,
    definition,
    asOf: null,
    resolveAudience: resolveFromStore(store, { id, version, definition }),
    definitionPath: 'definition',
  });
}

/** Does a step that gives null when what it read has changed meanwhile, until it has not. @throws SilhouetteError `audiences-busy` */
export async function tryAgain<T>(step: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const done = await step();
    if (done !== null) return done;
  }
  throw SilhouetteError.of(
    'audiences-busy',
    'Audiences inside of this one are changing all the time; save it again in a moment. Nothing was saved.',
  );
}

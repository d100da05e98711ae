import { type PreparedQuestion, prepareQuestion, withoutView } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  AudienceChangedError,
  type AudienceId,
  type CurrentVersion,
  deriveAudienceId,
  isSamePlain,
  listReferences,
  type PlainObject,
  parseJsonText,
  SilhouetteError,
  writeJsonText,
} from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { requirePermission } from '../access/access-gate.ts';
import { knowsEverything } from '../access/require-everything.ts';
import type { AudienceStore, StoredAudience, StoredReference, StoredVersion } from '../store/audience-store.ts';
import { matchesVersion } from './entity-tag.ts';
import { findAudience } from './find-audience.ts';
import { type AudienceBody, readAudienceBody } from './read-audience-body.ts';
import { resolveFromStore } from './resolve-from-store.ts';
import type { ChangeRequest, SavedAudiencesOptions } from './saved-audiences.ts';

/** What a definition comes to: checked against the catalog and the audiences inside, and counted. */
interface Meaning {
  readonly snapshot: Snapshot;
  readonly definition: PlainObject;
  readonly hash: string;
  readonly size: StoredVersion['size'];
}

/** Each time the audiences inside have changed while the group was counted, it is counted again: so often at most. */
const MOST_TRIES = 5;

/** Saves a new audience. @throws SilhouetteError with every issue; `audience-exists`. */
export async function createAudience(
  options: SavedAudiencesOptions,
  plain: ChangeRequest['body'],
  access: Access,
): Promise<StoredAudience> {
  return tryAgain(async () => {
    const body = readAudienceBody(plain, 'new');
    const meaning = await readMeaning(options, body, body.id, access);
    if (meaning === null || body.name === undefined) throw new Error('A body without issues has a name and a definition.');
    const { name } = body;
    return options.store.use((store) =>
      store.change(async (steps) => {
        const id = body.id ?? (await findFreeId(steps, name));
        if (body.id !== null && (await steps.find(id)) !== null) {
          throw SilhouetteError.of(
            'audience-exists',
            `There is a saved audience "${id}"; choose another id, or change that one.`,
            'id',
          );
        }
        const references = await checkInside(steps, meaning, id);
        if (references === null) return null;
        const newest: StoredVersion = {
          id,
          version: (await steps.lastVersion(id)) + 1,
          name,
          description: body.description ?? null,
          tags: body.tags ?? [],
          definition: writeJsonText(meaning.definition),
          hash: meaning.hash,
          note: body.note,
          savedAtMs: options.now(),
          savedBy: access.actor.name,
          size: meaning.size,
        };
        await steps.create(newest, references);
        return { newest, createdAtMs: newest.savedAtMs, createdBy: access.actor.name };
      }),
    );
  });
}

/** Saves the next version of an audience; what changes nothing makes none. @throws as `SavedAudiences.save`. */
export async function saveAudience(options: SavedAudiencesOptions, request: ChangeRequest): Promise<StoredAudience> {
  return tryAgain(async () => {
    const before = await options.store.use((store) => findAudience(store, request.id));
    checkVersion(before, request.ifMatch);
    const body = readAudienceBody(request.body, 'change');
    const isSame = body.definition !== undefined && isSamePlain(body.definition, parseJsonText(before.newest.definition));
    // Who may not know it would hear which guess at it is right, were it not read like any other.
    const isRead = !isSame || !knowsEverything(request.access);
    const read = await readMeaning(
      options,
      isRead ? body : { ...body, definition: undefined },
      before.newest.id,
      request.access,
    );
    const meaning = isSame ? null : read;
    return options.store.use((store) =>
      store.change(async (steps) => {
        const audience = await findAudience(steps, request.id);
        const { newest } = audience;
        checkVersion(audience, request.ifMatch);
        // With `*` another version may stand by now: what was read is no longer what is changed.
        if (newest.version !== before.newest.version) return null;
        const changed: StoredVersion = {
          ...newest,
          version: newest.version + 1,
          name: body.name ?? newest.name,
          description: body.description === undefined ? newest.description : body.description,
          tags: body.tags ?? newest.tags,
          note: body.note,
          savedAtMs: options.now(),
          savedBy: request.access.actor.name,
          ...(meaning === null
            ? {}
            : { definition: writeJsonText(meaning.definition), hash: meaning.hash, size: meaning.size }),
        };
        if (meaning === null && isSameText(changed, newest)) return audience;
        const references = meaning === null ? await steps.listReferences(newest) : await checkInside(steps, meaning, newest.id);
        if (references === null) return null;
        await steps.addVersion(changed, references);
        return { ...audience, newest: changed };
      }),
    );
  });
}

/** Deletes an audience; its versions stay. @throws as `SavedAudiences.delete`. */
export function deleteAudience(options: SavedAudiencesOptions, request: Omit<ChangeRequest, 'body'>): Promise<void> {
  return options.store.use((store) =>
    store.change(async (steps) => {
      const audience = await findAudience(steps, request.id);
      checkVersion(audience, request.ifMatch);
      const { id } = audience.newest;
      const uses = await steps.listUses(id);
      if (uses.length > 0) {
        const names = uses.map((use) => `"${use.id}"`).join(', ');
        const message = `The audience "${id}" is used by ${names}; take it out there first. Nothing was deleted.`;
        throw SilhouetteError.of('audience-in-use', message);
      }
      await steps.remove(id, options.now(), request.access.actor.name);
    }),
  );
}

/** Reads the definition of a body and counts it; null without one. Finishes the body. @throws SilhouetteError with every issue. */
async function readMeaning(
  options: SavedAudiencesOptions,
  { reader, definition }: AudienceBody,
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
async function checkInside(
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

async function findFreeId(store: AudienceStore, name: string): Promise<AudienceId> {
  for (let attempt = 1; ; attempt += 1) {
    const id = deriveAudienceId(name, attempt);
    // One that was deleted is someone else's still: a new audience by its name does not go on with its versions unasked.
    if ((await store.lastVersion(id)) === 0) return id;
  }
}

/** @throws AudienceChangedError when the change was made to another version; `missing-precondition`, `invalid-option`. */
function checkVersion({ newest }: StoredAudience, ifMatch: string | undefined): void {
  const current: CurrentVersion = {
    version: newest.version,
    savedBy: newest.savedBy,
    savedAt: new Date(newest.savedAtMs).toISOString(),
  };
  if (matchesVersion(ifMatch, current)) return;
  throw new AudienceChangedError(
    `${current.savedBy} saved version ${current.version} of "${newest.id}" at ${current.savedAt}; read it and save again. Nothing was overwritten.`,
    current,
  );
}

function isSameText(a: StoredVersion, b: StoredVersion): boolean {
  const isSameTags = a.tags.length === b.tags.length && a.tags.every((tag, index) => tag === b.tags[index]);
  return a.name === b.name && a.description === b.description && isSameTags;
}

async function tryAgain<T>(step: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const done = await step();
    if (done !== null) return done;
  }
  throw SilhouetteError.of(
    'audience-in-use',
    'Audiences inside of this one are changing all the time; save it again in a moment.',
  );
}

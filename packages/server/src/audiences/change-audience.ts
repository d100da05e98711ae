import type { Snapshot } from '@silhouette/lake';
import {
  AudienceChangedError,
  type AudienceId,
  type CurrentVersion,
  deriveAudienceId,
  isSamePlain,
  type PlainValue,
  parseJsonText,
  SilhouetteError,
  writeJsonText,
} from '@silhouette/model';
import { knowsEverything } from '../access/require-everything.ts';
import type { AudienceStore, StoredAudience, StoredVersion } from '../store/audience-store.ts';
import { matchesVersion } from './entity-tag.ts';
import { findAudience, findKeptAudience, findKeptVersion } from './find-audience.ts';
import { HIDDEN } from './hide-definition.ts';
import { identifySave, type KeptSave, saveOnce } from './keyed-saves.ts';
import { type AudienceBody, readAudienceBody, readRestoreBody } from './read-audience-body.ts';
import { checkInside, readMeaning } from './read-meaning.ts';
import type { ChangeRequest, NewRequest, RestoreRequest, SavedAudiencesOptions } from './saved-audiences.ts';

/** Saves a new audience. @throws SilhouetteError with every issue; `audience-exists`. */
export async function createAudience(options: SavedAudiencesOptions, request: NewRequest): Promise<KeptSave> {
  const { access } = request;
  const read = async () => {
    const body = readAudienceBody(request.body, 'new');
    const meaning = await readMeaning(options, body, body.id, access);
    if (meaning === null || body.name === undefined) throw new Error('A body without issues has a name and a definition.');
    return { body, meaning, name: body.name };
  };
  return saveOnce(options, identifySave('create', request), read, async (steps, { body, meaning, name }) => {
    const id = body.id ?? (await findFreeId(steps, name));
    if (body.id !== null && (await steps.find(id)) !== null) {
      const message = `There is a saved audience "${id}"; choose another id, or change that one.`;
      throw SilhouetteError.of('audience-exists', message, 'id');
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
    const made = { createdAtMs: newest.savedAtMs, createdBy: access.actor.name };
    return { audience: { newest, ...made, deleted: null }, isNew: true };
  });
}

/** Saves the next version of an audience; what changes nothing and says nothing makes none. @throws as `SavedAudiences.save`. */
export async function saveAudience(options: SavedAudiencesOptions, request: ChangeRequest): Promise<KeptSave> {
  const read = async () => {
    const before = await options.store.use((store) => findAudience(store, request.id));
    checkVersion(before, request.ifMatch);
    const body = readAudienceBody(request.body, 'change');
    const isSame = body.definition !== undefined && isSamePlain(body.definition, parseJsonText(before.newest.definition));
    // Who may not know it would hear which guess at it is right, were it not read like any other.
    const isRead = !isSame || !knowsEverything(request.access);
    const asked = isRead ? body : { ...body, definition: undefined };
    const meaning = await readMeaning(options, asked, before.newest.id, request.access);
    return { version: before.newest.version, body, meaning: isSame ? null : meaning };
  };
  return saveOnce(options, identifySave(`change ${request.id}`, request), read, async (steps, { version, body, meaning }) => {
    const audience = await findAudience(steps, request.id);
    const { newest } = audience;
    checkVersion(audience, request.ifMatch);
    // With `*` another version may stand by now: what was read is no longer what is changed.
    if (newest.version !== version) return null;
    const changed: StoredVersion = {
      ...newest,
      version: newest.version + 1,
      name: body.name ?? newest.name,
      description: body.description === undefined ? newest.description : body.description,
      tags: body.tags ?? newest.tags,
      note: body.note,
      savedAtMs: options.now(),
      savedBy: request.access.actor.name,
      ...(meaning === null ? {} : { definition: writeJsonText(meaning.definition), hash: meaning.hash, size: meaning.size }),
    };
    if (meaning === null && body.note === null && isSameText(changed, newest)) return { audience, isNew: false };
    const references = meaning === null ? await steps.listReferences(newest) : await checkInside(steps, meaning, newest.id);
    if (references === null) return null;
    await steps.addVersion(changed, references);
    return { audience: { ...audience, newest: changed }, isNew: true };
  });
}

/** Deletes an audience; its versions stay. @throws as `SavedAudiences.delete`. */
export function deleteAudience(options: SavedAudiencesOptions, request: Omit<ChangeRequest, 'body' | 'key'>): Promise<void> {
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

/**
 * Takes an audience back that was deleted: what a version of it said becomes its next version, counted anew.
 * @throws as `SavedAudiences.restore`.
 */
export async function restoreAudience(
  options: SavedAudiencesOptions,
  request: RestoreRequest,
  mayRead: (definition: PlainValue, snapshot: Snapshot) => Promise<boolean>,
): Promise<KeptSave> {
  const { access } = request;
  const read = async () => {
    const { reader, version, note } = readRestoreBody(request.body);
    const from = await options.store.use(async (store) => {
      const kept = await findKeptAudience(store, request.id);
      checkDeleted(kept);
      reader.finish();
      return findKeptVersion(store, kept, version ?? kept.newest.version);
    });
    // It was an object when it was saved.
    const definition = parseJsonText(from.definition) as NonNullable<AudienceBody['definition']>;
    // What is wrong with it would name what is not for who asks.
    if (!(await mayRead(definition, await options.findSnapshot(access)))) {
      throw SilhouetteError.of('definition-hidden', `${HIDDEN.message} Nothing was restored.`);
    }
    const meaning = await readMeaning(options, { reader, definition }, from.id, access);
    if (meaning === null) throw new Error('There is a definition to be read.');
    return { from, isLast: version === null, note, meaning };
  };
  return saveOnce(
    options,
    identifySave(`restore ${request.id}`, request),
    read,
    async (steps, { from, isLast, note, meaning }) => {
      const kept = await findKeptAudience(steps, request.id);
      checkDeleted(kept);
      // Restored and deleted again meanwhile: another version may be the last.
      if (isLast && kept.newest.version !== from.version) return null;
      const references = await checkInside(steps, meaning, from.id);
      if (references === null) return null;
      const newest: StoredVersion = {
        ...from,
        version: kept.newest.version + 1,
        definition: writeJsonText(meaning.definition),
        hash: meaning.hash,
        note,
        savedAtMs: options.now(),
        savedBy: access.actor.name,
        size: meaning.size,
      };
      await steps.restore(newest, references);
      return { audience: { ...kept, newest, deleted: null }, isNew: true };
    },
  );
}

function checkDeleted({ newest, deleted }: StoredAudience): void {
  if (deleted !== null) return;
  const message = `The audience "${newest.id}" is not deleted; change it as it stands. Nothing was restored.`;
  throw SilhouetteError.of('audience-exists', message, 'id');
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

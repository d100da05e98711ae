import { createHash } from 'node:crypto';
import { KeyReusedError, type PlainValue, SilhouetteError, writeJsonText } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import type { AudienceStore, KeyedSave, StoredAudience } from '../store/audience-store.ts';
import { tryAgain } from './read-meaning.ts';
import type { SavedAudiencesOptions } from './saved-audiences.ts';

/** What was saved: now, or before by the same request under the same key. */
export interface KeptSave {
  /** With the version that was saved as its newest, whatever was saved since. */
  readonly audience: StoredAudience;
  readonly isRepeated: boolean;
}

type SaveIdentity = Pick<KeyedSave, 'sender' | 'key' | 'request'>;

const MOST_OF_A_KEY = 255;

/**
 * The key of an `Idempotency-Key` header, a quoted string as draft-ietf-httpapi-idempotency-key-header has it; null without one.
 * @throws SilhouetteError `invalid-option`
 */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | null {
  if (header === undefined) return null;
  const quoted =
    typeof header === 'string' ? /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/.exec(header.trim())?.[1] : undefined;
  const key = quoted?.replaceAll(/\\(["\\])/g, '$1');
  if (key !== undefined && key.length <= MOST_OF_A_KEY) return key;
  const message = `Send a key of 1 to ${MOST_OF_A_KEY} characters in quotes, such as "8e03978e-40d5-43e8-bc93-6894a57f9324"; a new one for each save.`;
  throw SilhouetteError.of('invalid-option', message, 'idempotency-key');
}

/** How a save is known again: by who sent it, its key, and `what` was asked with which body. Null: it was sent without a key. */
export function identifySave(
  what: string,
  { body, key, access }: { readonly body: PlainValue; readonly key: string | null; readonly access: Access },
): SaveIdentity | null {
  if (key === null) return null;
  const request = createHash('sha256')
    .update(`${what}\n${writeJsonText(body)}`)
    .digest('hex');
  return { sender: `${access.actor.kind} ${access.actor.id}`, key, request };
}

/** What was written: an audience with its newest version, and whether that version is new or stood already. */
export interface WrittenSave {
  readonly audience: StoredAudience;
  readonly isNew: boolean;
}

/**
 * One save: what the same request saved before under its key is told again; else it is read, and written in one step, again where
 * `write` gives null because what was read has changed. @throws KeyReusedError, as both steps do, and as {@link tryAgain}.
 */
export function saveOnce<T>(
  { store }: Pick<SavedAudiencesOptions, 'store'>,
  save: SaveIdentity | null,
  read: () => Promise<T>,
  write: (steps: AudienceStore, what: T) => Promise<WrittenSave | null>,
): Promise<KeptSave> {
  return tryAgain(async () => {
    const before = await store.use((one) => findSaved(one, save));
    if (before !== null) return before;
    const what = await read();
    return store.use((one) =>
      one.change(async (steps) => {
        const saved = await findSaved(steps, save);
        if (saved !== null) return saved;
        const written = await write(steps, what);
        if (written === null) return null;
        const { audience, isNew } = written;
        if (isNew && save !== null) {
          const { id, version, savedAtMs } = audience.newest;
          await steps.addSave({ ...save, id, version }, savedAtMs);
        }
        return { audience, isRepeated: false };
      }),
    );
  });
}

/** What a save that was sent before came to; null: nothing was saved under its key. @throws KeyReusedError when something else was. */
async function findSaved(store: AudienceStore, save: SaveIdentity | null): Promise<KeptSave | null> {
  const found = save === null ? null : await store.findSave(save.sender, save.key);
  if (save === null || found === null) return null;
  const { id, version } = found;
  if (found.request !== save.request) {
    const message = `Another request was sent under this key before, and saved version ${version} of "${id}"; send this one under a new key. Nothing was saved now.`;
    throw new KeyReusedError(message, { id, version });
  }
  const [audience, newest] = [await store.findKept(id), await store.findKeptVersion(id, version)];
  if (audience === null || newest === null) throw new Error('A version that was saved under a key is kept.');
  return { audience: { ...audience, newest }, isRepeated: true };
}

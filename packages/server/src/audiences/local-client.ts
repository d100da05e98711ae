import { type SavedAudience, toPlainValue } from '@silhouette/model';
import { giveLocalAccess } from '../access/access.ts';
import { describeSaved } from '../audit/describe-saved.ts';
import type { LocalLog } from '../audit/local-log.ts';
import type { AudienceClient, ClientChange } from './audience-client.ts';
import type { AnsweredSave, SavedAudiences } from './saved-audiences.ts';

/** Saved audiences of a store that this process has open; changes are the process's user's, and recorded. */
export function useLocally(audiences: SavedAudiences, log: LocalLog): AudienceClient {
  const access = giveLocalAccess();
  const changeOf = ({ id, version }: ClientChange) => ({
    id,
    ifMatch: version === null ? '*' : `"${version}"`,
    access,
  });
  const record = async (
    saved: Promise<AnsweredSave>,
    action: 'audience-saved' | 'audience-restored' = 'audience-saved',
  ): Promise<SavedAudience> => {
    const { audience, isRepeated } = await saved;
    await log.record(action, describeSaved(audience, isRepeated));
    return audience;
  };
  return {
    resolve: audiences.resolve,
    list: async (options) => {
      const whole = { owner: null, isDeleted: false, ...options, ids: null, limit: null, after: null };
      const { next: _, ...all } = await audiences.list(whole, access);
      return all;
    },
    get: (id) => audiences.get(id, access),
    listVersions: (id) => audiences.listVersions(id, access),
    getVersion: (id, version) => audiences.getVersion(id, version, access),
    listUses: (id) => audiences.listUses(id),
    create: (body, key = null) => record(audiences.create({ body, key, access })),
    save: (change) => record(audiences.save({ ...changeOf(change), body: change.body, key: change.key ?? null })),
    restore: (id, body) => record(audiences.restore({ id, body: toPlainValue(body), key: null, access }), 'audience-restored'),
    delete: async (change) => {
      await audiences.delete(changeOf(change));
      await log.record('audience-deleted', { subject: [change.id] });
    },
  };
}

import type { SavedAudience } from '@silhouette/model';
import { giveLocalAccess } from '../access/access.ts';
import { describeSaved } from '../audit/describe-saved.ts';
import type { LocalLog } from '../audit/local-log.ts';
import type { AudienceClient, ClientChange } from './audience-client.ts';
import type { SavedAudiences } from './saved-audiences.ts';

/** Saved audiences of a store that this process has open; changes are the process's user's, and recorded. */
export function useLocally(audiences: SavedAudiences, log: LocalLog): AudienceClient {
  const access = giveLocalAccess();
  const changeOf = ({ id, version }: ClientChange) => ({
    id,
    ifMatch: version === null ? '*' : `"${version}"`,
    access,
  });
  const record = async (audience: SavedAudience): Promise<SavedAudience> => {
    await log.record('audience-saved', describeSaved(audience));
    return audience;
  };
  return {
    resolve: audiences.resolve,
    list: async (options) => {
      const { next: _, ...all } = await audiences.list({ ...options, ids: null, limit: null, after: null }, access);
      return all;
    },
    get: (id) => audiences.get(id, access),
    listVersions: (id) => audiences.listVersions(id, access),
    getVersion: (id, version) => audiences.getVersion(id, version, access),
    listUses: (id) => audiences.listUses(id),
    create: async (body) => record(await audiences.create(body, access)),
    save: async (change) => record(await audiences.save({ ...changeOf(change), body: change.body })),
    delete: async (change) => {
      await audiences.delete(changeOf(change));
      await log.record('audience-deleted', { subject: [change.id] });
    },
  };
}

import { giveLocalAccess } from '../access/access.ts';
import type { AudienceClient, ClientChange } from './audience-client.ts';
import type { SavedAudiences } from './saved-audiences.ts';

/** Saved audiences of a store that this process has open; changes are the process's user's. */
export function useLocally(audiences: SavedAudiences): AudienceClient {
  const access = giveLocalAccess();
  const changeOf = ({ id, version }: ClientChange) => ({
    id,
    ifMatch: version === null ? '*' : `"${version}"`,
    access,
  });
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
    create: (body) => audiences.create(body, access),
    save: (change) => audiences.save({ ...changeOf(change), body: change.body }),
    delete: (change) => audiences.delete(changeOf(change)),
  };
}

import type { SavedAudience } from '@silhouette/model';
import { describeProcessUser } from '../access/access.ts';
import { describeSaved } from '../audit/describe-saved.ts';
import type { LocalLog } from '../audit/local-log.ts';
import type { AudienceClient, ClientChange } from './audience-client.ts';
import type { SavedAudiences } from './saved-audiences.ts';

/** Saved audiences of a store that this process has open; changes are the process's user's, and recorded. */
export function useLocally(audiences: SavedAudiences, log: LocalLog): AudienceClient {
  const changeOf = ({ id, version }: ClientChange) => ({
    id,
    ifMatch: version === null ? '*' : `"${version}"`,
    actor: describeProcessUser(),
  });
  const record = async (audience: SavedAudience): Promise<SavedAudience> => {
    await log.record('audience-saved', describeSaved(audience));
    return audience;
  };
  return {
    resolve: audiences.resolve,
    list: (options) => audiences.list(options),
    get: (id) => audiences.get(id),
    listVersions: (id) => audiences.listVersions(id),
    getVersion: (id, version) => audiences.getVersion(id, version),
    listUses: (id) => audiences.listUses(id),
    create: async (body) => record(await audiences.create(body, describeProcessUser())),
    save: async (change) => record(await audiences.save({ ...changeOf(change), body: change.body })),
    delete: async (change) => {
      await audiences.delete(changeOf(change));
      await log.record('audience-deleted', { subject: [change.id] });
    },
  };
}

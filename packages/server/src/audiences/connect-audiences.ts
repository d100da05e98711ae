import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalLog } from '../audit/local-log.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import type { AudienceClient } from './audience-client.ts';
import { useOverHttp } from './http-client.ts';
import { useLocally } from './local-client.ts';
import { SavedAudiences, type SavedAudiencesOptions } from './saved-audiences.ts';

/** The saved audiences of a workspace for one command. */
export interface ConnectedAudiences {
  readonly client: AudienceClient;
  /** Gives the store back, if it was opened. */
  close(): Promise<void>;
}

/** What a command brings. */
export interface ConnectOptions extends Omit<SavedAudiencesOptions, 'store'> {
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Saved audiences through the running server of the workspace when one has the embedded database open, else from the
 * database itself, which is opened at the first question. Answers are the same.
 * @throws SilhouetteError `invalid-option` for a `DATABASE_URL` that is none.
 */
export async function connectAudiences(options: ConnectOptions): Promise<ConnectedAudiences> {
  const isEmbedded = readDatabaseUrl(options.env) === null;
  const address = isEmbedded ? await findStoreServer(options.stateDir) : null;
  if (address !== null) return { client: useOverHttp(address, options.env), close: async () => {} };
  const store = new StoreHolder(options);
  const client = useLocally(new SavedAudiences({ ...options, store }), new LocalLog(options, store));
  return {
    client: {
      ...client,
      // Where nothing was ever saved no database is made to say so.
      resolve: async (id, version) =>
        isEmbedded && !existsSync(join(options.stateDir, 'db')) ? null : client.resolve(id, version),
    },
    close: () => store.close(),
  };
}

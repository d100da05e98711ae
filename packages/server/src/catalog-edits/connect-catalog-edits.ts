import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CatalogEditsAnswer,
  type CatalogFileAnswer,
  catalogEditsSchema,
  catalogFileAnswerSchema,
} from '@silhouette/model';
import { giveLocalAccess } from '../access/access.ts';
import { writeKeyHeaders } from '../audiences/key-headers.ts';
import { sendRequest } from '../audiences/send-request.ts';
import { LocalLog } from '../audit/local-log.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import { CatalogEdits, type CatalogEditsOptions } from './catalog-edits.ts';

/** The edits of a workspace's catalog for one command. Both throw as `CatalogEdits` does. */
export interface ConnectedEdits {
  list(): Promise<CatalogEditsAnswer>;
  /** A preview, or with the hash of one: written. */
  writeFile(hash: string | null): Promise<CatalogFileAnswer>;
  /** Gives the store back, if it was opened. */
  close(): Promise<void>;
}

/** What a command brings. */
export interface ConnectEditsOptions extends Pick<CatalogEditsOptions, 'catalogPath' | 'findLoaded' | 'now'> {
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Edits through the running server of the workspace when one has the embedded database open, else from the database itself.
 * Where nothing was ever kept no database is made to say so.
 * @throws SilhouetteError `invalid-option` for a `DATABASE_URL` that is none.
 */
export async function connectCatalogEdits(options: ConnectEditsOptions): Promise<ConnectedEdits> {
  const isEmbedded = readDatabaseUrl(options.env) === null;
  const address = isEmbedded ? await findStoreServer(options.stateDir) : null;
  if (address !== null) return editOverHttp(address, options.env);
  const store = new StoreHolder(options);
  const edits = new CatalogEdits({ ...options, store, onChange: async () => {} });
  const log = new LocalLog(options, store);
  const isNew = isEmbedded && !existsSync(join(options.stateDir, 'db'));
  return {
    list: async () => (isNew ? { edits: [] } : edits.list({ ...giveLocalAccess(), knownValues: async () => null })),
    writeFile: async (hash) => {
      const answer = await edits.writeFile(hash);
      const { file, diff } = answer;
      if (answer.isWritten) await log.record('catalog-file-written', { details: { file, diff, hash: answer.hash } });
      return answer;
    },
    close: () => store.close(),
  };
}

function editOverHttp(address: string, env: ConnectEditsOptions['env']): ConnectedEdits {
  const ask = (method: string, path: string, body?: Record<string, string>) =>
    sendRequest(`${address}/api/catalog${path}`, { method, body, headers: writeKeyHeaders(env) });
  return {
    list: async () => catalogEditsSchema.parse(await ask('GET', '/edits')),
    writeFile: async (hash) => catalogFileAnswerSchema.parse(await ask('POST', '/file', hash === null ? {} : { hash })),
    close: async () => {},
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Engines, type PreparedQuestion } from '@silhouette/engine';
import type { Workspace } from '@silhouette/lake';
import { type Erasure, erasureListSchema, erasureSchema, type PlainValue, SilhouetteError } from '@silhouette/model';
import { giveLocalAccess } from '../access/access.ts';
import { writeKeyHeaders } from '../audiences/key-headers.ts';
import { readProblem, sendRequest } from '../audiences/send-request.ts';
import { LocalLog } from '../audit/local-log.ts';
import { ExportFolder } from '../exports/export-folder.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import { ErasureFolder } from './erasure-folder.ts';
import { Erasures } from './erasures.ts';
import { writeHoldings } from './write-holdings.ts';

/** Requests of customers for one command. */
export interface ConnectedPrivacy {
  /** Everything held of a key, as JSON text, piece by piece; recorded before the first. `purpose`: what for. */
  access(key: string, purpose: string): AsyncIterable<string>;
  /** Erases customers and waits for it; what earlier requests left undone is done first. Without keys only that. */
  erase(keys: readonly string[], reason: string | null, tell: (erasure: Erasure) => void): Promise<readonly Erasure[]>;
  /** Gives the store back, if it was opened. */
  close(): Promise<void>;
}

/** What a command brings. */
export interface ConnectPrivacyOptions {
  readonly workspace: Workspace;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C: what is not done stays to be done. */
  readonly signal: AbortSignal;
  now(): number;
}

const LOOK_EVERY_MS = 500;

/** Through the running server that has the embedded database open (with `SILHOUETTE_API_KEY`), else in this process. */
export async function connectPrivacy(options: ConnectPrivacyOptions): Promise<ConnectedPrivacy> {
  const isEmbedded = readDatabaseUrl(options.env) === null;
  const address = isEmbedded ? await findStoreServer(options.workspace.stateDir) : null;
  return address === null ? workLocally(options, isEmbedded) : askServer(address, options);
}

function workLocally({ workspace, env, signal, now }: ConnectPrivacyOptions, isEmbedded: boolean): ConnectedPrivacy {
  const { stateDir } = workspace;
  const store = new StoreHolder({ stateDir, env });
  const local = new LocalLog({ stateDir, env, now }, store);
  const engines = new Engines({ index: { indexDir: workspace.indexDir, build: 'wait' } });
  const exports = new ExportFolder(stateDir);
  const failures: unknown[] = [];
  const erasures = new Erasures({
    workspace,
    store,
    isEmbedded,
    log: local.log,
    exports,
    folder: new ErasureFolder(stateDir),
    count: ({ question }: PreparedQuestion) => engines.answer(null, (engine) => engine.count(question)),
    now,
    onFailure: (error) => failures.push(error),
  });
  const stop = (): void => void erasures.close();
  signal.addEventListener('abort', stop);
  return {
    access: async function* (key, purpose) {
      if (key === '') throw SilhouetteError.of('invalid-value', 'Name a customer by a key that is not empty.', 'key');
      await store.open();
      const texts = [
        { name: 'customer', text: key },
        { name: 'purpose', text: purpose },
      ];
      await local.record('privacy-access', { texts });
      yield* writeHoldings({ workspace, store, log: local.log, exports, now }, key);
    },
    erase: async (keys, reason, tell) => {
      // Where it cannot be had nothing is begun.
      await store.open();
      const asked = keys.length === 0 ? null : erasures.request(keys, reason, giveLocalAccess().actor);
      if (asked !== null)
        await local.record('privacy-erasure', {
          subject: [asked.id],
          details: { step: 'requested', customers: asked.customers, reason },
        });
      const open = erasures.list().filter(({ state }) => state !== 'done');
      await erasures.finish(tell);
      if (failures.length > 0) throw failures[0];
      signal.throwIfAborted();
      return open.map(({ id }) => erasures.get(id));
    },
    close: async () => {
      signal.removeEventListener('abort', stop);
      await erasures.close();
      await local.close();
      await Promise.all([engines.close(), store.close()]);
    },
  };
}

function askServer(address: string, { env, signal }: ConnectPrivacyOptions): ConnectedPrivacy {
  const headers = writeKeyHeaders(env);
  const ask = (method: string, path: string, body?: PlainValue) =>
    sendRequest(`${address}/api/privacy/${path}`, { method, body, headers });
  return {
    access: async function* (key, purpose) {
      const response = await fetch(`${address}/api/privacy/access`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'silhouette-purpose': encodeURIComponent(purpose) },
        body: JSON.stringify({ key }),
      });
      if (!response.ok || response.body === null) throw readProblem(await readJson(response), response.status);
      const decoder = new TextDecoder();
      for await (const chunk of response.body) yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    },
    erase: async (keys, reason, tell) => {
      if (keys.length > 0) await ask('POST', 'erasures', { keys: [...keys], reason });
      const { erasures } = erasureListSchema.parse(await ask('GET', 'erasures'));
      const open = erasures.filter(({ state }) => state === 'queued' || state === 'running').reverse();
      const done: Erasure[] = [];
      for (const { id } of open) {
        for (;;) {
          signal.throwIfAborted();
          const erasure = erasureSchema.parse(await ask('GET', `erasures/${id}`));
          tell(erasure);
          if (erasure.state === 'failed')
            throw SilhouetteError.of('erasure-failed', erasure.issues.map(({ message }) => message).join(' '));
          if (erasure.state === 'done') {
            done.push(erasure);
            break;
          }
          await sleep(LOOK_EVERY_MS);
        }
      }
      return done;
    },
    close: async () => {},
  };
}

/** What a refusal says; null where that is no JSON (a proxy's page, say). */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

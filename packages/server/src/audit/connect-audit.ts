import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AuditHead,
  type AuditList,
  type AuditVerify,
  auditHeadSchema,
  auditListSchema,
  auditVerifySchema,
  SilhouetteError,
  type TimeZone,
} from '@silhouette/model';
import { writeKeyHeaders } from '../audiences/key-headers.ts';
import { sendRequest } from '../audiences/send-request.ts';
import { QueryReader } from '../read-query.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import { describeQuery } from './describe-query.ts';
import { listEntries } from './list-entries.ts';
import { LocalLog, type LocalLogOptions } from './local-log.ts';
import { FILTER_KEYS, readAuditFilter, readAuditQuery } from './read-audit-query.ts';
import { WHOLE_LOG } from './redact-log.ts';
import { type AuditFormat, writeEntries } from './write-entries.ts';

/** Which entries, as the query of `GET /api/audit` says it. */
type AuditQueryTexts = Readonly<Record<string, string>>;

/** The audit log of a workspace for one command; reading it is recorded, here as over HTTP. */
export interface ConnectedAudit {
  list(query: AuditQueryTexts): Promise<AuditList>;
  /** Whether the log is whole, and still holds a head that was kept elsewhere. */
  verify(anchor: Pick<AuditHead, 'sequence' | 'hash'> | null): Promise<AuditVerify>;
  /** @throws SilhouetteError `not-found` where nothing is recorded yet. */
  head(): Promise<AuditHead>;
  /** The entries of a query as text, piece by piece. */
  export(query: AuditQueryTexts, format: AuditFormat): AsyncIterable<string>;
  /** Gives the store back, if it was opened. */
  close(): Promise<void>;
}

/** What a command brings. */
export interface ConnectAuditOptions extends LocalLogOptions {
  findTimeZone(): Promise<TimeZone>;
}

/**
 * The log through the running server of the workspace when one has the embedded database open, else from the database itself.
 * @throws SilhouetteError `invalid-option` for a `DATABASE_URL` that is none; `not-found` where no database was ever made.
 */
export async function connectAudit(options: ConnectAuditOptions): Promise<ConnectedAudit> {
  const { stateDir, env } = options;
  const isEmbedded = readDatabaseUrl(env) === null;
  const address = isEmbedded ? await findStoreServer(stateDir) : null;
  if (address !== null) return readOverHttp(address, env);
  if (isEmbedded && !existsSync(join(stateDir, 'db'))) {
    throw SilhouetteError.of('not-found', 'Nothing is recorded yet: this workspace has no database.');
  }
  return readLocally(options);
}

function readOverHttp(address: string, env: ConnectAuditOptions['env']): ConnectedAudit {
  const headers = writeKeyHeaders(env);
  const ask = (path: string, query: AuditQueryTexts): Promise<unknown> =>
    sendRequest(`${address}/api/audit${path}?${new URLSearchParams(query)}`, { method: 'GET', body: undefined, headers });
  return {
    list: async (query) => auditListSchema.parse(await ask('', query)),
    verify: async (anchor) => {
      const query: AuditQueryTexts = anchor === null ? {} : { sequence: String(anchor.sequence), hash: anchor.hash };
      return auditVerifySchema.parse(await ask('/verify', query));
    },
    head: async () => auditHeadSchema.parse(await ask('/head', {})),
    export: (query, format) => readStream(`${address}/api/audit/export?${new URLSearchParams({ ...query, format })}`, headers),
    close: async () => {},
  };
}

async function* readStream(url: string, headers: Readonly<Record<string, string>>): AsyncGenerator<string> {
  const response = await fetch(url, { headers });
  if (!response.ok || response.body === null) {
    throw SilhouetteError.of(
      'store-unreachable',
      `The server refused to export its log (${response.status}): ${await response.text()}`,
    );
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of response.body) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function readLocally(options: ConnectAuditOptions): ConnectedAudit {
  const { findTimeZone } = options;
  const store = new StoreHolder(options);
  const local = new LocalLog(options, store);
  const { log } = local;
  return {
    list: async (query) => {
      const answer = await listEntries(log, readAuditQuery(query, await findTimeZone()), WHOLE_LOG);
      const { details, texts } = describeQuery(query);
      await local.record('audit-read', { details: { ...details, entries: answer.entries.length }, texts });
      return answer;
    },
    verify: async (anchor) => {
      const answer = await log.verify(anchor === null ? [] : [{ ...anchor, first: 1, key: '', seal: '' }]);
      // A log that is broken may not take any more: whoever asks must hear of it all the same.
      const { ok, last, problem } = answer;
      await local.record('audit-verified', { details: { ok, last, problem } }).catch((error: unknown) => {
        if (ok) throw error;
      });
      return answer;
    },
    head: async () => {
      const head = await log.use((one) => one.findHead());
      if (head === null) throw SilhouetteError.of('not-found', 'Nothing is recorded yet: the log has no head.');
      await local.record('audit-read', { details: { head: head.sequence } });
      return head;
    },
    export: async function* (query, format) {
      const reader = new QueryReader(query, FILTER_KEYS);
      reader.finish();
      const filter = readAuditFilter(reader, await findTimeZone());
      const { details, texts } = describeQuery(query);
      await local.record('audit-exported', { details: { ...details, format }, texts });
      yield* writeEntries(log, filter, format, WHOLE_LOG);
    },
    close: async () => {
      await log.close();
      await store.close();
    },
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ExportTrace, exportTraceSchema, SilhouetteError } from '@silhouette/model';
import { writeKeyHeaders } from '../audiences/key-headers.ts';
import { sendRequest } from '../audiences/send-request.ts';
import { readSecretsBefore } from '../audit/audit-keys.ts';
import { LocalLog, type LocalLogOptions } from '../audit/local-log.ts';
import { provideSecret } from '../secret.ts';
import { ExportMarkStore } from '../store/export-mark-store.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import { RowMarks } from './row-marks.ts';
import { traceRow } from './trace-row.ts';

/**
 * The export that the id of a row names, for one command: through the running server of the workspace when one has the embedded
 * database open (with `SILHOUETTE_API_KEY`), else from the database itself. That it was looked up is recorded in both.
 * @throws SilhouetteError as {@link traceRow}; `not-found` where no database was ever made.
 */
export async function traceExport(row: string, options: LocalLogOptions): Promise<ExportTrace> {
  const { stateDir, env } = options;
  const isEmbedded = readDatabaseUrl(env) === null;
  const address = isEmbedded ? await findStoreServer(stateDir) : null;
  if (address !== null) {
    const request = { method: 'POST', body: { row }, headers: writeKeyHeaders(env) };
    return exportTraceSchema.parse(await sendRequest(`${address}/api/exports/trace`, request));
  }
  if (isEmbedded && !existsSync(join(stateDir, 'db'))) {
    throw SilhouetteError.of('not-found', 'Nothing was ever exported here: this workspace has no database.');
  }
  const store = new StoreHolder(options);
  const local = new LocalLog(options, store);
  try {
    const marks = new RowMarks(provideSecret(stateDir, env), readSecretsBefore(env));
    const findMarks = (mark: string) => store.useTables((db) => new ExportMarkStore(db).find(mark));
    const found = await traceRow(row, { marks, findMarks });
    const details = { row: found.row, requestedBy: found.requestedBy };
    await local.record('export-traced', { subject: [found.id], details });
    return found;
  } finally {
    await local.close();
    await store.close();
  }
}

import { holdCustomer, type Workspace } from '@silhouette/lake';
import { isPlainObject, parseJsonText } from '@silhouette/model';
import { sql } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import { answerEntry } from '../audit/read-body.ts';
import type { ExportFolder } from '../exports/export-folder.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import { eraseDefinition } from './erase-definition.ts';
import { findWritten } from './find-written.ts';

/** Where a customer is looked for. */
export interface HoldingsWorld {
  readonly workspace: Workspace;
  readonly store: StoreHolder;
  readonly log: AuditLog;
  readonly exports: ExportFolder;
  now(): number;
}

const PAGE = 500;

/**
 * Everything held of one customer key as one JSON text, piece by piece: what each kept snapshot knows, with the raw rows it was
 * made of; versions of saved audiences and exports whose definition lists the key; what people wrote that names it; entries of the audit
 * log about it.
 * Nothing of it is masked. @throws as the lake and the store
 */
export async function* writeHoldings(world: HoldingsWorld, key: string): AsyncGenerator<string> {
  const { workspace, store, log, now } = world;
  yield `{"key":${JSON.stringify(key)},"madeAt":${JSON.stringify(new Date(now()).toISOString())},"snapshots":[`;
  yield* holdCustomer(workspace, key);
  const named = (definition: string): boolean => {
    const plain = parseJsonText(definition);
    return isPlainObject(plain) && eraseDefinition(plain, new Set([key])) !== plain;
  };
  const versions = await store.useTables((db) =>
    db
      .selectFrom('audience_versions')
      .select(['audience_id', 'version', 'name', 'definition', 'saved_at', 'saved_by'])
      .where(sql<boolean>`position(${JSON.stringify(key)} in definition) > 0`)
      .orderBy('audience_id')
      .orderBy('version')
      .execute(),
  );
  const audiences = versions
    .filter(({ definition }) => named(definition))
    .map((row) => ({
      id: row.audience_id,
      version: row.version,
      name: row.name,
      savedAt: row.saved_at.toISOString(),
      savedBy: row.saved_by,
    }));
  yield `],\n"audiences":${JSON.stringify(audiences)}`;
  const folderId = world.exports.findId();
  const jobs =
    folderId === null
      ? []
      : await store.useTables((db) =>
          db
            .selectFrom('exports')
            .select(['id', 'canonical', 'file_name', 'state', 'requested_by', 'requested_at'])
            .where('folder', '=', folderId)
            .where(sql<boolean>`position(${JSON.stringify(key)} in canonical) > 0`)
            .orderBy('place')
            .execute(),
        );
  const exports = jobs
    .filter(({ canonical }) => named(canonical))
    .map((row) => ({
      id: row.id,
      fileName: row.file_name,
      state: row.state,
      requestedBy: row.requested_by,
      requestedAt: row.requested_at.toISOString(),
    }));
  const written = await store.useTables((db) => findWritten(db, key));
  yield `,\n"exports":${JSON.stringify(exports)},\n"written":${JSON.stringify(written)},\n"audit":[`;
  await log.flush();
  let last = 0;
  const filter = { fromMs: null, toMs: null, actor: null, actions: [], subject: key, text: null };
  for (;;) {
    const page = await log.use((one) => one.listAfter(last, PAGE, filter));
    for (const entry of page) {
      const { sequence, at, actor, action, subject, details } = answerEntry(entry);
      // Others that the same entry names are not this customer's business.
      yield `${last === 0 && entry === page[0] ? '' : ','}\n${JSON.stringify({ sequence, at, actor, action, subject, details })}`;
    }
    if (page.length < PAGE) break;
    last = page.at(-1)?.sequence ?? last;
  }
  yield ']}\n';
}

import { createReadStream, existsSync } from 'node:fs';
import { ChdbSession, fileSql } from '@silhouette/lake';
import type { ExportFormat } from '@silhouette/model';
import type { Kysely } from 'kysely';
import type { ExportFolder } from '../exports/export-folder.ts';
import type { StoreTables } from '../store/tables.ts';

/** Whose exports are gone through, and for whom. */
export interface ExportErasure {
  readonly folder: ExportFolder;
  readonly keys: readonly string[];
  /** The snapshot that is left: exports of others that are not done can be no more. */
  readonly snapshot: string | null;
  readonly nowMs: number;
}

/**
 * Removes exports whose definition or file holds a key, and ends those that wait for a snapshot that is gone; gives how many were
 * removed. What other texts of an export hold is of its definition.
 */
export async function eraseFromExports(db: Kysely<StoreTables>, erasure: ExportErasure): Promise<number> {
  const { folder, keys, snapshot, nowMs } = erasure;
  const folderId = folder.findId();
  if (folderId === null) return 0;
  const issue = { path: '', code: 'snapshot-gone', message: 'Its snapshot was removed by an erasure; ask for it anew.' };
  let waiting = db
    .updateTable('exports')
    .set({ state: 'failed', issues: JSON.stringify([issue]), finished_at: new Date(nowMs) })
    .where('folder', '=', folderId)
    .where('state', 'in', ['queued', 'running']);
  if (snapshot !== null) waiting = waiting.where('snapshot', '!=', snapshot);
  await waiting.execute();
  const rows = await db
    .selectFrom('exports')
    .select(['id', 'format', 'definition', 'canonical', 'sentence', 'notes', 'issues'])
    .where('folder', '=', folderId)
    .execute();
  let removed = 0;
  for (const { id, format, ...texts } of rows) {
    const named = Object.values(texts).some((text) => keys.some((key) => text.includes(JSON.stringify(key))));
    if (!named && !(await holdsKey(folder.path(id, format), format, keys))) continue;
    folder.removeFile(id, format);
    await db.deleteFrom('exports').where('id', '=', id).execute();
    removed += 1;
  }
  return removed;
}

/** Whether a finished file holds a key anywhere, also as part of another text: a file too many can be asked for anew. */
async function holdsKey(path: string, format: ExportFormat, keys: readonly string[]): Promise<boolean> {
  if (!existsSync(path)) return false;
  if (format === 'csv')
    return holdsBytes(
      path,
      keys.flatMap((key) => [key, key.replaceAll('"', '""')]),
    );
  const session = await ChdbSession.open();
  try {
    for (const key of keys) {
      const [row] = await session.query<{ n: string }>(
        `SELECT countIf(position(formatRowNoNewline('TSVRaw', *), {key:String}) > 0) AS n FROM ${fileSql([path])}`,
        { key },
      );
      if (row?.n !== '0') return true;
    }
    return false;
  } finally {
    await session.close();
  }
}

async function holdsBytes(path: string, texts: readonly string[]): Promise<boolean> {
  const sought = texts.map((text) => Buffer.from(text));
  const overlap = Math.max(...sought.map(({ length }) => length)) - 1;
  let before = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer; // a stream without an encoding yields buffers
    const window = Buffer.concat([before, bytes]);
    if (sought.some((text) => window.includes(text))) return true;
    before = window.subarray(Math.max(0, window.length - overlap));
  }
  return false;
}

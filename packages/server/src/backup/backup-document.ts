import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, writeDurably } from '@silhouette/lake';
import { SilhouetteError, writeCanonicalJson } from '@silhouette/model';
import { z } from 'zod';

const fileSchema = z.object({
  /** Relative to the backup's folder, with `/`. */
  path: z.string().regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\\\0]+$/),
  sizeBytes: z.number().int().nonnegative(),
  /** Hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const documentSchema = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  /** Id of the snapshot; null where nothing had been loaded. */
  snapshot: z.string().nullable(),
  /** Rows of the database; null where there was none. */
  rows: z.number().int().nullable(),
  hasSecret: z.boolean(),
  files: z.array(fileSchema),
});

/** `backup.json`, written last: what a whole backup holds. */
export type BackupDocument = z.infer<typeof documentSchema>;

/** Names of a backup's files. */
export const BACKUP_FILES = {
  document: 'backup.json',
  catalog: 'silhouette.yaml',
  lake: 'lake',
  rows: 'store.jsonl',
  secret: 'secret',
  /** Of the list of erased customers in `lake`: without it no load goes on. */
  erasureSecret: 'erasure-secret',
} as const;

/** Checksum and size of a file of a backup. */
export async function describeFile(dir: string, path: string): Promise<BackupDocument['files'][number]> {
  const absolute = join(dir, path);
  return { path, sizeBytes: statSync(absolute).size, sha256: await hashFile(absolute) };
}

/** Writes `backup.json`: with it, and not before, a folder is a backup. It holds a checksum of itself. @throws SilhouetteError `disk-full`. */
export function writeBackupDocument(dir: string, document: BackupDocument): void {
  writeDurably(join(dir, BACKUP_FILES.document), `${JSON.stringify({ ...document, digest: digestOf(document) }, null, 1)}\n`);
}

/** `backup.json` of a folder. @throws SilhouetteError `backup-damaged` where there is none or it is not as it was written. */
export function readBackupDocument(dir: string): BackupDocument {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(join(dir, BACKUP_FILES.document), 'utf8'));
  } catch (error) {
    const message = `"${dir}" is no whole backup: its ${BACKUP_FILES.document} is missing or damaged. It is written last, so a backup that was broken off has none.`;
    throw SilhouetteError.of('backup-damaged', message, '', error);
  }
  const parsed = documentSchema.extend({ digest: z.string() }).safeParse(data);
  if (parsed.success) {
    const { digest, ...document } = parsed.data;
    if (digest === digestOf(document)) return document;
  }
  throw SilhouetteError.of(
    'backup-damaged',
    `"${join(dir, BACKUP_FILES.document)}" is not what was written. Use another backup.`,
  );
}

function digestOf(document: BackupDocument): string {
  return createHash('sha256').update(writeCanonicalJson(document)).digest('hex');
}

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { type MembersTable, type WrittenCsv, writeMembersCsv, writeMembersParquet } from '@silhouette/engine';
import { syncPath } from '@silhouette/lake';
import { assertNever, type ExportFormat, SilhouetteError } from '@silhouette/model';

/** What is written where. */
export interface ExportFileRequest {
  readonly table: MembersTable;
  readonly format: ExportFormat;
  readonly isSpreadsheetSafe: boolean;
  readonly path: string;
  /** What the group was counted to have. */
  readonly rows: number;
}

/** A file that lies on the disk, flushed. */
export interface ExportFile {
  /** Null where values are exact. */
  readonly guardedCells: number | null;
  readonly sizeBytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Writes members to a file so that after any crash all of it is there, or nothing under its name: aside, counted, flushed, renamed,
 * the folder flushed. What was written aside is gone when it fails.
 * @throws SilhouetteError `export-miscounted` when there were more or fewer rows than told, `disk-full`; what the rows fail with.
 */
export async function writeExportFile(request: ExportFileRequest): Promise<ExportFile> {
  const aside = `${request.path}.partial`;
  try {
    await rm(aside, { force: true });
    const { count, guardedCells } = await writeAside(request, aside);
    if (count !== request.rows) {
      const message = `The export wrote ${count} rows of a group of ${request.rows}; it was thrown away. Please report this.`;
      throw SilhouetteError.of('export-miscounted', message);
    }
    syncPath(aside);
    const [sha256, { size }] = [await hashFile(aside), await stat(aside)];
    await rename(aside, request.path);
    syncPath(dirname(request.path));
    return { guardedCells: request.isSpreadsheetSafe ? guardedCells : null, sizeBytes: size, sha256 };
  } catch (error) {
    throw explainFailure(error);
  } finally {
    await rm(aside, { force: true });
  }
}

async function writeAside({ format, table, isSpreadsheetSafe }: ExportFileRequest, aside: string): Promise<WrittenCsv> {
  switch (format) {
    case 'csv':
      return writeCsv(table, aside, isSpreadsheetSafe);
    case 'parquet':
      return { ...(await writeMembersParquet(table, aside)), guardedCells: 0 };
    default:
      return assertNever(format);
  }
}

async function writeCsv(table: MembersTable, aside: string, isSpreadsheetSafe: boolean): Promise<WrittenCsv> {
  const stream = createWriteStream(aside, { mode: 0o600 });
  try {
    const written = await writeMembersCsv(table, stream, isSpreadsheetSafe ? 'spreadsheet' : 'exact');
    stream.end();
    await finished(stream);
    return written;
  } finally {
    stream.destroy();
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

function explainFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'disk-full') return error;
  const message = 'The disk is full: the export was given up, and nothing of it is left. Make room, then ask for it again.';
  return SilhouetteError.of('disk-full', message, '', error);
}

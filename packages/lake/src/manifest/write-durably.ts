import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SilhouetteError } from '@silhouette/model';

/**
 * Replaces a file so that after any crash either the old or the new text is there: written aside, flushed to the disk,
 * renamed, and the folder flushed.
 * @throws disk-full; the old file stays.
 */
export function writeDurably(path: string, text: string): void {
  const folder = dirname(path);
  const aside = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    const descriptor = openSync(aside, 'w');
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(aside, path);
    syncPath(folder);
  } catch (error) {
    rmSync(aside, { force: true });
    throw explainWriteError(error, path);
  }
}

/** Flushes a file or folder to the disk. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The product's error for a failed write: `disk-full` where that is the reason, else the error itself. */
export function explainWriteError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return SilhouetteError.of(
    'disk-full',
    `The disk is full: "${path}" could not be written. Nothing was changed; free some space and run the command again.`,
    '',
    error,
  );
}

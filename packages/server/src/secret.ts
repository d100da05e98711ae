import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syncPath } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';

/**
 * The key that signs cursors: `SILHOUETTE_SECRET`, else a file in the workspace's state folder that only its owner may
 * read, made on first use.
 * @throws SilhouetteError `invalid-option` when the variable holds fewer than 32 characters.
 */
export function provideSecret(stateDir: string, env: Readonly<Record<string, string | undefined>>): Buffer {
  const given = env.SILHOUETTE_SECRET;
  if (given !== undefined && given !== '') {
    if (given.length < 32) throw SilhouetteError.of('invalid-option', 'SILHOUETTE_SECRET must have at least 32 characters.');
    return Buffer.from(given);
  }
  const path = join(stateDir, 'secret');
  mkdirSync(stateDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(path);
}

/** Writes a secret into a new file that only its owner may read, flushed to the disk. */
export function writeSecret(path: string, secret: Buffer): void {
  writeFileSync(path, secret, { mode: 0o600, flag: 'wx' });
  syncPath(path);
}

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { acquireLoadLock, type LockOptions } from '../load/load-lock.ts';
import type { Workspace } from '../load/workspace.ts';
import { lakePaths } from '../manifest/lake-paths.ts';
import { syncPath, writeDurably } from '../manifest/write-durably.ts';
import { checkOf, type ErasedFile, erasureSecretPath, hashKey, quickSql, readErasedKeys, readOrNull } from './erased-keys.ts';

/**
 * Keeps customers out of every load from now on; those that are listed already stay so. The list and its secret are on the disk
 * when it answers. @throws SilhouetteError `load-running`, `erasure-broken`, `disk-full`.
 */
export async function addErasedKeys(workspace: Workspace, keys: readonly string[], options: LockOptions): Promise<void> {
  mkdirSync(workspace.lakeDir, { recursive: true });
  const lock = await acquireLoadLock(workspace.lakeDir, options);
  try {
    const { file } = readErasedKeys(workspace);
    const secret = provideSecret(workspace);
    const known = new Set(file.keys.map(({ hash }) => hash));
    const fresh = [...new Set(keys)].filter((key) => !known.has(hashKey(secret, key)));
    if (fresh.length === 0) return;
    const added: ErasedFile['keys'] = [];
    const session = await ChdbSession.open();
    try {
      for (const key of fresh) {
        const [row] = await session.query<{ quick: string }>(`SELECT toString(${quickSql(secret, '{key:String}')}) AS quick`, {
          key,
        });
        if (row !== undefined) added.push({ hash: hashKey(secret, key), quick: row.quick });
      }
    } finally {
      await session.close();
    }
    const next: ErasedFile = { format: 1, check: checkOf(secret), keys: [...file.keys, ...added] };
    writeDurably(lakePaths.erased(workspace.lakeDir), `${JSON.stringify(next, null, 1)}\n`);
  } finally {
    lock.release();
  }
}

/** The secret of the list, made on first use; only its owner may read it. */
function provideSecret(workspace: Workspace): Buffer {
  const path = erasureSecretPath(workspace);
  const known = readOrNull(path);
  if (known !== null && known.length > 0) return known;
  mkdirSync(dirname(path), { recursive: true });
  const secret = Buffer.from(randomBytes(32).toString('base64url'));
  const descriptor = openSync(path, 'w', 0o600);
  try {
    writeSync(descriptor, secret);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  syncPath(dirname(path));
  return secret;
}

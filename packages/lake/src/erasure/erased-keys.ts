import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SilhouetteError } from '@silhouette/model';
import { z } from 'zod';
import { sqlText } from '../chdb/sql-text.ts';
import type { Workspace } from '../load/workspace.ts';
import { lakePaths } from '../manifest/lake-paths.ts';

/** What the secret is checked against: a list that was made with another one would let everybody through. */
const CHECKED_TEXT = 'silhouette erased keys';

const fileSchema = z.object({
  format: z.literal(1),
  check: z.string(),
  keys: z.array(z.object({ hash: z.string(), quick: z.string() })),
});

/** `lake/erased.json`: customers that no load takes in again, by digests that only the workspace's secret can make. */
export type ErasedFile = z.infer<typeof fileSchema>;

/** The customers that were erased from a workspace, as a load asks for them: never by their keys. */
export class ErasedKeys {
  readonly file: ErasedFile;
  private readonly secret: Buffer;
  private readonly hashes: ReadonlySet<string>;

  constructor(secret: Buffer, file: ErasedFile) {
    this.secret = secret;
    this.file = file;
    this.hashes = new Set(file.keys.map(({ hash }) => hash));
  }

  get count(): number {
    return this.hashes.size;
  }

  /** Changes whenever a key is added; empty where nobody was erased. */
  get digest(): string {
    if (this.count === 0) return '';
    return createHash('sha256')
      .update(JSON.stringify([...this.hashes].sort()))
      .digest('hex')
      .slice(0, 32);
  }

  /** Whether a text is the key of somebody who was erased. */
  has(text: string): boolean {
    return this.hashes.has(hashKey(this.secret, text));
  }

  /**
   * SQL that is true for every erased key and for hardly anything else: a fast keyed digest of 64 bits. What it finds is held
   * against {@link ErasedKeys.has}. `text` is an SQL expression, a `String` that is not null.
   */
  candidateSql(text: string): string {
    return `${quickSql(this.secret, text)} IN (${this.file.keys.map(({ quick }) => quick).join(', ') || 'NULL'})`;
  }
}

/** HMAC-SHA-256 of a key, hexadecimal. */
export function hashKey(secret: Buffer, key: string): string {
  return createHmac('sha256', secret).update(key).digest('hex');
}

/** What tells a secret from others, without telling it. */
export function checkOf(secret: Buffer): string {
  return hashKey(secret, CHECKED_TEXT);
}

/** SQL of the fast digest of a text; SipHash with a key made of the secret. */
export function quickSql(secret: Buffer, text: string): string {
  const key = createHmac('sha256', secret).update('quick').digest();
  return `sipHash64Keyed((toUInt64(${key.readBigUInt64LE(0)}), toUInt64(${key.readBigUInt64LE(8)})), ${text})`;
}

/** SQL that is true where a text (an expression that is not null) is one of some keys. */
export function isOneOfSql(text: string, keys: readonly string[]): string {
  return keys.length === 0 ? '0' : `${text} IN (${keys.map(sqlText).join(', ')})`;
}

/** Where a workspace keeps the secret of its digests: outside of the lake, so that the lake alone tells nobody. */
export function erasureSecretPath(workspace: Pick<Workspace, 'stateDir'>): string {
  return join(workspace.stateDir, 'erasure-secret');
}

/**
 * Who was erased from a workspace; nobody where there is no list.
 * @throws SilhouetteError `erasure-broken` when the list cannot be applied: its secret is gone or another, or it is damaged.
 */
export function readErasedKeys(workspace: Pick<Workspace, 'lakeDir' | 'stateDir'>): ErasedKeys {
  const path = lakePaths.erased(workspace.lakeDir);
  const text = readOrNull(path);
  if (text === null) return new ErasedKeys(Buffer.alloc(0), { format: 1, check: '', keys: [] });
  const secret = readOrNull(erasureSecretPath(workspace));
  let file: ErasedFile;
  try {
    file = fileSchema.parse(JSON.parse(text.toString()));
  } catch (error) {
    throw SilhouetteError.of(
      'erasure-broken',
      `The list of erased customers, "${path}", is damaged: put it back from a backup. Without it those who were erased would come back.`,
      '',
      error,
    );
  }
  if (secret !== null && checkOf(secret) === file.check) return new ErasedKeys(secret, file);
  throw SilhouetteError.of(
    'erasure-broken',
    `"${erasureSecretPath(workspace)}" is ${secret === null ? 'missing, and' : 'not the one that'} the list of erased customers was made with${secret === null ? ' it' : ''}: put it back from a backup. Without it those who were erased would come back.`,
  );
}

/** The bytes of a file; null where there is none. */
export function readOrNull(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the files of a lake lie. */
export const lakePaths = {
  manifest: (lakeDir: string): string => join(lakeDir, 'manifest.json'),
  snapshotsDir: (lakeDir: string): string => join(lakeDir, 'snapshots'),
  snapshot: (lakeDir: string, id: string): string => join(lakeDir, 'snapshots', `${id}.json`),
  dataDir: (lakeDir: string): string => join(lakeDir, 'data'),
  /** Digests of customers that no load takes in again. */
  erased: (lakeDir: string): string => join(lakeDir, 'erased.json'),
  sourcesDir: (lakeDir: string): string => join(lakeDir, 'sources'),
  /** What only a running load needs. */
  workDir: (lakeDir: string): string => join(lakeDir, 'work'),
} as const;

/** File name of a shard. */
export function shardFileName(shard: number): string {
  return `${String(shard).padStart(4, '0')}.parquet`;
}

/** A folder name for any id: letters and digits stay, the rest is percent-encoded; very long ones are cut and hashed. */
export function folderNameOf(id: string): string {
  const name = encodeURIComponent(id).replace(
    /[.!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return name.length <= 180 ? name : `${name.slice(0, 100)}-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

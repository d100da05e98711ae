import { randomUUID } from 'node:crypto';
import { symlink, unlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isPatternPath, sqlString } from '../chdb/sql-text.ts';

/** A path that ClickHouse reads as one plain file, whatever characters the real one has. */
export interface FileLink {
  /** SQL literal of the path. */
  readonly sql: string;
  /** To be called when the path is no longer read. */
  remove(): Promise<void>;
}

/** Makes a link in `folder` when the path would be taken for a pattern. */
export async function linkFile(path: string, folder: string): Promise<FileLink> {
  if (!isPatternPath(path)) return { sql: sqlString(path), remove: async () => undefined };
  const link = join(folder, `${randomUUID()}${extname(path).replace(/[^.A-Za-z0-9]/g, '')}`);
  await symlink(path, link);
  return { sql: sqlString(link), remove: () => unlink(link) };
}

import { basename, join } from 'node:path';
import { writeDurably } from '@silhouette/lake';
import {
  isSameAudience,
  parseAudienceId,
  replaceFileVersion,
  type SavedAudience,
  SilhouetteError,
  writeAudienceFile,
} from '@silhouette/model';
import type { AudienceClient } from '@silhouette/server';
import type { FileConflict, FileResult } from './file-result.ts';
import { type FoundFile, readAudienceFolder } from './folder.ts';

/** What pulling and pushing need. */
export interface FilesOptions {
  readonly client: AudienceClient;
  readonly dir: string;
  /** Whether one side replaces the other where both were changed. */
  readonly force: boolean;
  /** Both sides of a conflict, to be shown. */
  describe(reason: FileConflict['reason'], file: FoundFile, saved: SavedAudience | null): Promise<FileConflict>;
}

/**
 * Writes every saved audience into a folder, one file each. A file that was changed since its version is kept; where the
 * audience was changed as well it is a conflict, and the file stays unless forced.
 * @throws SilhouetteError `clashing-id` where the name of a new file is that of another audience's; nothing is written then.
 */
export async function pullAudiences(options: FilesOptions): Promise<FileResult[]> {
  const files = await readAudienceFolder(options.dir);
  const { audiences } = await options.client.list({ search: '', tag: null, order: 'updated' });
  checkNames(options.dir, audiences, files);
  const results: FileResult[] = [];
  for (const saved of audiences) {
    results.push(await pullOne(options, saved, files.get(saved.id) ?? null));
    files.delete(saved.id);
  }
  for (const [id, { path }] of files) results.push({ id, file: path, outcome: 'unknown', version: null, conflict: null });
  return results.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A new file never takes the place of another audience's, also where names are alike but for their case. @throws `clashing-id` */
function checkNames(dir: string, audiences: readonly SavedAudience[], files: ReadonlyMap<string, FoundFile>): void {
  const owners = new Map([...files].map(([id, { path }]) => [foldName(path), { id, name: basename(path) }]));
  const issues = audiences.flatMap(({ id }) => {
    const owner = files.has(id) ? undefined : owners.get(foldName(join(dir, `${id}.yaml`)));
    if (owner === undefined) return [];
    const message = `The file holds the audience "${owner.id}", and "${id}" is to be written under this name: rename it. Nothing was written.`;
    return [{ path: owner.name, code: 'clashing-id' as const, message }];
  });
  if (issues.length > 0) throw new SilhouetteError(issues);
}

function foldName(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

async function pullOne(options: FilesOptions, saved: SavedAudience, file: FoundFile | null): Promise<FileResult> {
  const path = file?.path ?? join(options.dir, `${checkedId(saved.id)}.yaml`);
  const done = (outcome: FileResult['outcome'], conflict: FileConflict | null = null): FileResult => ({
    id: saved.id,
    file: path,
    outcome,
    version: outcome === 'conflict' || outcome === 'kept' ? (file?.audience.version ?? null) : saved.version,
    conflict,
  });
  if (file === null) {
    writeDurably(path, writeAudienceFile(saved));
    return done('new');
  }
  if (isSameAudience(file.audience, saved)) {
    if (file.audience.version !== saved.version) writeDurably(path, replaceFileVersion(file.text, saved.version));
    return done('same');
  }
  if (file.audience.version === saved.version) return done('kept');
  if (await isUntouched(options.client, file)) {
    writeDurably(path, writeAudienceFile(saved));
    return done('updated');
  }
  const conflict = await options.describe(file.audience.version === null ? 'no-version' : 'both-changed', file, saved);
  if (!options.force) return done('conflict', conflict);
  writeDurably(path, writeAudienceFile(saved));
  return done('forced', conflict);
}

/** Whether a file says what it was pulled as. */
async function isUntouched(client: AudienceClient, { audience }: FoundFile): Promise<boolean> {
  if (audience.version === null) return false;
  try {
    return isSameAudience(audience, await client.getVersion(audience.id, audience.version));
  } catch (error) {
    // A version that never was, of another server's database: then nothing can be said.
    if (error instanceof SilhouetteError && error.code === 'not-found') return false;
    throw error;
  }
}

/** The id, which becomes a file name: what another program answered is not taken on trust. */
function checkedId(id: string): string {
  if (parseAudienceId(id) !== null) return id;
  throw SilhouetteError.of('invalid-value', `The server has an audience ${JSON.stringify(id)}, which can be no file name.`);
}

import { constants, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SilhouetteError } from '@silhouette/model';
import { hashFile } from './commit-snapshot.ts';
import { lakePaths } from './lake-paths.ts';
import { readManifest, readSnapshotDocument } from './read-manifest.ts';
import type { LakeFile, ManifestDocument, SnapshotDocument } from './snapshot-document.ts';
import { explainWriteError, syncPath, writeDurably } from './write-durably.ts';

/** Loads that may commit while a copy is made before it is given up; each takes one of the kept snapshots away. */
const MOST_TRIES = 4;

/**
 * Copies the snapshot that stands now into a lake of its own, `targetDir`, which has that one snapshot and is on the disk when this
 * answers. Loads may commit meanwhile: they never change a file, and remove those of a snapshot only five loads later; where one is
 * removed on the way the copy begins anew with what stands then.
 * @returns the snapshot's id; null when nothing has been loaded, and nothing is made but the list of who was erased, if there is one.
 * @throws SilhouetteError `lake-damaged` for a file that is missing or whose copy has another checksum than the snapshot tells; `disk-full`.
 */
export async function copySnapshot(lakeDir: string, targetDir: string, signal: AbortSignal): Promise<string | null> {
  for (let tries = 1; ; tries += 1) {
    const manifest = readManifest(lakeDir);
    if (manifest === null) {
      copyErased(lakeDir, targetDir);
      return null;
    }
    try {
      const document = readSnapshotDocument(lakeDir, manifest.current);
      await copyFiles(lakeDir, targetDir, document, signal);
      copyErased(lakeDir, targetDir);
      writeLake(targetDir, document);
      return document.id;
    } catch (error) {
      const isGone = readManifest(lakeDir)?.kept.includes(manifest.current) === false;
      if (!isGone || tries === MOST_TRIES) throw error;
    }
  }
}

async function copyFiles(
  lakeDir: string,
  targetDir: string,
  { id, files }: SnapshotDocument,
  signal: AbortSignal,
): Promise<void> {
  const folders = new Set<string>();
  for (const file of files) {
    signal.throwIfAborted();
    const target = join(targetDir, file.path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      // File systems that can share blocks until one side changes; no hard link: damage of one would be that of both.
      copyFileSync(join(lakeDir, file.path), target, constants.COPYFILE_FICLONE);
      syncPath(target);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw damaged(lakeDir, file, id, 'is missing');
      throw explainWriteError(error, target);
    }
    folders.add(dirname(target));
    if ((await hashFile(target)) !== file.sha256) throw damaged(lakeDir, file, id, 'has other content than was written');
  }
  for (const folder of folders) syncPath(folder);
}

/** Who was erased must not come back by the next load of the copy. */
function copyErased(lakeDir: string, targetDir: string): void {
  if (!existsSync(lakePaths.erased(lakeDir))) return;
  mkdirSync(targetDir, { recursive: true });
  writeDurably(lakePaths.erased(targetDir), readFileSync(lakePaths.erased(lakeDir), 'utf8'));
}

function writeLake(targetDir: string, document: SnapshotDocument): void {
  const manifest: ManifestDocument = { format: 1, current: document.id, kept: [document.id] };
  writeDurably(lakePaths.snapshot(targetDir, document.id), `${JSON.stringify(document)}\n`);
  writeDurably(lakePaths.manifest(targetDir), `${JSON.stringify(manifest, null, 2)}\n`);
}

function damaged(lakeDir: string, { path }: LakeFile, id: string, what: string): SilhouetteError {
  const message = `"${join(lakeDir, path)}" (snapshot ${id}) ${what}. Put it back from a backup, or move the folder "lake" away and run: silhouette load.`;
  return SilhouetteError.of('lake-damaged', message, path);
}

import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lakePaths } from './lake-paths.ts';
import { readManifest, readSnapshotDocument } from './read-manifest.ts';
import type { LakeFile, ManifestDocument, SnapshotDocument } from './snapshot-document.ts';
import { syncPath, writeDurably } from './write-durably.ts';

/** Snapshots that stay when a new one comes. */
const KEPT_SNAPSHOTS = 5;

/** Flushes new files to the disk and tells their sizes and checksums. */
export async function sealFiles(lakeDir: string, paths: readonly string[]): Promise<LakeFile[]> {
  const files: LakeFile[] = [];
  const folders = new Set<string>();
  for (const path of paths) {
    syncPath(path);
    for (let folder = dirname(path); folder.length >= lakeDir.length; folder = dirname(folder)) folders.add(folder);
    files.push({
      path: relative(lakeDir, path).split(sep).join('/'),
      sizeBytes: statSync(path).size,
      sha256: await hashFile(path),
    });
  }
  for (const folder of folders) syncPath(folder);
  return files;
}

/** SHA-256 of a file, hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * Makes a snapshot the current one: its document first, then the manifest, each all or nothing. Before the manifest's
 * rename readers see the old snapshot, after it the new one. `most` snapshots stay, the new one among them. @throws disk-full; the old one stays.
 */
export function commitSnapshot(lakeDir: string, document: SnapshotDocument, most = KEPT_SNAPSHOTS): ManifestDocument {
  const before = readManifest(lakeDir);
  const kept = [...(before?.kept ?? []), document.id].slice(-most);
  const manifest: ManifestDocument = { format: 1, current: document.id, kept };
  writeDurably(lakePaths.snapshot(lakeDir, document.id), `${JSON.stringify(document)}\n`);
  writeDurably(lakePaths.manifest(lakeDir), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/**
 * Removes everything in the lake that no kept snapshot names: snapshots beyond the newest, and what killed or failed
 * loads left. Only for the holder of the load lock.
 */
export function sweepLake(lakeDir: string): void {
  const manifest = readManifest(lakeDir);
  const kept = manifest?.kept ?? [];
  const named = new Set(kept.flatMap((id) => readSnapshotDocument(lakeDir, id).files.map((file) => file.path)));
  rmSync(lakePaths.workDir(lakeDir), { recursive: true, force: true });
  for (const name of list(lakePaths.snapshotsDir(lakeDir))) {
    if (!kept.some((id) => name === `${id}.json`)) rmSync(join(lakePaths.snapshotsDir(lakeDir), name), { force: true });
  }
  for (const name of list(lakePaths.dataDir(lakeDir))) {
    if (!kept.includes(name)) rmSync(join(lakePaths.dataDir(lakeDir), name), { recursive: true, force: true });
  }
  for (const name of list(lakeDir)) if (/^\..*\.tmp$/.test(name)) rmSync(join(lakeDir, name), { force: true });
  sweepFolder(lakeDir, lakePaths.sourcesDir(lakeDir), named);
}

function sweepFolder(lakeDir: string, folder: string, named: ReadonlySet<string>): void {
  for (const name of list(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      sweepFolder(lakeDir, path, named);
      if (list(path).length === 0) rmSync(path, { recursive: true, force: true });
    } else if (!named.has(relative(lakeDir, path).split(sep).join('/'))) rmSync(path, { force: true });
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

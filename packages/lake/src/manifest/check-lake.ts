import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue } from '@silhouette/model';
import type { Workspace } from '../load/workspace.ts';
import { hashFile } from './commit-snapshot.ts';
import { readManifest, readSnapshotDocument } from './read-manifest.ts';

/** What reading every file of a lake showed. */
export interface LakeCheck {
  /** Kept snapshots, the newest first. */
  readonly snapshots: readonly string[];
  readonly filesChecked: number;
  readonly bytesChecked: number;
  /** One `lake-damaged` issue per file that is missing, cut or changed. */
  readonly issues: readonly Issue[];
}

/** Reads every file of every kept snapshot and compares its checksum; minutes for a large lake. @throws lake-damaged for the manifest */
export async function checkLake(workspace: Workspace): Promise<LakeCheck> {
  const { lakeDir } = workspace;
  const kept = (readManifest(lakeDir)?.kept ?? []).toReversed();
  const files = new Map(
    kept.flatMap((id) => readSnapshotDocument(lakeDir, id).files.map((file) => [file.path, { ...file, id }] as const)),
  );
  const issues: Issue[] = [];
  let bytesChecked = 0;
  for (const { path, sizeBytes, sha256, id } of files.values()) {
    const absolute = join(lakeDir, path);
    const size = statSync(absolute, { throwIfNoEntry: false })?.size;
    const problem =
      size === undefined
        ? 'is missing'
        : size !== sizeBytes
          ? `has ${size} bytes instead of ${sizeBytes}`
          : (await hashFile(absolute)) === sha256
            ? null
            : 'has other content than was written';
    bytesChecked += size ?? 0;
    if (problem === null) continue;
    issues.push({
      path,
      code: 'lake-damaged',
      message: `"${absolute}" (snapshot ${id}) ${problem}. Put it back from a backup, or move the folder "lake" away and run: silhouette load.`,
    });
  }
  return { snapshots: kept, filesChecked: files.size, bytesChecked, issues };
}

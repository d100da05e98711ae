import { readFileSync } from 'node:fs';
import { SilhouetteError } from '@silhouette/model';
import { lakePaths } from './lake-paths.ts';
import { type ManifestDocument, parseManifest, parseSnapshotDocument, type SnapshotDocument } from './snapshot-document.ts';

/** The manifest of a lake; null when nothing has been loaded. @throws lake-damaged */
export function readManifest(lakeDir: string): ManifestDocument | null {
  const path = lakePaths.manifest(lakeDir);
  const text = readTextOrNull(path);
  return text === null ? null : parseManifest(text, path);
}

/** A kept snapshot's document. @throws lake-damaged */
export function readSnapshotDocument(lakeDir: string, id: string): SnapshotDocument {
  const path = lakePaths.snapshot(lakeDir, id);
  const text = readTextOrNull(path);
  if (text === null) {
    throw SilhouetteError.of(
      'lake-damaged',
      `The lake's file "${path}" is missing, although the manifest names it. Put it back from a backup, or move the folder "lake" away and run: silhouette load.`,
    );
  }
  return parseSnapshotDocument(text, path);
}

function readTextOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

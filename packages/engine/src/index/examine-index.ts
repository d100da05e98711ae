import { existsSync } from 'node:fs';
import { checkIndex, type IndexCheck, IndexError, readManifest } from '@silhouette/bitslice';
import type { Snapshot } from '@silhouette/lake';
import { INDEX_VERSION, type IndexAbout } from './index-about.ts';
import { indexFolder } from './index-folder.ts';

/** What is known of a snapshot's index on the disk. */
export type IndexExamination =
  | { readonly state: 'missing' }
  /** Written by a newer version, which still needs it: left alone. */
  | { readonly state: 'newer' }
  /** Written by another version: it is built anew, never read. */
  | { readonly state: 'outdated' }
  | ({ readonly state: 'whole' | 'damaged' } & IndexCheck);

/** Looks at the files of a snapshot's index; `deep`: at every byte. */
export function examineIndex(indexDir: string, snapshot: Snapshot, deep: boolean): IndexExamination {
  const dir = indexFolder(indexDir, snapshot.id);
  if (!existsSync(dir)) return { state: 'missing' };
  try {
    // The text was checked by its CRC to be what the build wrote.
    const about = readManifest(dir).about as IndexAbout;
    if (about.version > INDEX_VERSION) return { state: 'newer' };
    if (about.version !== INDEX_VERSION || about.snapshot !== snapshot.id) return { state: 'outdated' };
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    if (error.code === 'format') return { state: 'outdated' };
  }
  const check = checkIndex(dir, deep);
  return { state: check.problems.length === 0 ? 'whole' : 'damaged', ...check };
}

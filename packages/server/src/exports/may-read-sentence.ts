import { type PreparedQuestion, viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { parseJsonText, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { knowsEverything } from '../access/require-everything.ts';
import { describeDefinition } from '../audiences/describe-definition.ts';
import { countKeysBy } from '../audiences/hide-definition.ts';
import type { ExportStore, StoredExport } from '../store/export-store.ts';

/** What telling the sentence of an export needs. */
export interface SentenceReaderOptions {
  useStore<T>(question: (store: ExportStore) => Promise<T>): Promise<T>;
  /** A kept snapshot, or the newest (null), as somebody may know it. @throws SilhouetteError `snapshot-gone`, `scope-broken`. */
  findSnapshot(id: string | null, access: Access): Promise<Snapshot>;
  count(question: PreparedQuestion): Promise<{ readonly count: number; readonly base: number }>;
}

/** Deciding is what whoever may see personal values looks at them for. */
const TO_DECIDE = 'deciding about an export';

/**
 * Whether somebody may read what an export of somebody else asks for: no tests of values that are masked for them, no keys of
 * customers that they may not list, as with saved audiences; by the newest catalog, and no where that is broken.
 */
export async function mayReadSentence(
  stored: StoredExport,
  access: Access,
  { useStore, findSnapshot, count }: SentenceReaderOptions,
): Promise<boolean> {
  try {
    const snapshot = await findSnapshot(null, { ...access, purpose: access.purpose ?? TO_DECIDE });
    if (viewOf(snapshot) === null) return true;
    const text = await useStore((store) => store.findDefinition(stored.folder, stored.id));
    const definition = parseJsonText(text?.canonical ?? 'null');
    // Audiences inside are written out in the canonical text.
    const { sentence } = await describeDefinition(snapshot, definition, async () => null, countKeysBy(count));
    return sentence !== null;
  } catch (error) {
    if (error instanceof SilhouetteError) return knowsEverything(access);
    throw error;
  }
}

import { createHash } from 'node:crypto';
import type { CatalogFile } from '@silhouette/model';
import type { ErasedKeys } from './erased-keys.ts';

/**
 * Columns of a source that hold customers' keys: those that the catalog names for it, and those of the name of any key column of
 * the catalog (views join by them).
 */
export function listKeyColumns(catalogFile: CatalogFile, columns: readonly string[]): string[] {
  const { customers, events } = catalogFile;
  const names = new Set([
    ...(customers === null ? [] : [customers.key]),
    ...[...events.values()].map((event) => event.customer),
  ]);
  return columns.filter((name) => names.has(name));
}

/** Changes when files are cleaned in another way than before: they are cleaned anew then. */
const WAY = 2;

/** What was done when a file was last cleaned: by which list, with which columns taken for keys. Empty: there was no list. */
export function markErased(erased: ErasedKeys, keyColumns: readonly string[]): string {
  if (erased.count === 0) return '';
  return createHash('sha256')
    .update(JSON.stringify([WAY, erased.digest, keyColumns]))
    .digest('hex')
    .slice(0, 32);
}

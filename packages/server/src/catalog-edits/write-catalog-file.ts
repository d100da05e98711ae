import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { writeDurably } from '@silhouette/lake';
import { type Catalog, type CatalogFileAnswer, readWord, SilhouetteError, writeEditsToFile } from '@silhouette/model';
import { createTwoFilesPatch } from 'diff';
import type { CatalogEditStore } from '../store/catalog-edit-store.ts';
import { readBase, settleOn } from './read-base.ts';

/**
 * Writes the edits in effect into the catalog file when `hash` is that of its preview; null: the preview.
 * @throws as `CatalogEdits.writeFile`.
 */
export async function writeCatalogFile(
  steps: CatalogEditStore,
  catalog: Catalog,
  path: string,
  hash: string | null,
): Promise<CatalogFileAnswer> {
  const edits = await steps.list();
  const base = readBase(catalog, edits);
  const effective = edits.filter((edit) => settleOn(base, edit) !== 'overruled');
  const before = readCatalogText(path);
  const { text, written, unwritten } = writeEditsToFile(before, effective, catalog);
  const preview = hashTexts(before, text);
  if (hash !== null && hash !== preview) {
    const message = 'The catalog file or the edits have changed since the preview; look at it again. Nothing was written.';
    throw SilhouetteError.of('catalog-file-changed', message, 'hash');
  }
  const isWritten = hash !== null && text !== before;
  // Marked first: should the file not be written, the transaction takes the marks back; a mark too many changes nothing in an
  // answer, a file without its marks neither.
  for (const edit of hash === null ? [] : written) {
    const words = base(edit.subject);
    if (words !== null) await steps.markWritten(edit, readWord(words, edit));
  }
  if (isWritten) replaceFile(path, text);
  const name = basename(path);
  return {
    file: name,
    hash: preview,
    diff: text === before ? '' : createTwoFilesPatch(name, name, before, text, '', '', { context: 2 }),
    isWritten,
    written: written.map(({ subject, property }) => ({ subject, property })),
    unwritten: unwritten.map(({ edit: { subject, property }, reason }) => ({ subject, property, reason })),
  };
}

function readCatalogText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError)
      throw SilhouetteError.of('invalid-yaml', `"${path}" is not UTF-8; save it as UTF-8.`, '', error);
    throw SilhouetteError.of('catalog-missing', `"${path}" cannot be read; put the catalog file back.`, '', error);
  }
}

/** Where a link stands for the file, the file that it leads to is replaced; who may read it stays as it was. */
function replaceFile(path: string, text: string): void {
  const target = realpathSync(path);
  const { mode } = statSync(target);
  writeDurably(target, text);
  chmodSync(target, mode & 0o7777);
}

function hashTexts(before: string, after: string): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([before, after]));
  return `sha256:${hash.digest('hex')}`;
}

import type { CatalogEdit, WordEdit } from './catalog-edit.ts';
import { isSameEdit } from './catalog-edit.ts';
import { readWord, type SubjectWords } from './read-words.ts';

/**
 * How an edit stands to what the loaded file says without it: `needed`: the file says something else; `said`: it says the
 * same, so that the edit has done its work; `overruled`: the edit was written into the file, and the file has said
 * something else again since; `orphaned`: the snapshot has no such subject.
 */
export type EditState = 'needed' | 'said' | 'overruled' | 'orphaned';

/**
 * How an edit stands. `words` are the subject's without its own edits, null where the snapshot has no such subject;
 * `writtenOver` is what the loaded file said when the edit was written into it, null for one that was not.
 */
export function settleEdit(edit: CatalogEdit, words: SubjectWords | null, writtenOver: WordEdit | null): EditState {
  if (words === null) return 'orphaned';
  const said = readWord(words, edit);
  if (isSameEdit(said, edit)) return 'said';
  return writtenOver === null || isSameEdit(said, writtenOver) ? 'needed' : 'overruled';
}

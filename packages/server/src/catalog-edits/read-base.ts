import {
  type Catalog,
  type CatalogEdit,
  type CatalogSubject,
  type EditState,
  overlayEventsOnly,
  readWords,
  type SubjectWords,
  settleEdit,
} from '@silhouette/model';
import type { StoredEdit } from '../store/catalog-edit-store.ts';

/** What a loaded catalog says of a subject without the subject's own edits; null where it has no such subject. */
export type ReadBase = (subject: CatalogSubject) => SubjectWords | null;

/** What a loaded catalog says of each subject without its own edits, under those of the others. */
export function readBase(catalog: Catalog, edits: readonly CatalogEdit[]): ReadBase {
  // Words of attributes may be made of their event's; events and fields stand by themselves.
  const based = overlayEventsOnly(catalog, edits);
  return (subject) => readWords(subject.kind === 'attribute' ? based : catalog, subject);
}

/** How an edit stands to a loaded catalog. */
export function settleOn(base: ReadBase, edit: StoredEdit): EditState {
  return settleEdit(edit, base(edit.subject), edit.writtenOver);
}

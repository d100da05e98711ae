import { basename } from 'node:path';
import type { Snapshot, SnapshotTable } from '@silhouette/lake';
import type { Question } from '../audience-engine.ts';
import { viewOf } from './view.ts';

/**
 * A question as its SQL is shown to who asks: of a view what was asked alone, without the scope (which may rest on what there is
 * not for them), from tables by their names without the server's folders. Of a whole snapshot as it runs.
 */
export function toShownQuestion(question: Question): Question {
  const view = viewOf(question.snapshot);
  if (view === null) return question;
  const { scope: _, ...asked } = question;
  return { ...asked, snapshot: withoutFolders(view.whole) };
}

function withoutFolders(snapshot: Snapshot): Snapshot {
  const rename = (table: SnapshotTable): SnapshotTable => ({ ...table, files: table.files.map((file) => basename(file)) });
  return {
    ...snapshot,
    customers: rename(snapshot.customers),
    events: new Map([...snapshot.events].map(([id, table]) => [id, rename(table)])),
  };
}

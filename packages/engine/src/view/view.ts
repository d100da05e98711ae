import type { Snapshot } from '@silhouette/lake';
import { type Catalog, hashPredicate, type ResolvedPredicate } from '@silhouette/model';
import type { PreparedQuestion } from '../answer/prepare-question.ts';
import type { Question } from '../audience-engine.ts';
import type { KeyMask } from './key-mask.ts';
import type { Rounding } from './rounding.ts';

/** What somebody may know of a snapshot. */
export interface View {
  /** The snapshot itself, with every attribute: for engines, never for answers. */
  readonly whole: Snapshot;
  /** There are no other customers. Null: nobody is left out. */
  readonly scope: ResolvedPredicate | null;
  /** How numbers of customers are told; null: exactly. */
  readonly rounding: Rounding | null;
  /** Personal values are masked in rows and told nowhere else. */
  readonly masksPersonal: boolean;
  /** Customers are told by these pseudonyms; null or absent: by their keys. */
  readonly keyMask?: KeyMask | null;
  /** There are attributes or fields of which who asks must not know; absent: none. */
  readonly hidesClasses?: boolean;
  /** The same for equal views of a snapshot: what is remembered of one is told of those only. */
  readonly key: string;
}

/**
 * A snapshot as somebody may know it: its catalog has what there is for them, and every answer about it keeps to the view.
 * It stays one where it is copied with other words.
 */
export interface ViewedSnapshot extends Snapshot {
  readonly view: View;
}

/** A snapshot seen through a view. `catalog` is what there is of its own. */
export function viewSnapshot(whole: Snapshot, catalog: Catalog, view: Omit<View, 'whole' | 'key'>): ViewedSnapshot {
  const scope = view.scope === null ? null : hashPredicate(view.scope);
  const key = JSON.stringify([scope, view.rounding?.to ?? null, view.masksPersonal, masksKeys(view)]);
  return { ...whole, catalog, view: { ...view, whole, key } };
}

function masksKeys({ keyMask = null }: Pick<View, 'keyMask'>): boolean {
  return keyMask !== null;
}

/** The pseudonyms by which customers are told to who sees a snapshot; null: they are told by their keys. */
export function keyMaskOf(snapshot: Snapshot): KeyMask | null {
  return viewOf(snapshot)?.keyMask ?? null;
}

/** Keys of customers as they were told to who sees a snapshot, as they are: for records, never for an answer. */
export function revealKeys(snapshot: Snapshot, told: readonly string[]): readonly string[] {
  const mask = keyMaskOf(snapshot);
  return mask === null ? told : told.map((key) => mask.find(key) ?? key);
}

/** The view of a snapshot; null: it is the whole one. */
export function viewOf(snapshot: Snapshot): View | null {
  return isViewed(snapshot) ? snapshot.view : null;
}

/** How numbers about a snapshot are told to who sees it; null: exactly. */
export function roundingOf(snapshot: Snapshot): Rounding | null {
  return viewOf(snapshot)?.rounding ?? null;
}

function isViewed(snapshot: Snapshot): snapshot is ViewedSnapshot {
  return 'view' in snapshot;
}

/** A question about a view as engines are asked it: of the whole snapshot, within the scope. */
export function toWholeQuestion<T extends Omit<Question, 'predicate'>>(question: T): T {
  const view = viewOf(question.snapshot);
  if (view === null) return question;
  return { ...question, snapshot: view.whole, ...(view.scope === null ? {} : { scope: view.scope }) };
}

/** A question as of all customers, in exact numbers: for what is kept, never for an answer to who asked. */
export function withoutView(prepared: PreparedQuestion): PreparedQuestion {
  const view = viewOf(prepared.question.snapshot);
  return view === null ? prepared : { ...prepared, question: { ...prepared.question, snapshot: view.whole } };
}

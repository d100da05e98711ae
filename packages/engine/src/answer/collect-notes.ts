import type { Snapshot } from '@silhouette/lake';
import {
  assertNever,
  type CompareTest,
  type EventId,
  type ExistsTest,
  type FieldFilter,
  findAttribute,
  findEvent,
  findField,
  type Note,
  type Predicate,
} from '@silhouette/model';
import { roundingOf } from '../view/view.ts';
import type { PreparedQuestion } from './prepare-question.ts';
import type { ValueLists, ValueSubject } from './value-lists.ts';

const EXAMPLES = 5;

/** The constants of a definition that may be unknown to a snapshot. */
interface Uses {
  readonly texts: Map<string, { readonly subject: ValueSubject; readonly values: Set<string> }>;
  readonly keys: Set<string>;
  attributes: boolean;
}

/**
 * What the reader of an answer must know: values and customer keys that the snapshot does not know (they match nobody),
 * and attributes, asked for or shown, that are older or newer than the as-of asked.
 */
export async function collectNotes(
  lists: ValueLists,
  { question }: PreparedQuestion,
  showsAttributes = false,
): Promise<Note[]> {
  const { snapshot, asOfMs, predicate } = question;
  const uses: Uses = { texts: new Map(), keys: new Set(), attributes: false };
  visitPredicate(predicate, snapshot, uses);
  const notes: Note[] = [];
  for (const { subject, values } of uses.texts.values()) {
    const known = await lists.findKnown(snapshot, subject, [...values]);
    const unknown = [...values].filter((value) => !known.has(value));
    if (unknown.length > 0) notes.push(noteUnknown(subject, unknown));
  }
  if (uses.keys.size > 0) {
    const known = await lists.findKnownKeys(snapshot, [...uses.keys]);
    const unknown = [...uses.keys].filter((key) => !known.has(key));
    if (unknown.length > 0) notes.push(noteUnknownKeys(unknown));
  }
  if ((uses.attributes || showsAttributes) && asOfMs !== snapshot.asOfMs) {
    const at = new Date(snapshot.asOfMs).toISOString();
    notes.push({
      code: 'attributes-as-of-snapshot',
      message: `Attributes are those of the snapshot (${at}); events are as of the time asked.`,
      details: { snapshotAsOf: at },
    });
  }
  const to = roundingOf(snapshot)?.to;
  if (to !== undefined) {
    notes.push({
      code: 'counts-rounded',
      message: `Numbers of customers are told to you in multiples of ${to}; groups of fewer than ${to}, and some that are little larger, as 0.`,
      details: { to },
    });
  }
  return notes;
}

function noteUnknown(subject: ValueSubject, unknown: readonly string[]): Note {
  const name = subject.kind === 'attribute' ? String(subject.attribute.id) : `${subject.event.id}.${subject.field.id}`;
  const examples = unknown.slice(0, EXAMPLES);
  return {
    code: 'unknown-values',
    message: `${unknown.length === 1 ? '1 value' : `${unknown.length} values`} of ${name} ${unknown.length === 1 ? 'occurs' : 'occur'} nowhere in the snapshot and ${unknown.length === 1 ? 'matches' : 'match'} nobody, such as ${quoteAll(examples)}.`,
    details: { subject: name, count: unknown.length, examples },
  };
}

function noteUnknownKeys(unknown: readonly string[]): Note {
  const examples = unknown.slice(0, EXAMPLES);
  return {
    code: 'unknown-customers',
    message: `${unknown.length === 1 ? '1 customer key is' : `${unknown.length} customer keys are`} not in the snapshot and ${unknown.length === 1 ? 'matches' : 'match'} nobody, such as ${quoteAll(examples)}.`,
    details: { count: unknown.length, examples },
  };
}

function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}

function visitPredicate(predicate: Predicate, snapshot: Snapshot, uses: Uses): void {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      for (const child of predicate.children) visitPredicate(child, snapshot, uses);
      return;
    case 'not':
      visitPredicate(predicate.child, snapshot, uses);
      return;
    case 'attribute': {
      uses.attributes = true;
      const attribute = findAttribute(snapshot.catalog, predicate.attribute);
      if (attribute !== undefined && (predicate.test.kind === 'compare' || predicate.test.kind === 'exists')) {
        addTexts({ kind: 'attribute', attribute }, predicate.test, uses);
      }
      return;
    }
    case 'event': {
      for (const filter of predicate.where) visitFilter(predicate.event, filter, snapshot, uses);
      const { measure } = predicate;
      if (measure.kind === 'first' || measure.kind === 'last' || measure.kind === 'top') {
        visitFilter(predicate.event, { kind: 'field', field: measure.field, test: measure.test }, snapshot, uses);
      }
      return;
    }
    case 'sequence':
      for (const step of predicate.steps) for (const filter of step.where) visitFilter(step.event, filter, snapshot, uses);
      return;
    case 'customers':
      for (const key of predicate.keys) uses.keys.add(key);
      return;
    case 'audience':
      return;
    default:
      assertNever(predicate);
  }
}

function visitFilter(eventId: EventId, filter: FieldFilter, snapshot: Snapshot, uses: Uses): void {
  switch (filter.kind) {
    case 'all':
    case 'any':
      for (const child of filter.children) visitFilter(eventId, child, snapshot, uses);
      return;
    case 'not':
      visitFilter(eventId, filter.child, snapshot, uses);
      return;
    case 'field': {
      const event = findEvent(snapshot.catalog, eventId);
      const field = event === undefined ? undefined : findField(event, filter.field);
      if (event !== undefined && field !== undefined) addTexts({ kind: 'field', event, field }, filter.test, uses);
      return;
    }
    default:
      assertNever(filter);
  }
}

function addTexts(subject: ValueSubject, test: CompareTest | ExistsTest, uses: Uses): void {
  if (test.kind !== 'compare') return;
  const values = test.comparisons.flatMap((comparison) => {
    if (comparison.op === 'containsAny') return comparison.values;
    if (comparison.op !== 'in') return [];
    return comparison.values.flatMap((value) => (value.type === 'text' ? [value.value] : []));
  });
  if (values.length === 0) return;
  const key =
    subject.kind === 'attribute'
      ? JSON.stringify([subject.attribute.id])
      : JSON.stringify([subject.event.id, subject.field.id]);
  const known = uses.texts.get(key) ?? { subject, values: new Set<string>() };
  for (const value of values) known.values.add(value);
  uses.texts.set(key, known);
}

import type { Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  assertNever,
  type EventPredicate,
  type Field,
  type FieldFilter,
  type FieldId,
  findAttribute,
  findEvent,
  findField,
  type Issue,
  isPersonal,
  privacyOf,
  type ResolvedPredicate,
} from '@silhouette/model';
import { keyMaskOf, viewOf } from './view.ts';

/**
 * What a definition asks of personal values that are masked for who asks: one could find a masked value by asking for it. That
 * there is one may be asked. Empty where nothing is masked.
 */
export function listHiddenTests(predicate: ResolvedPredicate, snapshot: Snapshot): readonly Omit<Issue, 'path'>[] {
  const view = viewOf(snapshot);
  const masksKeys = keyMaskOf(snapshot) !== null;
  if (view?.masksPersonal !== true && !masksKeys) return [];
  const found = new Map<string, Omit<Issue, 'path'>>();
  const refuse: Refuse = (one, name) => {
    if (one === 'key') {
      if (masksKeys) found.set('', { code: 'not-allowed', message: KEYS_MASKED });
      return;
    }
    if (one === undefined || view?.masksPersonal !== true || !isPersonal(privacyOf(one))) return;
    const message = `"${name}" is personal and masked for you: ask whether it exists, or tell a purpose if you may see personal data.`;
    found.set(name, { code: 'not-allowed', message });
  };
  visit(predicate, snapshot, refuse);
  return [...found.values()];
}

type Refuse = (one: Attribute | Field | 'key' | undefined, name: string) => void;

const KEYS_MASKED =
  'Customers’ keys are personal and masked for you, so they cannot be listed: tell a purpose if you may see personal data.';

function visit(predicate: ResolvedPredicate, snapshot: Snapshot, refuse: Refuse): void {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      for (const child of predicate.children) visit(child, snapshot, refuse);
      return;
    case 'not':
      visit(predicate.child, snapshot, refuse);
      return;
    case 'attribute':
      if (predicate.test.kind !== 'exists') {
        refuse(findAttribute(snapshot.catalog, predicate.attribute), predicate.attribute);
      }
      return;
    case 'event':
      visitEvent(predicate, snapshot, refuse);
      return;
    case 'sequence':
      for (const step of predicate.steps) visitFilters(step.event, step.where, snapshot, refuse);
      return;
    case 'customers':
      refuse('key', '');
      return;
    case 'audience':
      return;
    default:
      assertNever(predicate);
  }
}

function visitEvent({ event, where, measure }: EventPredicate, snapshot: Snapshot, refuse: Refuse): void {
  visitFilters(event, where, snapshot, refuse);
  if (!('field' in measure)) return;
  if ('test' in measure && measure.test.kind === 'exists') return;
  refuseField(event, measure.field, snapshot, refuse);
}

function visitFilters(event: string, filters: readonly FieldFilter[], snapshot: Snapshot, refuse: Refuse): void {
  for (const filter of filters) {
    if (filter.kind !== 'field') {
      visitFilters(event, filter.kind === 'not' ? [filter.child] : filter.children, snapshot, refuse);
    } else if (filter.test.kind !== 'exists') refuseField(event, filter.field, snapshot, refuse);
  }
}

function refuseField(eventId: string, fieldId: FieldId, snapshot: Snapshot, refuse: Refuse): void {
  const event = findEvent(snapshot.catalog, eventId);
  refuse(event === undefined ? undefined : findField(event, fieldId), `${eventId}.${fieldId}`);
}

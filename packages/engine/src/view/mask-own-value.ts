import type { Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  type Field,
  findAttribute,
  findEvent,
  findField,
  isPersonal,
  type MemberValue,
  maskValue,
  type Predicate,
  privacyOf,
  type ValueStats,
} from '@silhouette/model';
import type { MemberRow } from '../audience-engine.ts';
import { viewOf } from './view.ts';

/** The attribute or field whose value a condition shows of a customer, where it is masked to who sees a snapshot; null: it is not. */
export function findMasked(predicate: Predicate, snapshot: Snapshot): Attribute | Field | null {
  const view = viewOf(snapshot);
  if (view === null || !view.masksPersonal) return null;
  const shown = findShown(predicate, view.whole);
  return shown !== undefined && isPersonal(privacyOf(shown)) ? shown : null;
}

/** More values than this are no list that one knows by heart. */
const MOST_KNOWN = 1_000;
/** A value of which nothing is told. */
const HIDDEN = '***';

/** A masked value, as rows of members have it; a missing one stays missing. */
export function maskOwnValue(
  value: MemberRow['values'][number],
  { type, stats }: Pick<Attribute, 'type' | 'stats'>,
): MemberValue {
  if (value === null) return null;
  if (typeof value === 'boolean') return '*';
  const mask = areShared(stats) ? () => HIDDEN : (text: string) => maskValue(text, type);
  return typeof value === 'string' ? mask(value) : value.map(mask);
}

/** An attribute as its values are told of a snapshot: masked ones are texts, whatever they were (lists of tags stay lists). */
export function toToldAttribute(attribute: Attribute, snapshot: Snapshot): Attribute {
  const masksPersonal = viewOf(snapshot)?.masksPersonal === true;
  if (!masksPersonal || !isPersonal(privacyOf(attribute)) || attribute.type === 'tags') return attribute;
  return { ...attribute, type: 'text', decimals: 0 };
}

/** Whether customers share the few values that there are (`female`, `male`): a first letter tells which of them it is. */
function areShared({ distinct, present }: ValueStats): boolean {
  return distinct !== null && distinct <= MOST_KNOWN && 2 * distinct <= present;
}

function findShown(predicate: Predicate, { catalog }: Snapshot): Attribute | Field | undefined {
  if (predicate.kind === 'attribute') return findAttribute(catalog, predicate.attribute);
  if (predicate.kind !== 'event' || !('field' in predicate.measure)) return undefined;
  const event = findEvent(catalog, predicate.event);
  return event === undefined ? undefined : findField(event, predicate.measure.field);
}

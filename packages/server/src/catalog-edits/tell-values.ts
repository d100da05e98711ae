import { viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  type CatalogEntryAnswer,
  type CatalogSubject,
  findCatalogSubject,
  isPersonal,
  privacyOf,
  type ValuesAnswer,
} from '@silhouette/model';
import type { ValuesSubject } from '../read-query.ts';

/** Which values of a subject there are for somebody; null: all. */
export type KnownValues = (subject: CatalogSubject) => Promise<ReadonlySet<string> | null>;

/**
 * The values that `GET /api/values` would list to somebody. Names that people gave to others would tell them that there are some,
 * and of masked ones which.
 */
export function findKnownValues(
  snapshot: Snapshot,
  list: (snapshot: Snapshot, subject: ValuesSubject) => Promise<ValuesAnswer>,
): KnownValues {
  const view = viewOf(snapshot);
  return async (subject) => {
    if (view === null || subject.kind === 'event') return null;
    const found = findCatalogSubject(snapshot.catalog, subject);
    if (found === null || found.kind === 'event') return null;
    const described = found.kind === 'attribute' ? found.attribute : found.field;
    const isMasked = view.masksPersonal && isPersonal(privacyOf(described));
    if (view.scope === null && view.rounding === null && !isMasked) return null;
    if (isMasked || !['category', 'tags', 'boolean'].includes(described.type)) return new Set();
    return new Set((await list(snapshot, subject)).values.map(({ value }) => value));
  };
}

/** An entry's answer with names of the values that there are for who asks; `known` null: of all. */
export function tellValues(answer: CatalogEntryAnswer, known: ReadonlySet<string> | null): CatalogEntryAnswer {
  if (known === null) return answer;
  return {
    ...answer,
    values: answer.values.filter(({ value }) => known.has(value)),
    history: answer.history.map((step) =>
      step.property === 'values' ? { ...step, value: keepKnown(step.value, known) } : step,
    ),
  };
}

/** Of names that were given to values those that are known; null stays null. */
export function keepKnown(value: unknown, known: ReadonlySet<string>): unknown {
  return Array.isArray(value) ? value.filter((one) => known.has(String(Object(one).value))) : value;
}

import type { CatalogAttribute, ValueType } from '@silhouette/model';

/** Which attributes are listed; null: whichever. */
export interface EntryFilter {
  readonly type: ValueType | null;
  readonly group: string | null;
  /** Computed from this event. */
  readonly event: string | null;
  readonly onlyEdited: boolean;
}

/** Nothing left out. */
export const NO_FILTER: EntryFilter = { type: null, group: null, event: null, onlyEdited: false };

/** The attributes that pass a filter, in their order; `edited` are the ids of those with edits. */
export function filterAttributes(
  attributes: readonly CatalogAttribute[],
  filter: EntryFilter,
  edited: ReadonlySet<string>,
): readonly CatalogAttribute[] {
  return attributes.filter(
    ({ id, type, group, event }) =>
      (filter.type === null || type === filter.type) &&
      (filter.group === null || group === filter.group) &&
      (filter.event === null || event === filter.event) &&
      (!filter.onlyEdited || edited.has(id)),
  );
}

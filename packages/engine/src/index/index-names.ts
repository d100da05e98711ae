import type { AttributeId, EventId, FieldId } from '@silhouette/model';

/** Columns of the index beside the attributes: who a customer is known by, and since when. */
export const OWN_COLUMNS = { inTable: '_in_table', sinceMs: '_since_ms', firstEventMs: '_first_event_ms' } as const;

/** The index's column of an attribute. No attribute's id begins with `_`. */
export function attributeColumn(id: AttributeId): string {
  return id;
}

/** The index's table of an event's rows of the last days. No event's id begins with `_`. */
export function recentTableName(event: EventId, days: number): string {
  return `_recent${days}:${event}`;
}

/** The name of the dictionary of a category: of an attribute, or of a field of an event. */
export function dictionaryName(event: EventId | null, id: AttributeId | FieldId): string {
  return event === null ? `a:${id}` : `e:${event}:${id}`;
}

import type { AttributeDraft, AttributeId, Described, EventId, EventType, Field, FieldId, Label } from '@silhouette/model';
import type { SeenColumn } from './read-stats.ts';
import type { StagedEvent } from './stage-event.ts';
import type { SettledValue } from './stage-values.ts';

/** Group of customer attributes that name none. */
const DEFAULT_GROUP = 'Customer';

/** A field as the catalog of a snapshot has it. */
export function describeField(value: SettledValue, seen: SeenColumn, names: ReadonlyMap<string, Label>): Field {
  return {
    // Ids of the catalog file were checked when it was parsed.
    id: value.id as FieldId,
    ...describe(value, seen, names),
    stats: seen.stats,
  };
}

/** A source attribute before its values are counted. */
export function draftSourceAttribute(
  value: SettledValue,
  type: Described['type'],
  names: ReadonlyMap<string, Label>,
): AttributeDraft {
  return {
    // As above; a column's name is an id too, and the loader refuses names that begin with an underscore.
    id: value.id as AttributeId,
    ...describe(value, { type }, names),
    group: value.spec.group ?? DEFAULT_GROUP,
    origin: { kind: 'source', column: value.spec.column, sql: value.spec.sql },
  };
}

/** An event as the catalog of a snapshot has it. */
export function describeEvent(
  event: StagedEvent,
  fields: readonly Field[],
  counts: {
    readonly rows: number;
    readonly customers: number;
    readonly firstAtMs: number | null;
    readonly lastAtMs: number | null;
  },
): EventType {
  return {
    // As above.
    id: event.id as EventId,
    label: event.spec.label ?? nameFromId(event.id),
    description: event.spec.description,
    synonyms: event.spec.synonyms,
    hidden: event.spec.hidden,
    hasOccasion: event.hasOccasion,
    hasRowOrder: event.hasRowOrder,
    fields,
    ...counts,
  };
}

function describe(
  value: SettledValue,
  seen: Pick<SeenColumn, 'type'>,
  names: ReadonlyMap<string, Label>,
): Omit<Described, 'stats'> {
  const { spec } = value;
  return {
    type: seen.type,
    decimals: value.decimals,
    label: spec.label ?? nameFromId(value.id),
    description: spec.description,
    unit: spec.unit,
    order: spec.order,
    // What the catalog says of a value goes before the data's name of it.
    values: new Map([...(seen.type === 'category' ? names : []), ...spec.values]),
    synonyms: spec.synonyms,
    pii: spec.pii,
    privacy: spec.privacy,
    hidden: spec.hidden,
  };
}

/** Without a label the id is the name. */
function nameFromId(id: string): Label {
  return { ko: id, en: id };
}

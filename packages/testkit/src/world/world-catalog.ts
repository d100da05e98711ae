import {
  type Attribute,
  type AttributeId,
  type Catalog,
  type Described,
  type EventId,
  type EventType,
  type FieldId,
  TimeZone,
} from '@silhouette/model';
import type { World, WorldColumn, WorldEvent } from './world.ts';

/** Name of the customer key's column in every world. */
export const KEY_COLUMN = 'customer key';

/** The catalog of a world, as far as engines and the parser need one (statistics are left empty). */
export function buildWorldCatalog(world: World): Catalog {
  return {
    name: 'World',
    timeZone: TimeZone.of(world.timeZone),
    currency: null,
    attributes: (world.customers?.attributes ?? []).map(describeAttribute),
    events: world.events.map(describeEvent),
    panels: [],
    keyName: KEY_COLUMN,
  };
}

// Ids of a world are the catalog's own: branding them is what the catalog parser would do.
function describeAttribute(column: WorldColumn): Attribute {
  return {
    ...describe(column),
    id: column.id as AttributeId,
    group: 'basics',
    origin: { kind: 'source', column: column.id, sql: null },
  };
}

function describeEvent(event: WorldEvent): EventType {
  return {
    id: event.id as EventId,
    label: { ko: event.id, en: event.id },
    description: null,
    synonyms: [],
    hidden: false,
    hasOccasion: event.hasOccasion,
    hasRowOrder: !event.viaView,
    fields: event.fields.map((field) => ({ ...describe(field), id: field.id as FieldId })),
    rows: event.rows.length,
    customers: 0,
    firstAtMs: null,
    lastAtMs: null,
  };
}

function describe(column: WorldColumn): Described {
  return {
    type: column.type,
    label: { ko: column.id, en: column.id },
    description: null,
    decimals: column.decimals,
    unit: null,
    order: column.order,
    values: new Map(),
    synonyms: [],
    pii: false,
    hidden: false,
    stats: { present: 0, missing: 0, distinct: null, min: null, max: null },
  };
}

import type { PrivacyClass } from '../access/privacy-class.ts';
import type { AttributeId, EventId, FieldId } from '../brand.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { ValueType } from '../value/value-type.ts';

/** A text in both languages of the interface. */
export interface Label {
  readonly ko: string;
  readonly en: string;
}

/** What both attributes and fields say of themselves. */
export interface Described {
  readonly type: ValueType;
  readonly label: Label;
  readonly description: Label | null;
  /** Decimals that every value of a number has (0-6); 0 for other types. */
  readonly decimals: number;
  readonly unit: string | null;
  /** Values in the order to show them; null: by size. */
  readonly order: readonly string[] | null;
  /** Names of values, from the catalog and from `labelColumn`; a value not here is its own name. */
  readonly values: ReadonlyMap<string, Label>;
  readonly synonyms: readonly string[];
  /** Whether it tells of persons: its class is `personal` or `sensitive`. */
  readonly pii: boolean;
  /** Absent: `personal` where `pii`, else `internal` (see `privacyOf`). */
  readonly privacy?: PrivacyClass | undefined;
  readonly hidden: boolean;
  readonly stats: ValueStats;
}

/** What a load saw of a column. Texts are as in answers: decimals, `yyyy-mm-dd`, ISO instants. */
export interface ValueStats {
  readonly present: number;
  readonly missing: number;
  /** Distinct values; for `tags` distinct tags; null where not counted (numbers, dates, text). */
  readonly distinct: number | null;
  readonly min: string | null;
  readonly max: string | null;
}

/** An attribute of customers as one snapshot has it. */
export interface Attribute extends Described {
  readonly id: AttributeId;
  /** Name of the group it is listed in. */
  readonly group: string;
  readonly origin: AttributeOrigin;
}

/** Where an attribute's values come from. */
export type AttributeOrigin =
  /** A column of the customer table (or the catalog's SQL over it). */
  | { readonly kind: 'source'; readonly column: string | null; readonly sql: string | null }
  /** Computed from events as of the snapshot. */
  | { readonly kind: 'computed'; readonly spec: ComputedSpec };

/** Measures a computed attribute may have. */
export type ComputedMeasure =
  | 'count'
  | 'rows'
  | 'days'
  | 'recency'
  | 'firstDate'
  | 'lastDate'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'distinct'
  | 'first'
  | 'last'
  | 'top';

/** How an attribute is computed. Windows end at the snapshot's as-of. */
export interface ComputedSpec {
  readonly event: EventId;
  readonly measure: ComputedMeasure;
  /** Null for `count`, `rows`, `days`, `recency`, `firstDate`, `lastDate`. */
  readonly field: FieldId | null;
  /** Unit of `recency`; null for every other measure. */
  readonly recencyUnit: import('../time/calendar.ts').TimeUnit | null;
  /** Null: all time. */
  readonly within: import('../predicate/predicate.ts').EventWindow | null;
  /** Filter of rows in the audience language; empty = every row. */
  readonly where: readonly import('../predicate/predicate.ts').FieldFilter[];
}

/** An attribute before its values were seen. */
export type AttributeDraft = Omit<Attribute, 'stats'>;

/** A field of an event's rows. */
export interface Field extends Described {
  readonly id: FieldId;
}

/** A kind of event as one snapshot has it. */
export interface EventType {
  readonly id: EventId;
  readonly label: Label;
  readonly description: Label | null;
  readonly synonyms: readonly string[];
  readonly hidden: boolean;
  /** Whether rows belong to occasions (orders, visits …). */
  readonly hasOccasion: boolean;
  /** Whether `_row` orders rows of one instant; without it the field's value does. */
  readonly hasRowOrder: boolean;
  readonly fields: readonly Field[];
  readonly rows: number;
  readonly customers: number;
  /** Instants (ms) of the first and last row; null without rows. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}

/** Everything that can be asked of one snapshot. */
export interface Catalog {
  readonly name: string;
  readonly timeZone: TimeZone;
  readonly currency: string | null;
  readonly attributes: readonly Attribute[];
  readonly events: readonly EventType[];
  /** Attributes the explorer shows first. */
  readonly panels: readonly AttributeId[];
  /** Name of the customer key column, as members and SQL show it. */
  readonly keyName: string;
  /** How private customer keys are; absent: `internal` (also in catalogs of before keys had a class). */
  readonly keyPrivacy?: PrivacyClass | undefined;
}

/** The attribute of an id, or undefined. */
export function findAttribute(catalog: Catalog, id: string): Attribute | undefined {
  return catalog.attributes.find((attribute) => attribute.id === id);
}

/** The event of an id, or undefined. */
export function findEvent(catalog: Catalog, id: string): EventType | undefined {
  return catalog.events.find((event) => event.id === id);
}

/** The field of an id, or undefined. */
export function findField(event: EventType, id: string): Field | undefined {
  return event.fields.find((field) => field.id === id);
}

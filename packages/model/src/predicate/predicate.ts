import type { AttributeId, AudienceId, EventId, FieldId } from '../brand.ts';
import type { TimeUnit } from '../time/calendar.ts';
import type { Decimal } from '../value/decimal.ts';

/** A set of customers, as a tree. Made by `parsePredicate` only: every id in it exists and every value has its type. */
export type Predicate =
  | AllPredicate
  | AnyPredicate
  | NotPredicate
  | AttributePredicate
  | EventPredicate
  | SequencePredicate
  | AudiencePredicate
  | CustomersPredicate;

/** A predicate without references to audiences: what engines answer. Made by `resolveAudiences`. */
export type ResolvedPredicate = Predicate & { readonly __resolved?: true };

/** Every child holds; without children everyone. */
export interface AllPredicate {
  readonly kind: 'all';
  readonly children: readonly Predicate[];
}
/** At least one child holds; without children nobody. */
export interface AnyPredicate {
  readonly kind: 'any';
  readonly children: readonly Predicate[];
}
/** Complement within the base. */
export interface NotPredicate {
  readonly kind: 'not';
  readonly child: Predicate;
}
/** A test of one attribute. */
export interface AttributePredicate {
  readonly kind: 'attribute';
  readonly attribute: AttributeId;
  readonly test: AttributeTest;
}
/** How an attribute is tested. */
export type AttributeTest =
  | CompareTest
  | ExistsTest
  | { readonly kind: 'within'; readonly window: AttributeWindow }
  | { readonly kind: 'anniversary'; readonly nextDays: number };
/** All comparisons hold; never empty. A missing value holds none. */
export interface CompareTest {
  readonly kind: 'compare';
  readonly comparisons: readonly Comparison[];
}
/** Whether a value is there. */
export interface ExistsTest {
  readonly kind: 'exists';
  readonly exists: boolean;
}

/** One comparison. `eq` is `in` of one value; `contains` is `containsAny` of one (tags only). */
export type Comparison =
  | { readonly op: 'in'; readonly values: readonly Literal[] }
  | { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: Literal }
  | { readonly op: 'containsAny'; readonly values: readonly string[] };

/** A constant, typed by what it is compared with (`text` for category, tags, text and keys). */
export type Literal =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: Decimal }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** A local day, days since 1970-01-01. Against a datetime it stands for the whole local day. */
  | { readonly type: 'date'; readonly day: number }
  | { readonly type: 'instant'; readonly atMs: number };

/** Some rows of one event, measured. */
export interface EventPredicate {
  readonly kind: 'event';
  readonly event: EventId;
  /** All hold for one row. */
  readonly where: readonly FieldFilter[];
  /** Null: all time (before as-of). */
  readonly within: EventWindow | null;
  readonly measure: Measure;
}

/** A filter of one event row. */
export type FieldFilter =
  | { readonly kind: 'field'; readonly field: FieldId; readonly test: CompareTest | ExistsTest }
  | { readonly kind: 'all'; readonly children: readonly FieldFilter[] }
  | { readonly kind: 'any'; readonly children: readonly FieldFilter[] }
  | { readonly kind: 'not'; readonly child: FieldFilter };

/** What `count` and `avg` count: occasions, or rows. `row` where the event has no occasions. */
export type CountPer = 'occasion' | 'row';

/** What is measured over the matching rows, and how it is compared (all comparisons hold). */
export type Measure =
  | { readonly kind: 'count'; readonly per: CountPer; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'days'; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'recency'; readonly unit: TimeUnit; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'sum'; readonly field: FieldId; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'avg'; readonly field: FieldId; readonly per: CountPer; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'min' | 'max'; readonly field: FieldId; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'distinct'; readonly field: FieldId; readonly comparisons: readonly Comparison[] }
  | { readonly kind: 'first' | 'last' | 'top'; readonly field: FieldId; readonly test: CompareTest | ExistsTest };

/** One customer's rows in order; at least two steps. */
export interface SequencePredicate {
  readonly kind: 'sequence';
  readonly steps: readonly SequenceStep[];
  readonly gap: { readonly max: number; readonly unit: 'hour' | 'day' | 'week' | 'month' } | null;
}
/** One step of a sequence. */
export interface SequenceStep {
  readonly event: EventId;
  readonly where: readonly FieldFilter[];
  readonly within: EventWindow | null;
}
/** The members of another audience; `version` null = the newest when asked. */
export interface AudiencePredicate {
  readonly kind: 'audience';
  readonly audience: AudienceId;
  readonly version: number | null;
}
/** The customers with these keys. */
export interface CustomersPredicate {
  readonly kind: 'customers';
  readonly keys: readonly string[];
}

/** A window over event rows (always cut at as-of). */
export type EventWindow =
  | { readonly kind: 'last'; readonly n: number; readonly unit: TimeUnit }
  /** Local days, both included; at least one is not null. */
  | { readonly kind: 'range'; readonly fromDay: number | null; readonly toDay: number | null }
  | { readonly kind: 'ago'; readonly from: number; readonly to: number; readonly unit: 'day' | 'week' | 'month' | 'year' }
  | { readonly kind: 'calendar'; readonly period: 'week' | 'month' | 'quarter' | 'year'; readonly offset: number };
/** A window over an attribute's date: whole days, also ahead. */
export type AttributeWindow =
  | EventWindow
  | { readonly kind: 'next'; readonly n: number; readonly unit: 'day' | 'week' | 'month' | 'year' };

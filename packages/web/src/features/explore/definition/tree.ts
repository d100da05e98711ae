import type { Measure } from '@silhouette/model';

/**
 * The definition as the page edits it: the audience language with an id on every node, `not` as a flag, conditions
 * that may be switched off, and conditions that are not finished yet. Numbers are decimal text throughout.
 */
export type TreeNode = GroupNode | AttributeNode | EventNode | SequenceNode | CustomersNode | AudienceNode;

/** Names a node within one tree; made by {@link newNodeId}, never leaves the page. */
export type NodeId = string;

interface NodeBase {
  readonly id: NodeId;
  /** Whether everyone *else* is meant. */
  readonly negated: boolean;
  /** Switched off for a moment: kept on the page, not asked. */
  readonly off: boolean;
}

/** `all` or `any` of its children. */
export interface GroupNode extends NodeBase {
  readonly kind: 'group';
  readonly mode: 'all' | 'any';
  readonly children: readonly TreeNode[];
}

/** A test of one attribute. */
export interface AttributeNode extends NodeBase {
  readonly kind: 'attribute';
  readonly attribute: string;
  readonly test: AttributeTest;
}

/** How an attribute is tested. */
export type AttributeTest =
  | CompareTest
  | ExistsTest
  | { readonly kind: 'within'; readonly window: TimeWindow }
  | { readonly kind: 'anniversary'; readonly nextDays: number };
/** Comparisons that all hold; unfinished while there is none. */
export interface CompareTest {
  readonly kind: 'compare';
  readonly compare: Compare;
}
/** Whether a value is there. */
export interface ExistsTest {
  readonly kind: 'exists';
  readonly exists: boolean;
}

/** A constant: decimal text for numbers, ISO text for dates. */
export type Scalar = string | boolean;

/** Comparisons by operator, as the language writes them. */
export interface Compare {
  readonly eq?: Scalar;
  readonly in?: readonly Scalar[];
  readonly gt?: Scalar;
  readonly gte?: Scalar;
  readonly lt?: Scalar;
  readonly lte?: Scalar;
  readonly contains?: string;
  readonly containsAny?: readonly string[];
}

/** Some rows of one event, measured. */
export interface EventNode extends NodeBase {
  readonly kind: 'event';
  readonly event: string;
  /** All hold for one row. */
  readonly where: readonly FilterNode[];
  /** Null: all time. */
  readonly within: TimeWindow | null;
  readonly measure: EventMeasure;
}

// By name, so that the compiler misses a measure that the page has not heard of.
const MEASURE_NAMES: { readonly [Kind in Measure['kind']]: Kind } = {
  count: 'count',
  days: 'days',
  recency: 'recency',
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  distinct: 'distinct',
  first: 'first',
  last: 'last',
  top: 'top',
};
/** What may be measured. */
export const MEASURES: readonly Measure['kind'][] = Object.values(MEASURE_NAMES);
/** One of {@link MEASURES}. */
export type MeasureKind = Measure['kind'];

/** A measure and how it is compared; parts that a kind does not have are null. */
export interface EventMeasure {
  readonly kind: MeasureKind;
  /** Null for `count`, `days`, `recency`. */
  readonly field: string | null;
  /** `recency` only. */
  readonly unit: WindowUnit | null;
  /** `count` and `avg` only; null: what the event has. */
  readonly per: 'occasion' | 'row' | null;
  readonly test: CompareTest | ExistsTest;
}

/** A filter of one event row. */
export type FilterNode = FieldFilter | FilterGroup;
/** A test of one field. */
export interface FieldFilter {
  readonly kind: 'field';
  readonly id: NodeId;
  readonly negated: boolean;
  readonly field: string;
  readonly test: CompareTest | ExistsTest;
}
/** `all` or `any` of its filters. */
export interface FilterGroup {
  readonly kind: 'filters';
  readonly id: NodeId;
  readonly negated: boolean;
  readonly mode: 'all' | 'any';
  readonly children: readonly FilterNode[];
}

/** One customer's rows in order. */
export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly steps: readonly SequenceStep[];
  readonly gap: { readonly max: number; readonly unit: 'hour' | 'day' | 'week' | 'month' } | null;
}
/** One step of a sequence. */
export interface SequenceStep {
  readonly id: NodeId;
  readonly event: string;
  readonly where: readonly FilterNode[];
  readonly within: TimeWindow | null;
}

/** The customers with these keys. */
export interface CustomersNode extends NodeBase {
  readonly kind: 'customers';
  readonly keys: readonly string[];
  /** Whether an empty list is meant (nobody) and not merely unfinished. */
  readonly finished: boolean;
}

/** The members of a saved audience; unfinished while the id is empty; `version` null: the newest. */
export interface AudienceNode extends NodeBase {
  readonly kind: 'audience';
  readonly audience: string;
  readonly version: number | null;
}

/** Units of windows, from short to long. */
export const WINDOW_UNITS = ['hour', 'day', 'week', 'month', 'year'] as const;
/** One of {@link WINDOW_UNITS}. */
export type WindowUnit = (typeof WINDOW_UNITS)[number];
/** Periods of the calendar. */
export const CALENDAR_PERIODS = ['week', 'month', 'quarter', 'year'] as const;
/** One of {@link CALENDAR_PERIODS}. */
export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number];

/** A window of time; dates are `yyyy-mm-dd`. A range without either end is unfinished. */
export type TimeWindow =
  | { readonly kind: 'last'; readonly n: number; readonly unit: WindowUnit }
  | { readonly kind: 'range'; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'ago'; readonly from: number; readonly to: number; readonly unit: Exclude<WindowUnit, 'hour'> }
  | { readonly kind: 'calendar'; readonly period: CalendarPeriod; readonly offset: number }
  | { readonly kind: 'next'; readonly n: number; readonly unit: Exclude<WindowUnit, 'hour'> };

let lastNodeId = 0;

/** An id that no node of this page has had. */
export function newNodeId(): NodeId {
  lastNodeId += 1;
  return `n${lastNodeId}`;
}

/** A definition without a condition: everyone. */
export function makeEmptyTree(): GroupNode {
  return { kind: 'group', id: newNodeId(), negated: false, off: false, mode: 'all', children: [] };
}

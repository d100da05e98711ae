import type { CatalogEvent, CatalogField, ValueType } from '@silhouette/model';
import type {
  Compare,
  CompareTest,
  EventMeasure,
  EventNode,
  FieldFilter,
  FilterNode,
  TimeWindow,
  TreeNode,
} from '../../definition/tree.ts';
import { newNodeId } from '../../definition/tree.ts';
import { shiftDay } from '../../shift-day.ts';
import type { DaySpread, NumberSpread, Spread } from './spread.ts';

/** Rows of one event that something is asked of: the filters that hold as well, and when. */
export interface RowScope {
  readonly event: string;
  readonly where: readonly FilterNode[];
  readonly within: TimeWindow | null;
}

const AT_LEAST_ONCE: EventMeasure = {
  kind: 'count',
  field: null,
  unit: null,
  per: null,
  test: { kind: 'compare', compare: { gte: '1' } },
};

/** How what an event condition measures is spread; null for values that lie in no order. */
export function spreadOfMeasure(node: EventNode, event: CatalogEvent): Spread | null {
  const { measure } = node;
  const make = (test: CompareTest) => makeRows(node, { ...measure, test });
  const counted = { decimals: 0, least: '0', most: '99999', reach: 0 };
  switch (measure.kind) {
    case 'count':
    case 'days':
    case 'distinct':
      return makeNumberSpread({ ...counted, hasZero: true }, make);
    case 'recency':
      return makeNumberSpread({ ...counted, hasZero: false }, make);
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'first':
    case 'last':
    case 'top': {
      const field = event.fields.find(({ id }) => id === measure.field);
      if (field === undefined) return null;
      // Orders have many rows, and customers many orders.
      const reach = measure.kind === 'sum' ? 5 : measure.kind === 'avg' ? 2 : 0;
      return spreadOfValues(field, measure.kind === 'sum', reach, make);
    }
  }
}

/** How a field's values are spread over the customers with such a row. */
export function spreadOfField(filter: FieldFilter, field: CatalogField, scope: RowScope): Spread | null {
  return spreadOfValues(field, false, 0, (test) =>
    makeRows({ ...scope, where: [...scope.where, { ...filter, negated: false, test }] }, AT_LEAST_ONCE),
  );
}

/** When rows happened, between two days. */
export function spreadOfTime(scope: Pick<RowScope, 'event' | 'where'>, first: string, last: string): DaySpread {
  return {
    kind: 'day',
    first,
    last,
    within: (from, to) =>
      makeRows({ ...scope, within: { kind: 'range', from, to: to === null ? null : shiftDay(to, -1) } }, AT_LEAST_ONCE),
  };
}

function spreadOfValues(
  field: CatalogField,
  hasZero: boolean,
  reach: number,
  make: (test: CompareTest) => TreeNode,
): Spread | null {
  const { type, decimals, min, max } = field;
  if (type === 'number') return makeNumberSpread({ decimals, hasZero, least: min, most: max, reach }, make);
  if (!isDay(type) || min === null || max === null) return null;
  const within = (from: string | null, to: string | null) => make({ kind: 'compare', compare: makeBetween(from, to) });
  return { kind: 'day', first: min.slice(0, 10), last: max.slice(0, 10), within };
}

function makeNumberSpread(
  known: Omit<NumberSpread, 'kind' | 'within' | 'zero'>,
  make: (test: CompareTest) => TreeNode,
): NumberSpread {
  return {
    kind: 'number',
    ...known,
    within: (from, to) => make({ kind: 'compare', compare: makeBetween(from, to) }),
    zero: make({ kind: 'compare', compare: { eq: '0' } }),
  };
}

function isDay(type: ValueType): boolean {
  return type === 'date' || type === 'datetime';
}

function makeBetween(from: string | null, to: string | null): Compare {
  return { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lt: to }) };
}

function makeRows({ event, where, within }: RowScope, measure: EventMeasure): EventNode {
  return { kind: 'event', id: newNodeId(), negated: false, off: false, event, where, within, measure };
}

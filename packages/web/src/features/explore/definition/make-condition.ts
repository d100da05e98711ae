import type { CatalogAttribute, CatalogEvent } from '@silhouette/model';
import type { AttributeNode, AttributeTest, Compare, EventNode, FieldFilter, Scalar, SequenceNode } from './tree.ts';
import { newNodeId } from './tree.ts';

/** A new condition on an attribute; where a value must be chosen it is unfinished and takes no part yet. */
export function makeAttributeCondition(attribute: CatalogAttribute): AttributeNode {
  return wrapTest(attribute.id, makeFirstTest(attribute.type));
}

/** A condition on an attribute that compares. */
export function makeCompareCondition(attribute: string, compare: Compare): AttributeNode {
  return wrapTest(attribute, { kind: 'compare', compare });
}

function wrapTest(attribute: string, test: AttributeTest): AttributeNode {
  return { kind: 'attribute', id: newNodeId(), negated: false, off: false, attribute, test };
}

/** What a new condition asks of a value of some type. */
function makeFirstTest(type: CatalogAttribute['type']): AttributeTest {
  if (type === 'boolean') return { kind: 'compare', compare: { eq: true } };
  if (type === 'date' || type === 'datetime') return { kind: 'within', window: { kind: 'last', n: 3, unit: 'month' } };
  return { kind: 'compare', compare: {} };
}

/** A condition that an attribute has one value; for tags that it contains it. */
export function makeValueCondition(attribute: Pick<CatalogAttribute, 'id' | 'type'>, value: string): AttributeNode {
  return wrapTest(attribute.id, { kind: 'compare', compare: makeValueCompare(attribute.type, [value]) });
}

/** The comparison that a value is one of some. */
export function makeValueCompare(type: CatalogAttribute['type'], values: readonly string[]): Compare {
  if (values.length === 0) return {};
  if (type === 'tags') return { containsAny: values };
  if (type === 'boolean') {
    const booleans = values.map((value): Scalar => value === 'true');
    const [only] = booleans;
    return booleans.length === 1 && only !== undefined ? { eq: only } : { in: booleans };
  }
  return { in: values };
}

/** A new condition on an event: at least once in the last three months. */
export function makeEventCondition(event: Pick<CatalogEvent, 'id'>): EventNode {
  return {
    kind: 'event',
    id: newNodeId(),
    negated: false,
    off: false,
    event: event.id,
    where: [],
    within: { kind: 'last', n: 3, unit: 'month' },
    measure: { kind: 'count', field: null, unit: null, per: null, test: { kind: 'compare', compare: { gte: '1' } } },
  };
}

/** A filter that a field has one value. */
export function makeValueFilter(field: string, type: CatalogAttribute['type'], value: string): FieldFilter {
  return {
    kind: 'field',
    id: newNodeId(),
    negated: false,
    field,
    test: { kind: 'compare', compare: makeValueCompare(type, [value]) },
  };
}

/** A new sequence: one event, then another (or the same again). */
export function makeSequence(first: string, second: string): SequenceNode {
  const step = (event: string) => ({ id: newNodeId(), event, where: [], within: null });
  return { kind: 'sequence', id: newNodeId(), negated: false, off: false, steps: [step(first), step(second)], gap: null };
}

/** The values that a comparison lists, as text; empty where it compares otherwise. */
export function readListedValues(compare: Compare): readonly string[] {
  const values = [
    ...(compare.in ?? []),
    ...(compare.eq === undefined ? [] : [compare.eq]),
    ...(compare.containsAny ?? []),
    ...(compare.contains === undefined ? [] : [compare.contains]),
  ];
  return values.map(String);
}

import type { ValueType } from '../value/value-type.ts';

/** Operators of comparisons as definitions spell them. */
export type Operator = 'eq' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'containsAny';

const EQUALITY: readonly Operator[] = ['eq', 'in'];
const ORDER: readonly Operator[] = ['eq', 'in', 'gt', 'gte', 'lt', 'lte'];

/** The operators that compare values of each type. */
export const OPERATORS_OF_TYPE: Readonly<Record<ValueType, readonly Operator[]>> = {
  boolean: EQUALITY,
  category: EQUALITY,
  text: EQUALITY,
  tags: ['contains', 'containsAny'],
  number: ORDER,
  date: ORDER,
  datetime: ORDER,
};

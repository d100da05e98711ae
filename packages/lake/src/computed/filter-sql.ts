import {
  assertNever,
  type Comparison,
  type Decimal,
  decimalUnitsAt,
  type FieldFilter,
  type Literal,
  type TimeZone,
} from '@silhouette/model';
import { bindStringList, type QueryParameter } from '../chdb/query-parameters.ts';
import type { FieldColumn } from './measure-sql.ts';

/** What filters are compiled against. */
export interface FilterContext {
  readonly zone: TimeZone;
  /** The column of a field; the filter's fields exist. */
  readonly findField: (id: string) => FieldColumn;
  /** Texts are bound here, under names of their own. */
  readonly parameters: Record<string, QueryParameter>;
}

/** SQL (1 or 0, never null) of a filter of event rows, as the audience language means it. */
export function filterSql(filter: FieldFilter, context: FilterContext): string {
  switch (filter.kind) {
    case 'all':
      return filter.children.length === 0
        ? '1'
        : `(${filter.children.map((child) => filterSql(child, context)).join(' AND ')})`;
    case 'any':
      return filter.children.length === 0 ? '0' : `(${filter.children.map((child) => filterSql(child, context)).join(' OR ')})`;
    case 'not':
      return `(NOT ${filterSql(filter.child, context)})`;
    case 'field': {
      const field = context.findField(filter.field);
      const isPresent = field.type === 'tags' ? `notEmpty(${field.sql})` : `isNotNull(${field.sql})`;
      if (filter.test.kind === 'exists') return filter.test.exists ? isPresent : `(NOT ${isPresent})`;
      const tests = filter.test.comparisons.map((comparison) => compareSql(field, comparison, context));
      // A missing value holds no comparison.
      return `(${isPresent} AND ${tests.map((test) => `ifNull(${test}, 0)`).join(' AND ')})`;
    }
    default:
      return assertNever(filter);
  }
}

function compareSql(field: FieldColumn, comparison: Comparison, context: FilterContext): string {
  switch (comparison.op) {
    case 'containsAny':
      return `hasAny(${field.sql}, ${bindTexts(comparison.values, context)})`;
    case 'in': {
      const texts = comparison.values.flatMap((value) => (value.type === 'text' ? [value.value] : []));
      const others = comparison.values
        .filter((value) => value.type !== 'text')
        .map((value) => equalsSql(field, value, context.zone));
      if (texts.length > 0) others.push(`has(${bindTexts(texts, context)}, assumeNotNull(${field.sql}))`);
      return others.length === 0 ? '0' : `(${others.join(' OR ')})`;
    }
    default:
      return orderSql(field, comparison.op, comparison.value, context.zone);
  }
}

function bindTexts(values: readonly string[], context: FilterContext): string {
  return bindStringList(context.parameters, `f${Object.keys(context.parameters).length}`, values);
}

function equalsSql(field: FieldColumn, value: Literal, zone: TimeZone): string {
  switch (value.type) {
    case 'number': {
      const units = unitsOf(value.value, field.decimals);
      return units.exact ? `${unitsSql(field)} = toInt256('${units.floor}')` : '0';
    }
    case 'boolean':
      return `${field.sql} = ${value.value}`;
    case 'date':
      return field.type === 'date'
        ? `${daySql(field)} = ${value.day}`
        : `(${instantSql(field)} >= ${zone.startOfDay(value.day)} AND ${instantSql(field)} < ${zone.startOfDay(value.day + 1)})`;
    case 'instant':
      return `${instantSql(field)} = ${value.atMs}`;
    case 'text':
      throw new TypeError('Texts are compared as a list.');
    default:
      return assertNever(value);
  }
}

function orderSql(field: FieldColumn, op: 'gt' | 'gte' | 'lt' | 'lte', value: Literal, zone: TimeZone): string {
  const sign = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[op];
  switch (value.type) {
    case 'number': {
      // The constant is never rounded: between two values of the field `>` and `>=` are the same.
      const { floor, exact } = unitsOf(value.value, field.decimals);
      const inexactSign = op === 'gt' || op === 'gte' ? '>' : '<=';
      return `${unitsSql(field)} ${exact ? sign : inexactSign} toInt256('${floor}')`;
    }
    case 'date':
      if (field.type === 'date') return `${daySql(field)} ${sign} ${value.day}`;
      if (op === 'gte' || op === 'lt') return `${instantSql(field)} ${sign} ${zone.startOfDay(value.day)}`;
      return `${instantSql(field)} ${op === 'gt' ? '>=' : '<'} ${zone.startOfDay(value.day + 1)}`;
    case 'instant':
      return `${instantSql(field)} ${sign} ${value.atMs}`;
    case 'text':
    case 'boolean':
      throw new TypeError(`A ${value.type} has no order; parsePredicate lets none through.`);
    default:
      return assertNever(value);
  }
}

function unitsSql(field: FieldColumn): string {
  return `toInt256(toDecimal256(assumeNotNull(${field.sql}), ${field.decimals}) * toDecimal256('1${'0'.repeat(field.decimals)}', 0))`;
}

function daySql(field: FieldColumn): string {
  return `toInt32(assumeNotNull(${field.sql}))`;
}

function instantSql(field: FieldColumn): string {
  return `toUnixTimestamp64Milli(assumeNotNull(${field.sql}))`;
}

/** The greatest number of 10^-decimals that is not above the value, kept within 256 bits. */
function unitsOf(value: Decimal, decimals: number): { floor: bigint; exact: boolean } {
  const limit = 10n ** 70n;
  if (value.scale <= decimals) {
    const units = decimalUnitsAt(value, decimals);
    // Beyond every value of the lake a constant may stand at the limit.
    return { floor: units > limit ? limit : units < -limit ? -limit : units, exact: true };
  }
  const divisor = 10n ** BigInt(value.scale - decimals);
  const quotient = value.units / divisor;
  const floor = value.units < 0n ? quotient - 1n : quotient;
  return { floor: floor > limit ? limit : floor < -limit ? -limit : floor, exact: false };
}

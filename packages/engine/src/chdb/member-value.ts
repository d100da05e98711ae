import { type Attribute, assertNever, formatDecimalAt, parseDecimal } from '@silhouette/model';
import type { MemberRow } from '../audience-engine.ts';
import { writeColumn } from '../sql/column-sql.ts';

/** SQL of an attribute's value in a form that JSON carries exactly. */
export function writeMemberValue(attribute: Attribute, table: string): string {
  const column = writeColumn(table, attribute.id);
  return attribute.type === 'datetime' ? `toUnixTimestamp64Milli(${column})` : column;
}

/** A value read with {@link writeMemberValue}, as member rows show it. */
export function formatMemberValue(attribute: Attribute, value: unknown): MemberRow['values'][number] {
  if (attribute.type === 'tags') return Array.isArray(value) && value.length > 0 ? value.map(String) : null;
  if (value === null || value === undefined) return null;
  switch (attribute.type) {
    case 'category':
    case 'text':
    case 'date':
      return String(value);
    case 'boolean':
      return value === true;
    case 'datetime':
      return new Date(Number(value)).toISOString();
    case 'number': {
      const decimal = parseDecimal(String(value));
      if (decimal === null) throw new TypeError(`ClickHouse gave "${String(value)}" for a decimal.`);
      return formatDecimalAt(decimal, attribute.decimals);
    }
    default:
      return assertNever(attribute.type);
  }
}

import { assertNever, type Described } from '@silhouette/model';

/**
 * What constants are compared with: SQL of a value that may be null (missing).
 * `number`: a decimal with `decimals` digits after the point and at most `digits` in all; `integer`: an `Int64`.
 */
export type Subject =
  | { readonly kind: 'text' | 'boolean' | 'date' | 'datetime' | 'tags'; readonly sql: string }
  | { readonly kind: 'integer'; readonly sql: string }
  | { readonly kind: 'number'; readonly sql: string; readonly decimals: number; readonly digits: 38 | 76 };

/** A stored value of an attribute or field: `sql` names its column. */
export function describeSubject(described: Pick<Described, 'type' | 'decimals'>, sql: string): Subject {
  switch (described.type) {
    case 'category':
    case 'text':
      return { kind: 'text', sql };
    case 'number':
      return { kind: 'number', sql, decimals: described.decimals, digits: 38 };
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'tags':
      return { kind: described.type, sql };
    default:
      return assertNever(described.type);
  }
}

/** The ClickHouse type of an attribute's or field's column in the lake. */
export function writeColumnType(described: Pick<Described, 'type' | 'decimals'>): string {
  switch (described.type) {
    case 'category':
    case 'text':
      return 'Nullable(String)';
    case 'number':
      return `Nullable(Decimal(38, ${described.decimals}))`;
    case 'date':
      return 'Nullable(Date32)';
    case 'datetime':
      return "Nullable(DateTime64(3, 'UTC'))";
    case 'boolean':
      return 'Nullable(Bool)';
    case 'tags':
      return 'Array(String)';
    default:
      return assertNever(described.type);
  }
}

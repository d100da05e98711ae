import { escapeBytes } from './sql-text.ts';

/** A value for a `{name:Type}` placeholder; a `bigint` keeps all digits, null needs a `Nullable` type. */
export type QueryParameter = string | number | bigint | boolean | null | readonly string[];
/** Values by placeholder name. */
export type QueryParameters = Readonly<Record<string, QueryParameter>>;

/**
 * Adds a list of strings to `parameters` under `name` and answers the SQL expression of it, an `Array(String)`.
 * The list travels as one JSON string: lists of 100,000 are fine, where an array parameter of that size hangs.
 */
export function bindStringList(parameters: Record<string, QueryParameter>, name: string, values: readonly string[]): string {
  // A string with a lone surrogate is no Unicode text: no value in the lake can equal it, and JSON readers refuse it.
  parameters[name] = JSON.stringify(values.filter((value) => !/\p{Surrogate}/u.test(value)));
  return `JSONExtract({${name}:String}, 'Array(String)')`;
}

/**
 * The `SET` statement that gives parameters to one connection. Every character of a value but letters, digits and a
 * few signs is written as the escaped bytes of its UTF-8, so nothing of it can end the literal.
 * @throws RangeError for a name that is no plain identifier or a number that is not finite.
 */
export function setParametersSql(parameters: QueryParameters): string {
  const parts = Object.entries(parameters).map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new RangeError(`"${name}" is no name for a parameter.`);
    return `param_${name} = '${escapeBytes(formatParameter(value))}'`;
  });
  return `SET ${parts.join(', ')}`;
}

/** Names of the `{name:Type}` placeholders of a statement (also of such text inside its literals). */
export function findPlaceholders(sql: string): Set<string> {
  return new Set([...sql.matchAll(/\{\s*([A-Za-z_]\w*)\s*:/g)].map((match) => match[1] ?? ''));
}

// ClickHouse reads a parameter's text by the rules of its tab-separated format, hence the backslashes.
function formatParameter(value: QueryParameter): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeTabSeparated(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be bound as a parameter.`);
    return String(value);
  }
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  // Strings inside an array are literals of SQL, which have the same escapes.
  return `[${value.map((item) => `'${escapeTabSeparated(item).replaceAll("'", "\\'")}'`).join(',')}]`;
}

function escapeTabSeparated(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\0', '\\0');
}

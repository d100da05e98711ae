/** SQL that is always true: expressions here are `UInt8`, 0 or 1 and never null. */
export const ALWAYS = '1';
/** SQL that is always false. */
export const NEVER = '0';

/** All hold; without parts always. */
export function writeAll(parts: readonly string[]): string {
  return join([...new Set(parts)], 'AND', ALWAYS, NEVER);
}

/** At least one holds; without parts never. */
export function writeAny(parts: readonly string[]): string {
  return join([...new Set(parts)], 'OR', NEVER, ALWAYS);
}

/** Does not hold. */
export function writeNot(part: string): string {
  if (part === ALWAYS) return NEVER;
  if (part === NEVER) return ALWAYS;
  return `NOT ${part}`;
}

function join(parts: readonly string[], operator: string, neutral: string, absorbing: string): string {
  if (parts.includes(absorbing)) return absorbing;
  const kept = parts.filter((part) => part !== neutral);
  const [first] = kept;
  if (first === undefined) return neutral;
  return kept.length === 1 ? first : `(${kept.join(` ${operator} `)})`;
}

/** An expression that may be null, where null is false. */
export function nullIsFalse(sql: string): string {
  return sql === ALWAYS || sql === NEVER ? sql : `ifNull(${sql}, 0)`;
}

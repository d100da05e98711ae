import { createHash } from 'node:crypto';

/** Longer texts are named by their digest: keys are kept in memory and sent to every thread. */
const MOST_KEY_LENGTH = 256;

/** A name for what `parts` say: equal exactly where they are (a long one by its SHA-256). */
export function expressionKey(parts: unknown): string {
  const text = JSON.stringify(parts, (_name, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value instanceof Uint32Array ? [...value] : value,
  );
  return text.length <= MOST_KEY_LENGTH ? text : `sha256:${createHash('sha256').update(text).digest('base64url')}`;
}

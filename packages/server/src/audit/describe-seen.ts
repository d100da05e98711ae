import type { AuditText } from './audit-event.ts';

/** Keys that an entry lists one by one; of more it holds the first and the last. */
const MOST_LISTED = 200;

/** The customers that somebody saw, in the order of their keys, as texts that may be erased one day. */
export function describeSeen(keys: readonly string[]): AuditText[] {
  if (keys.length <= MOST_LISTED) return keys.map((text) => ({ name: 'key', text }));
  const [first = '', last = ''] = [keys[0], keys.at(-1)];
  return [
    { name: 'first-key', text: first },
    { name: 'last-key', text: last },
  ];
}

import type { AuditDetails, AuditText } from './audit-event.ts';

/** What may be a customer's key, or hold one: it lies where it can be erased. */
const ERASABLE = ['subject', 'text'];

/** What somebody looked for in the log. Every value of the query is one text, which its reader has checked. */
export function describeQuery(query: unknown): { readonly details: AuditDetails; readonly texts: readonly AuditText[] } {
  const entries = Object.entries(Object(query)).map(([key, value]) => [key, String(value)] as const);
  return {
    details: { query: Object.fromEntries(entries.filter(([key]) => !ERASABLE.includes(key))) },
    texts: entries.flatMap(([key, text]) => (ERASABLE.includes(key) && text !== '' ? [{ name: `query.${key}`, text }] : [])),
  };
}

import type { AuditText } from './audit-event.ts';

/** A row scope that somebody was given, as text that may be erased: it may list customers. Undefined: it was not told. */
export function describeScope(rowScope: string | null | undefined): AuditText[] {
  return rowScope === undefined ? [] : [{ name: 'rowScope', text: rowScope ?? 'null' }];
}

import { formatCsvLine, guardCell } from '@silhouette/engine';
import { assertNever } from '@silhouette/model';
import type { AuditLog } from './audit-log.ts';
import type { AuditFilter } from './audit-store.ts';
import { answerEntry } from './read-body.ts';
import type { LogReader } from './redact-log.ts';
import type { SealedEntry } from './seal-entry.ts';

/** Formats of an export of the log. */
export const AUDIT_FORMATS = ['jsonl', 'csv'] as const;

/** One of {@link AUDIT_FORMATS}. */
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

const PAGE = 1000;
const COLUMNS = [
  'sequence',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'subject',
  'address',
  'method',
  'route',
  'status',
  'user_agent',
  'details',
  'texts',
  'previous',
  'hash',
  'seal',
];

/**
 * Entries as text, as they are told to who reads, oldest first, a page at a time: JSON lines hold each as it was sealed, with its seal; CSV is made for
 * spreadsheets, with an apostrophe before what they could take for formulas.
 */
export async function* writeEntries(
  log: AuditLog,
  filter: AuditFilter,
  format: AuditFormat,
  reader: LogReader,
): AsyncGenerator<string> {
  await log.flush();
  if (format === 'csv') yield `\uFEFF${formatCsvLine(COLUMNS)}`;
  let last = 0;
  for (;;) {
    const page = await log.use((store) => store.listAfter(last, PAGE, filter));
    if (page.length > 0) yield page.map((entry) => writeEntry(entry, format, reader)).join('');
    if (page.length < PAGE) return;
    last = page.at(-1)?.sequence ?? last;
  }
}

function writeEntry(sealed: SealedEntry, format: AuditFormat, reader: LogReader): string {
  const entry = reader.tell(answerEntry(sealed));
  // What seals an entry is of all of it.
  const { key, seal } = entry.redacted === true ? { key: '', seal: '' } : sealed;
  switch (format) {
    case 'jsonl':
      return `${JSON.stringify({ ...entry, key, seal })}\n`;
    case 'csv': {
      const { actor, request } = entry;
      const cells = [
        String(entry.sequence),
        entry.at,
        actor.kind,
        actor.id,
        actor.name,
        entry.action,
        entry.subject.join(' '),
        request?.address ?? '',
        request?.method ?? '',
        request?.route ?? '',
        request === null ? '' : String(request.status),
        request?.userAgent ?? '',
        JSON.stringify(entry.details),
        JSON.stringify(entry.texts),
        entry.previous,
        entry.hash,
        seal,
      ];
      return formatCsvLine(cells.map(guardCell));
    }
    default:
      return assertNever(format);
  }
}

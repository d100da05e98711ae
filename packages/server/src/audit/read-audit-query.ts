import { type AuditAction, isAuditAction, resolveTimeText, SilhouetteError, type TimeZone } from '@silhouette/model';
import { QueryReader } from '../read-query.ts';
import type { AuditFilter } from './audit-store.ts';

/** Keys of a query by which entries are chosen. */
export const FILTER_KEYS = ['from', 'to', 'actor', 'action', 'subject', 'text'] as const;

/** A query about the log: which entries, and which page of them. */
export interface AuditQuery {
  readonly filter: AuditFilter;
  readonly limit: number;
  /** Entries before this one; null: the newest. */
  readonly before: number | null;
}

const DEFAULT_LIMIT = 100;
/** Most entries of one page. */
export const MOST_LISTED = 1000;

/** Reads a query of {@link FILTER_KEYS}, `limit` and `cursor`. @throws SilhouetteError with every issue. */
export function readAuditQuery(query: unknown, zone: TimeZone): AuditQuery {
  const reader = new QueryReader(query, [...FILTER_KEYS, 'limit', 'cursor']);
  const limit = reader.integer('limit', 1, MOST_LISTED, DEFAULT_LIMIT);
  const cursor = reader.text('cursor');
  reader.finish();
  if (cursor !== null && !/^[1-9]\d{0,15}$/.test(cursor)) {
    throw SilhouetteError.of(
      'invalid-cursor',
      'A cursor is what the page before has given; begin again without one.',
      'cursor',
    );
  }
  return { filter: readAuditFilter(reader, zone), limit, before: cursor === null ? null : Number(cursor) };
}

/** What a query of {@link FILTER_KEYS} (and others) chooses. @throws SilhouetteError `invalid-value`. */
export function readAuditFilter(reader: QueryReader, zone: TimeZone): AuditFilter {
  return {
    fromMs: readTime(reader.text('from'), 'from', zone),
    toMs: readTime(reader.text('to'), 'to', zone),
    actor: readText(reader, 'actor'),
    actions: readActions(reader.text('action')),
    subject: readText(reader, 'subject'),
    text: readText(reader, 'text'),
  };
}

function readText(reader: QueryReader, key: string): string | null {
  const text = reader.text(key);
  return text === '' ? null : text;
}

function readActions(text: string | null): AuditAction[] {
  return (text ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      if (isAuditAction(name)) return name;
      throw SilhouetteError.of(
        'invalid-value',
        `"${name.slice(0, 80)}" is no action of the audit log; docs/audit.md lists them.`,
        'action',
      );
    });
}

/** A day begins for `from` and ends for `to`. */
function readTime(text: string | null, key: 'from' | 'to', zone: TimeZone): number | null {
  if (text === null || text === '') return null;
  const time = resolveTimeText(text, zone);
  switch (time.kind) {
    case 'day':
      return zone.startOfDay(key === 'from' ? time.day : time.day + 1);
    case 'instant':
      return time.atMs;
    case 'none':
      throw SilhouetteError.of('invalid-value', `"${key}" must be a date or a date-time: ${time.why}.`, key);
  }
}

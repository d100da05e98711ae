import { type AuditAction, type AuditEntry, type AuditReview, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { knowsEverything, requireEverything } from '../access/require-everything.ts';
import type { AuditFilter } from './audit-store.ts';

/** How entries are told to somebody. */
export interface LogReader {
  /** Everything in an entry is for them. */
  readonly isWhole: boolean;
  tell(entry: AuditEntry): AuditEntry;
}

/** Somebody at the machine: whoever may read the database itself. */
export const WHOLE_LOG: LogReader = { isWhole: true, tell: (entry) => entry };

/**
 * How the log is told to who reads it: as it is sealed to who may know everything; to others who did what, when, from where, and
 * nothing of customers: no definitions, keys, counts and notes.
 */
export function readLogAs(access: Access): LogReader {
  if (knowsEverything(access)) return WHOLE_LOG;
  return { isWhole: false, tell: (entry) => redactEntry(entry, access) };
}

/**
 * What was looked for in an entry tells what is in it: who is told redacted entries chooses them by what they are shown.
 * @throws SilhouetteError `not-allowed`.
 */
export function checkFilter({ isWhole }: LogReader, { subject, text }: AuditFilter): void {
  if (isWhole || (subject === null && text === null)) return;
  const message =
    'Entries are told to you without what they are about: choose them by time, person and action, not by "subject" or "text".';
  throw SilhouetteError.of('not-allowed', message, subject === null ? 'text' : 'subject');
}

/** A hash of the log proves a guess at what an entry holds. @throws SilhouetteError `not-allowed`. */
export function requireHashes(access: Access): void {
  requireEverything(access, 'Hashes of the log prove what its entries hold');
}

/** A review as it is told to who may not know everything: what stands out and who did it, without numbers of customers and notes. */
export function redactReview(review: AuditReview): AuditReview {
  const activities = review.activities.map((activity) => ({ ...activity, customersSeen: null }));
  return {
    ...review,
    redacted: true,
    // Not in the order of how many they saw.
    activities: activities.sort((a, b) => (a.actor.name < b.actor.name ? -1 : 1)),
    findings: review.findings.map((finding) =>
      finding.rule === 'many-customers' ? { ...finding, number: null, against: null } : finding,
    ),
    signedOff: review.signedOff === null ? null : { ...review.signedOff, note: '' },
  };
}

/** Details that tell nothing of customers, by action; of others none are told. */
const TOLD_DETAILS: Readonly<Partial<Record<AuditAction, readonly string[]>>> = {
  'export-requested': ['format', 'personal', 'masked'],
  'export-approved': ['requestedBy', 'personal'],
  'export-declined': ['requestedBy', 'personal'],
  'export-traced': ['requestedBy'],
  'export-deleted': ['wasCancelled'],
  'audience-saved': ['version'],
  'audience-restored': ['version'],
  'signed-in': ['by'],
  'sign-in-failed': ['by'],
  'person-invited': ['role'],
  'person-changed': ['what', 'role', 'isDisabled', 'secondFactorToo'],
  'role-saved': ['permissions', 'classes'],
  'key-made': ['scopes'],
  'privacy-erasure': ['step'],
  'audit-verified': ['ok', 'last', 'problem'],
  'audit-reviewed': ['month', 'redacted'],
  'audit-trimmed': ['from', 'through'],
  refused: ['more', 'code'],
};

/** Entries about attributes and fields: their ids may be of hidden classes. */
const NAMING_ATTRIBUTES: readonly AuditAction[] = ['catalog-edited'];
/** Entries about saved audiences, which are there for who may read them. */
const NAMING_AUDIENCES: readonly AuditAction[] = ['audience-saved', 'audience-deleted', 'audience-restored', 'saw-definition'];

function redactEntry(entry: AuditEntry, { permissions }: Access): AuditEntry {
  const { action, details } = entry;
  const isNamed =
    !NAMING_ATTRIBUTES.includes(action) && (!NAMING_AUDIENCES.includes(action) || permissions.has('audience.read'));
  return {
    ...entry,
    subject: isNamed ? entry.subject : [],
    details: Object.fromEntries(
      (TOLD_DETAILS[action] ?? []).flatMap((name) => (Object.hasOwn(details, name) ? [[name, details[name]]] : [])),
    ),
    texts: [],
    // Every one of its hashes would tell which guess at the rest is right.
    previous: '',
    hash: '',
    redacted: true,
  };
}

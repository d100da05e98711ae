/** What the audit log records, by name: nothing else can be written into it. `docs/audit.md` says each in full. */
export const AUDIT_ACTIONS = [
  /** Questions whose answers name nobody: counts, panels, portraits, histories, overlaps, values. */
  'asked',
  /** A page of customers. */
  'saw-members',
  /** Why one customer is in a group or is not. */
  'saw-why',
  /** Saved definitions that list customers by their keys were read. */
  'saw-definition',
  'export-requested',
  'export-approved',
  'export-declined',
  'export-downloaded',
  /** The export that a leaked row comes from was looked up. */
  'export-traced',
  /** Cancelled, or removed with its file. */
  'export-deleted',
  'audience-saved',
  'audience-deleted',
  'audience-restored',
  'catalog-edited',
  'catalog-file-written',
  'signed-in',
  /** The password was right, and the second factor is still to come. */
  'password-accepted',
  'sign-in-failed',
  'signed-out',
  'person-invited',
  'person-changed',
  'person-removed',
  'role-saved',
  'role-deleted',
  'key-made',
  'key-revoked',
  'session-revoked',
  /** What is held of one customer was given out. */
  'privacy-access',
  /** One customer was erased; the entry does not say whom. */
  'privacy-erasure',
  /** All rows of the database were given out for a backup. */
  'backed-up',
  /** Refused: not signed in, not allowed, not there, not understood, too much; the entry holds the code. */
  'refused',
  'audit-read',
  'audit-exported',
  'audit-verified',
  /** The server wrote the review of a month that was over. */
  'audit-review-written',
  /** A month was signed off by whoever reviewed it. */
  'audit-reviewed',
  /** Entries that were older than they are kept are gone; the entry says which, and the hash that the rest goes on from. */
  'audit-trimmed',
] as const;

/** One of {@link AUDIT_ACTIONS}. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Whether a text names an action. */
export function isAuditAction(text: string): text is AuditAction {
  return AUDIT_ACTIONS.some((one) => one === text);
}

/**
 * Whether entries of an action are gathered and written a moment after the answer. All others are on the disk before their
 * request is answered.
 */
export function isGathered(action: AuditAction): boolean {
  return action === 'asked' || action === 'refused';
}

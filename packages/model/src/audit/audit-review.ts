import { z } from 'zod';

/** Shapes of the monthly review of the audit log. */

const count = z.number().int().nonnegative();

/** What a review finds by itself; `docs/audit.md` says each rule in full. */
export const AUDIT_RULES = [
  'off-hours-download',
  'many-customers',
  'many-refusals',
  'differencing',
  'first-export',
  'unapproved-export',
  'new-address',
  'failed-sign-ins',
  'role-change',
] as const;

/** Something that stands out in a month: what found it, who did it, and the entries that show it. */
export const auditFindingSchema = z.object({
  rule: z.enum(AUDIT_RULES),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  /** How often, or how many customers; null where that is not for who reads. */
  number: count.nullable(),
  /** What the number is held against, such as the median of the months before; null where a rule holds it against nothing. */
  against: z.number().nonnegative().nullable(),
  /** ISO instants of the first and the last entry. */
  from: z.string(),
  to: z.string(),
  /** Sequences of entries that show it, the first ones. */
  entries: z.array(z.number().int().positive()),
  /** How many there are in all. */
  entriesInAll: count,
});

/** What one actor did in a month. */
export const auditActivitySchema = z.object({
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  questions: count,
  /** Customers on pages of members and in "why", each as often as it was seen; null where that is not for who reads. */
  customersSeen: count.nullable(),
  exports: count,
  downloads: count,
  /** Changes of saved audiences, of the catalog, of people, roles and keys. */
  changes: count,
  signIns: count,
  refusals: count,
});

/** Body of `POST /api/audit/review`. */
export const auditReviewRequestSchema = z.strictObject({
  month: z.string(),
  note: z.string().min(1).max(2000),
});

/** Answer of `GET /api/audit/review`. */
export const auditReviewSchema = z.object({
  /** `yyyy-mm`. */
  month: z.string(),
  /** In which the month, and hours of offices, are read. */
  timeZone: z.string(),
  /** A month that goes on cannot be signed off. */
  isOver: z.boolean(),
  /** Entries of the month. */
  entries: count,
  activities: z.array(auditActivitySchema),
  findings: z.array(auditFindingSchema),
  /** When the server wrote it down, after the month's end, and the entry that holds it as it was then; null: not yet. */
  written: z.object({ at: z.string(), sequence: z.number().int() }).nullable(),
  /** The last time it was signed off; null: not yet. */
  signedOff: z.object({ by: z.string(), at: z.string(), note: z.string(), sequence: z.number().int() }).nullable(),
  /** Months before this moment's with entries that nobody has signed off yet, the oldest first. */
  open: z.array(z.string()),
  /** The last 24 months with entries, newest first. */
  months: z.array(z.object({ month: z.string(), signedOff: z.boolean() })),
  /** Numbers of customers and notes are left out for who reads. */
  redacted: z.boolean(),
});

export type AuditRule = (typeof AUDIT_RULES)[number];
export type AuditFinding = z.infer<typeof auditFindingSchema>;
export type AuditActivity = z.infer<typeof auditActivitySchema>;
export type AuditReview = z.infer<typeof auditReviewSchema>;

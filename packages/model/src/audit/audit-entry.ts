import { z } from 'zod';
import { AUDIT_ACTIONS } from './audit-action.ts';

/** Shapes of the audit log: one source for types, validation and OpenAPI. */

const sequence = z.number().int().positive();
const count = z.number().int().nonnegative();

/** `local`, `person` and `key` as access has them; `system`: the server by itself; `unknown`: nobody who is known. */
export const AUDIT_ACTOR_KINDS = ['local', 'person', 'key', 'system', 'unknown'] as const;

/** Who did it. */
export const auditActorSchema = z.object({ kind: z.enum(AUDIT_ACTOR_KINDS), id: z.string(), name: z.string() });

/** The request by which it was done. */
export const auditRequestSchema = z.object({
  /** Of who sent it: IPv4 or IPv6. */
  address: z.string(),
  method: z.string(),
  /** Pattern of the address asked, such as `/api/exports/:id/file`. */
  route: z.string(),
  status: z.number().int(),
  /** The first 200 characters of it; empty without one. */
  userAgent: z.string(),
});

/** An entry of the audit log, as it was sealed; or of it what who reads may know (`redacted`). */
export const auditEntrySchema = z.object({
  /** 1 is the first; without gaps. */
  sequence,
  /** ISO instant. */
  at: z.string(),
  actor: auditActorSchema,
  action: z.enum(AUDIT_ACTIONS),
  /** Ids of what it is about: a saved audience, an export, an account; never a customer's key. */
  subject: z.array(z.string()),
  /** What each action says of itself; `docs/audit.md` lists it. */
  details: z.record(z.string(), z.unknown()),
  /** Keys of customers, and definitions that name some: a text that was erased since is null. */
  texts: z.array(z.object({ name: z.string(), text: z.string().nullable() })),
  /** Null for what the server does by itself. */
  request: auditRequestSchema.nullable(),
  /** SHA-256 of the entry before, 64 hexadecimal digits; zeros for the first. */
  previous: z.string(),
  /** SHA-256 of the RFC 8785 text of this one. */
  hash: z.string(),
  /** There: what is told of customers is left out for who reads (subjects, details, texts), and so are the hashes, which are empty. */
  redacted: z.literal(true).optional(),
});

/** Answer of `GET /api/audit`: entries, newest first; `cursor` goes on behind the last of them, null when there are no more. */
export const auditListSchema = z.object({
  entries: z.array(auditEntrySchema),
  cursor: z.string().nullable(),
});

/** What is wrong with a log, from the worst that can be told apart: `docs/audit.md` says each in full. */
export const AUDIT_PROBLEM_KINDS = [
  'missing',
  'changed',
  'not-following',
  'not-sealed',
  'unknown-key',
  'text-changed',
  'beginning-cut',
  'end-cut',
  'head-missing',
  'head-changed',
  'anchor-differs',
] as const;

/** The end of a log at some moment, to be kept elsewhere: a log that does not hold it any more has been cut or rewritten. */
export const auditHeadSchema = z.object({
  /** Of the last entry; 0 before the first. */
  sequence: count,
  /** Of the last entry. */
  hash: z.string(),
  /** The oldest entry that is kept; 1 unless older ones were removed by age. */
  first: sequence,
  /** Name of the key that the head is sealed with: 16 hexadecimal digits. */
  key: z.string(),
  seal: z.string(),
});

/** Answer of `GET /api/audit/verify`. */
export const auditVerifySchema = z.object({
  ok: z.boolean(),
  /** Entries that were read and found right. */
  checked: count,
  first: sequence,
  /** 0 for an empty log. */
  last: count,
  /** Texts that were erased since they were recorded. */
  erased: count,
  /** Whether the database itself still refuses changes. */
  guarded: z.boolean(),
  head: auditHeadSchema.nullable(),
  /** The first thing wrong; null where all is right. `sequence` is the entry's. */
  problem: z.object({ sequence: count, kind: z.enum(AUDIT_PROBLEM_KINDS), message: z.string() }).nullable(),
});

export type AuditActor = z.infer<typeof auditActorSchema>;
export type AuditRequest = z.infer<typeof auditRequestSchema>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type AuditList = z.infer<typeof auditListSchema>;
export type AuditHead = z.infer<typeof auditHeadSchema>;
export type AuditVerify = z.infer<typeof auditVerifySchema>;
export type AuditProblemKind = (typeof AUDIT_PROBLEM_KINDS)[number];

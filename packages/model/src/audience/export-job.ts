import { z } from 'zod';
import { noteSchema } from '../answer/answer.ts';

/** Shapes of exports, the jobs that write members to files: one source for types, validation and OpenAPI. */

/** Formats of an export's file. */
export const EXPORT_FORMATS = ['csv', 'parquet'] as const;

/**
 * Where an export stands. `awaiting-approval` waits for somebody else's yes, then is `queued`; `queued` and `running` go on by
 * themselves, also in a server that was killed and started again; `done` has a file until it is `expired`; `failed` and `refused`
 * (their issues say why) and `cancelled` have none. One that nobody decided about in time is `expired`, too.
 */
export const EXPORT_STATES = [
  'awaiting-approval',
  'queued',
  'running',
  'done',
  'failed',
  'refused',
  'expired',
  'cancelled',
] as const;

/** Where a question for approval stands: `unanswered` when nobody decided in time. */
export const APPROVAL_STATES = ['waiting', 'approved', 'refused', 'unanswered'] as const;

const count = z.number().int().nonnegative();

const requestShape = {
  asOf: z.string().nullable().optional(),
  snapshot: z.string().nullable().optional(),
  /** Attributes beside the key, in order; none when absent. */
  attributes: z.array(z.string()).nullable().optional(),
  /** CSV when absent. */
  format: z.enum(EXPORT_FORMATS).nullable().optional(),
  /** For CSV only, where absent means true: made for spreadsheets, see `exportJobSchema`. */
  spreadsheetSafe: z.boolean().nullable().optional(),
  /** What personal values are exported for, 5 to 500 characters; without it they are masked. The header `Silhouette-Purpose` does as well. */
  purpose: z.string().nullable().optional(),
};

/** Body of `POST /api/audiences/{id}/export`; the newest version when none is named. */
export const audienceExportRequestSchema = z.strictObject({
  version: z.number().int().positive().nullable().optional(),
  ...requestShape,
});

/** Body of `POST /api/exports`. */
export const exportRequestSchema = z.strictObject({ audience: z.record(z.string(), z.unknown()), ...requestShape });

/** Whether an export needs somebody else's yes, and how that stands. */
export const exportApprovalSchema = z.object({
  state: z.enum(APPROVAL_STATES),
  /** ISO instant until which it can be decided. */
  until: z.string(),
  /** Who decided; null before. */
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** What they wrote to it; null without. */
  note: z.string().nullable(),
});

/** An export: what was asked, how far it is, and its file. */
export const exportJobSchema = z.object({
  /** Unguessable: whoever knows it may have the file. */
  id: z.string(),
  /** The saved audience that was asked for; null for a definition. */
  audience: z.object({ id: z.string(), version: z.number().int().positive(), name: z.string() }).nullable(),
  /** Hash of the canonical form, audiences inside written out. */
  hash: z.string(),
  /** What it meant when it was asked. */
  sentence: z.object({ ko: z.string(), en: z.string() }),
  snapshot: z.string(),
  /** ISO instant. */
  asOf: z.string(),
  /** Name of the first column, the customer key. */
  key: z.string(),
  attributes: z.array(z.string()),
  format: z.enum(EXPORT_FORMATS),
  /**
   * Whether the CSV is made for spreadsheets: a byte order mark, and an apostrophe before texts that could be taken for
   * formulas. Otherwise, and in Parquet, values are exact.
   */
  spreadsheetSafe: z.boolean(),
  /** Whether attributes of persons stand in it as they are. Then a last column `_row` tells each row's id, which names this export. */
  personal: z.boolean(),
  /** Whether attributes of persons stand in it masked. */
  masked: z.boolean(),
  /** What it is for, as told; null: nothing was told. */
  purpose: z.string().nullable(),
  /** Null: it needs nobody's yes. */
  approval: exportApprovalSchema.nullable(),
  fileName: z.string(),
  state: z.enum(EXPORT_STATES),
  rowsDone: count,
  /** Members of the group; null until they are counted. */
  rows: count.nullable(),
  /** Cells that were given an apostrophe; null until done, and where values are exact. */
  guardedCells: count.nullable(),
  sizeBytes: count.nullable(),
  /** SHA-256 of the file, 64 hexadecimal digits. */
  sha256: z.string().nullable(),
  /** Address of the file; null while there is none. */
  file: z.string().nullable(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** When the file goes; null while there is none. */
  expiresAt: z.string().nullable(),
  /** Why it failed or was refused; empty otherwise. */
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  notes: z.array(noteSchema),
});

/** Answer of `GET /api/exports/{id}`; `definition` as written, numbers that a float cannot hold exactly as decimal text. */
export const exportDetailSchema = exportJobSchema.extend({ definition: z.unknown() });

/** Answer of `GET /api/exports`: those of who asks, newest first; `total` counts the ones beyond the limit, too. */
export const exportListSchema = z.object({ exports: z.array(exportJobSchema), total: count });

/** An export of somebody else that waits for a yes: who wants what of how many, and what for. */
export const exportQuestionSchema = exportJobSchema
  .pick({
    id: true,
    audience: true,
    asOf: true,
    attributes: true,
    format: true,
    personal: true,
    masked: true,
    purpose: true,
    requestedBy: true,
    requestedAt: true,
  })
  .extend({
    /** What it meant when it was asked; null to who may not read it: it tests values that are masked for them, or names customers. */
    sentence: exportJobSchema.shape.sentence.nullable(),
    /** Members of the group; null to who may not know the size of small groups. */
    rows: count.nullable(),
    /** ISO instant until which it can be decided. */
    until: z.string(),
  });

/** Answer of `GET /api/exports/approvals`: those that wait, the oldest first. */
export const exportQuestionListSchema = z.object({ exports: z.array(exportQuestionSchema), total: count });

/** Body of `POST /api/exports/{id}/approve` and of `…/refuse`, which needs the note: at most 500 characters. */
export const exportDecisionRequestSchema = z.strictObject({ note: z.string().nullable().optional() });

/** Answer of both. */
export const exportDecisionSchema = z.object({ id: z.string(), approval: exportApprovalSchema });

/** Body of `POST /api/exports/trace`. */
export const exportTraceRequestSchema = z.strictObject({ row: z.string() });

/** Answer of `POST /api/exports/trace`: the export that a row comes from. */
export const exportTraceSchema = z.object({
  /** Id of the export, which may be removed since. */
  id: z.string(),
  /** Which row of the file it was, from 1. */
  row: z.number().int().positive(),
  /** Who asked for it. */
  requestedBy: z.string(),
  requestedAt: z.string(),
  /** When it began to be written. */
  writtenAt: z.string(),
  purpose: z.string().nullable(),
  /** Who said yes to it; null where that was not needed. */
  approvedBy: z.string().nullable(),
  fileName: z.string(),
});

export type ExportApproval = z.infer<typeof exportApprovalSchema>;
export type ExportQuestion = z.infer<typeof exportQuestionSchema>;
export type ExportQuestionList = z.infer<typeof exportQuestionListSchema>;
export type ExportDecision = z.infer<typeof exportDecisionSchema>;
export type ExportTrace = z.infer<typeof exportTraceSchema>;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type ExportState = (typeof EXPORT_STATES)[number];
export type ExportJob = z.infer<typeof exportJobSchema>;
export type ExportDetail = z.infer<typeof exportDetailSchema>;
export type ExportList = z.infer<typeof exportListSchema>;

import { z } from 'zod';
import { noteSchema } from '../answer/answer.ts';

/** Shapes of exports, the jobs that write members to files: one source for types, validation and OpenAPI. */

/** Formats of an export's file. */
export const EXPORT_FORMATS = ['csv', 'parquet'] as const;

/**
 * Where an export stands. `queued` and `running` go on by themselves, also in a server that was killed and started again; `done`
 * has a file until it is `expired`; `failed` (its issues say why) and `cancelled` have none.
 */
export const EXPORT_STATES = ['queued', 'running', 'done', 'failed', 'expired', 'cancelled'] as const;

const count = z.number().int().nonnegative();

const requestShape = {
  asOf: z.string().nullable().optional(),
  snapshot: z.string().nullable().optional(),
  /** Attributes beside the key, in order; none when absent. */
  attributes: z.array(z.string()).nullable().optional(),
  format: z.enum(EXPORT_FORMATS).default('csv'),
  /** For CSV only, where absent means true: made for spreadsheets, see `exportJobSchema`. */
  spreadsheetSafe: z.boolean().nullable().optional(),
};

/** Body of `POST /api/audiences/{id}/export`; the newest version when none is named. */
export const audienceExportRequestSchema = z.strictObject({
  version: z.number().int().positive().nullable().optional(),
  ...requestShape,
});

/** Body of `POST /api/exports`. */
export const exportRequestSchema = z.strictObject({ audience: z.record(z.string(), z.unknown()), ...requestShape });

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
  /** Why it failed; empty otherwise. */
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  notes: z.array(noteSchema),
});

/** Answer of `GET /api/exports/{id}`; `definition` as written, numbers that a float cannot hold exactly as decimal text. */
export const exportDetailSchema = exportJobSchema.extend({ definition: z.unknown() });

/** Answer of `GET /api/exports`: those of who asks, newest first; `total` counts the ones beyond the limit, too. */
export const exportListSchema = z.object({ exports: z.array(exportJobSchema), total: count });

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type ExportState = (typeof EXPORT_STATES)[number];
export type ExportJob = z.infer<typeof exportJobSchema>;
export type ExportDetail = z.infer<typeof exportDetailSchema>;
export type ExportList = z.infer<typeof exportListSchema>;

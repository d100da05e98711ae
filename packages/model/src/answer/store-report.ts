import { z } from 'zod';

const count = z.number().int().nonnegative();

/** Answer of `GET /api/store`: how the database of what people make stands. */
export const storeReportSchema = z.object({
  kind: z.enum(['embedded', 'server']),
  /** Version of PostgreSQL. */
  version: z.string(),
  sizeBytes: z.number().nonnegative(),
  /** Changes of the tables that have been made, and those of this program that have not. */
  migrations: z.object({ done: count, waiting: count }),
  /** Saved audiences that are not deleted. */
  audiences: count,
  /** Exports of this workspace. */
  exports: z.object({ queued: count, running: count, failed: count }),
});

export type StoreReport = z.infer<typeof storeReportSchema>;

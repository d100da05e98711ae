import { z } from 'zod';

const count = z.int().min(0);
const instant = z.iso.datetime();

/** What an erasure did. Nobody is named. */
export const erasureResultSchema = z.object({
  /** The snapshot that is left; null where nothing was ever loaded. */
  snapshot: z.string().nullable(),
  /** Rows that the sources of that snapshot lack because their customers were erased, by this erasure or an earlier one. */
  rowsErased: count,
  /** Cells of other customers' rows that named somebody who was erased, and are missing now; as `rowsErased`. */
  cellsErased: count.default(0),
  /** How many of the keys a customer had when it began; the others may be misspelt. Null where that could not be counted. */
  customersFound: count.nullable().default(null),
  /** Exports that were removed, with their files. */
  exportsRemoved: count,
  /** Versions of saved audiences in which keys were taken out. */
  audienceVersionsChanged: count,
  /** Entries of the audit log from which texts were erased. */
  auditEntriesErased: count,
  /** Row scopes of people, invitations and exports in which keys were taken out. */
  rowScopesChanged: count.default(0),
  /** Texts that people wrote (purposes, notes, names of audiences) in which a key was replaced. */
  textsBlanked: count.default(0),
  /** Files of the owner that hold somebody who was erased: Silhouette does not change them. */
  ownFiles: z.array(z.string()),
  /** Places that still hold a key as part of another text: columns of the database's tables, and (`lake.<source>`) of raw rows. */
  remaining: z.array(z.object({ table: z.string(), column: z.string(), rows: count })),
});

/** What an erasure did. */
export type ErasureResult = z.infer<typeof erasureResultSchema>;

/** A request for erasure: how many customers, never whom. */
export const erasureSchema = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  /** How many customers. */
  customers: count,
  reason: z.string().nullable(),
  requestedBy: z.string(),
  requestedAt: instant,
  finishedAt: instant.nullable(),
  /** What is being done, in words; null when it does not run. */
  stage: z.string().nullable(),
  /** Share of the stage done, 0-1; null when not known. */
  fraction: z.number().min(0).max(1).nullable(),
  result: erasureResultSchema.nullable(),
  /** Why it failed; the next start of a server, or the command, goes on with it. */
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});

/** A request for erasure. */
export type Erasure = z.infer<typeof erasureSchema>;

/** `GET /api/privacy/erasures`: the newest first. */
export const erasureListSchema = z.object({ erasures: z.array(erasureSchema) });

/** Body of `POST /api/privacy/erasures`. */
export const erasureRequestSchema = z.object({ keys: z.array(z.string()).min(1), reason: z.string().nullable().optional() });

/** Body of `POST /api/privacy/access`. */
export const privacyAccessRequestSchema = z.object({ key: z.string() });

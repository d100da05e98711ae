import type { CatalogJson } from '@silhouette/model';
import { SilhouetteError } from '@silhouette/model';
import { z } from 'zod';
import type { LoadReport } from '../snapshot/load-report.ts';
import type { SourceState } from '../source/source-state.ts';

/** A file of a snapshot. */
export interface LakeFile {
  /** Relative to the lake's folder, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** A table of a snapshot: its files in shard order. */
export interface TableDocument {
  readonly files: readonly string[];
  readonly rows: number;
}

/** A source or view as a snapshot keeps it; statements are made anew from it, with today's paths. */
interface RelationDocument {
  readonly name: string;
  readonly kind: 'source' | 'view';
  /** A view's SQL; null for a source. */
  readonly sql: string | null;
  readonly reads: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** `snapshots/<id>.json`: everything of one snapshot but the rows. */
export interface SnapshotDocument {
  readonly format: 1;
  readonly id: string;
  readonly createdAtMs: number;
  readonly asOfMs: number;
  /** SHA-256 of the catalog file and of the contents of all source files: the same inputs make no new snapshot. */
  readonly inputHash: string;
  /** All files, those of the sources too. */
  readonly files: readonly LakeFile[];
  readonly customers: TableDocument;
  readonly events: readonly (TableDocument & { readonly event: string })[];
  readonly relations: readonly RelationDocument[];
  readonly customersKnown: number;
  readonly catalog: CatalogJson;
  readonly sources: readonly SourceState[];
  readonly report: LoadReport;
  /** How many customers are kept out, and the digest of their list; absent: nobody was erased. */
  readonly erased?: { readonly count: number; readonly digest: string };
}

/** `manifest.json`: which snapshots there are, the newest last. */
export interface ManifestDocument {
  readonly format: 1;
  readonly current: string;
  readonly kept: readonly string[];
}

const manifestSchema = z.object({ format: z.literal(1), current: z.string(), kept: z.array(z.string()) });
const table = { files: z.array(z.string()), rows: z.number() };
// What only this program writes is checked down to what opening relies on; the catalog has a check of its own.
const snapshotSchema = z.looseObject({
  format: z.literal(1),
  id: z.string(),
  createdAtMs: z.number(),
  asOfMs: z.number(),
  inputHash: z.string(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })),
  customers: z.object(table),
  events: z.array(z.object({ event: z.string(), ...table })),
  relations: z.array(z.looseObject({ name: z.string() })),
  customersKnown: z.number(),
  catalog: z.looseObject({}),
  sources: z.array(z.looseObject({ source: z.string() })),
  report: z.looseObject({}),
});

/** The manifest of a text. @throws lake-damaged */
export function parseManifest(text: string, path: string): ManifestDocument {
  return manifestSchema.parse(parseJson(text, path, manifestSchema));
}

/** The snapshot document of a text. @throws lake-damaged */
export function parseSnapshotDocument(text: string, path: string): SnapshotDocument {
  // Written from a SnapshotDocument by this program, in one piece, and its outline has just been checked.
  return parseJson(text, path, snapshotSchema) as SnapshotDocument;
}

function parseJson(text: string, path: string, schema: z.ZodType): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw damaged(path, 'it is no JSON', error);
  }
  const result = schema.safeParse(data);
  if (!result.success) throw damaged(path, result.error.issues[0]?.message ?? 'its shape is wrong', result.error);
  return data;
}

function damaged(path: string, reason: string, cause: unknown): SilhouetteError {
  return SilhouetteError.of(
    'lake-damaged',
    `The lake's file "${path}" is damaged (${reason}). Put it back from a backup, or move the folder "lake" away and run: silhouette load.`,
    '',
    cause,
  );
}

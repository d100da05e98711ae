import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '@silhouette/lake';
import { type ErasureResult, erasureResultSchema } from '@silhouette/model';
import { z } from 'zod';

const recordSchema = z.object({
  id: z.string(),
  state: z.enum(['queued', 'failed', 'done']),
  customers: z.int(),
  /** Null once it is done: then nobody is named any more. */
  keys: z.array(z.string()).nullable(),
  /** How many of the keys a customer had when it began; absent until then: who goes on with one that was killed finds them no more. */
  customersFound: z.int().nullable().optional(),
  reason: z.string().nullable(),
  requestedBy: z.object({ kind: z.enum(['local', 'person', 'key']), id: z.string(), name: z.string() }),
  requestedAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
  result: erasureResultSchema.nullable(),
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});

/** A request for erasure as it lies in the folder: with the keys as long as it is not done. */
export interface ErasureRecord extends z.infer<typeof recordSchema> {
  readonly result: ErasureResult | null;
}

/** `state/erasures`: one file a request, named after its id, which only its owner may read. */
export class ErasureFolder {
  private readonly dir: string;

  constructor(stateDir: string) {
    this.dir = join(stateDir, 'erasures');
  }

  /** Every request, the oldest first. */
  list(): ErasureRecord[] {
    let names: string[];
    try {
      names = readdirSync(this.dir);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
    return names
      .filter((name) => /^[\w-]{22}\.json$/.test(name))
      .map((name) => recordSchema.parse(JSON.parse(readFileSync(join(this.dir, name), 'utf8'))))
      .sort((a, b) => a.requestedAtMs - b.requestedAtMs || (a.id < b.id ? -1 : 1));
  }

  /** Those that are not done, the oldest first. */
  listOpen(): ErasureRecord[] {
    return this.list().filter(({ state }) => state !== 'done');
  }

  /** Keeps a request as it stands; on the disk when it answers. */
  keep(record: ErasureRecord): void {
    mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    chmodSync(this.dir, 0o700);
    // What a killed process was writing may hold keys.
    for (const name of readdirSync(this.dir)) if (name.endsWith('.tmp')) rmSync(join(this.dir, name), { force: true });
    writeDurably(join(this.dir, `${record.id}.json`), `${JSON.stringify(record)}\n`);
  }
}

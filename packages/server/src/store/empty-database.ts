import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/** A new embedded database with the tables of this version, packed by the build (`make-empty-database.ts`); absent before the first build. */
export const EMPTY_DATABASE = fileURLToPath(new URL('../../dist/store/empty-database.gz', import.meta.url));

/** What a packed folder holds: `sizeBytes` null is a folder; the files' bytes follow one after another, in this order. */
interface PackedEntry {
  readonly path: string;
  readonly sizeBytes: number | null;
}

/** All files and folders of a database's folder as one piece: a line of JSON that lists them, then their bytes, compressed. */
export function packDatabase(dir: string): Buffer {
  const entries: PackedEntry[] = [];
  const contents: Buffer[] = [];
  // In order, a folder comes before what is in it.
  for (const path of readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()) {
    const content = statSync(join(dir, path)).isDirectory() ? null : readFileSync(join(dir, path));
    entries.push({ path, sizeBytes: content?.length ?? null });
    if (content !== null) contents.push(content);
  }
  return gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(entries)}\n`), ...contents]), { level: 9 });
}

/** Writes the packed database into a new folder, which only its owner may look into; flushing it is the caller's. */
export function unpackDatabase(dir: string): void {
  const bytes = gunzipSync(readFileSync(EMPTY_DATABASE));
  let place = bytes.indexOf('\n') + 1;
  // Written by `packDatabase`, of the same build.
  const entries = JSON.parse(bytes.toString('utf8', 0, place)) as readonly PackedEntry[];
  mkdirSync(dir, { mode: 0o700 });
  for (const { path, sizeBytes } of entries) {
    if (sizeBytes === null) mkdirSync(join(dir, path), { mode: 0o700 });
    else {
      writeFileSync(join(dir, path), bytes.subarray(place, place + sizeBytes), { mode: 0o600 });
      place += sizeBytes;
    }
  }
}

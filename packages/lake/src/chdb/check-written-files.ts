import { open, readdir, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SilhouetteError } from '@silhouette/model';

const MAGIC = 'PAR1';
/** With less than this free, a file that was not finished is put down to the disk. */
const FULL_BELOW_BYTES = 1 << 20;

/**
 * Checks that the Parquet files an `INSERT INTO FUNCTION file(…)` names were written to their end: chDB answers success
 * when the disk was full and leaves the file cut off. Statements that write no such file pass.
 * @throws disk-full, engine-failed
 */
export async function checkWrittenFiles(sql: string): Promise<void> {
  const match = /^\s*INSERT\s+INTO\s+FUNCTION\s+file\('((?:[^'\\]|\\.)*)',\s*'Parquet'/i.exec(sql);
  if (match === null) return;
  const path = (match[1] ?? '').replace(/\\(.)/g, '$1');
  for (const file of await listTargets(path)) {
    if (await endsWhole(file)) continue;
    const { bavail, bsize } = await statfs(dirname(file));
    if (bavail * bsize < FULL_BELOW_BYTES) {
      throw SilhouetteError.of('disk-full', 'The disk is full. Free some space and run the command again.');
    }
    throw SilhouetteError.of('engine-failed', `${file} was not written to its end. Check the disk and run the command again.`);
  }
}

/** The files of a target; one with `{_partition_id}` stands for many. */
async function listTargets(path: string): Promise<string[]> {
  const [before, after] = basename(path).split('{_partition_id}');
  if (before === undefined || after === undefined) return [path];
  const names = await readdir(dirname(path));
  return names.filter((name) => name.startsWith(before) && name.endsWith(after)).map((name) => join(dirname(path), name));
}

async function endsWhole(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size < 2 * MAGIC.length) return false;
    const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, size - MAGIC.length);
    return buffer.toString('latin1') === MAGIC;
  } finally {
    await handle.close();
  }
}

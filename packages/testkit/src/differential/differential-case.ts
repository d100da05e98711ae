import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlainDefinition } from '@silhouette/engine';
import type { World } from '../world/world.ts';

/** How a world becomes a snapshot: written straight in the lake's format, or as files that the lake loads. */
export type WorldPath = 'store' | 'load';

/** One question on one world, on which engines once disagreed. */
export interface DifferentialCase {
  readonly via: WorldPath;
  readonly world: World;
  readonly definition: PlainDefinition;
  /** Instant in UTC. */
  readonly asOf: string;
  /** What was seen then. */
  readonly seen: string;
}

/** The folder of shrunk failures: every one is asked again by a test. */
export const CORPUS_FOLDER = fileURLToPath(new URL('../../corpus', import.meta.url));

/** Keeps a case in the corpus, named by its content; answers its path. */
export async function saveCase(found: DifferentialCase, folder = CORPUS_FOLDER): Promise<string> {
  const text = `${JSON.stringify(found, null, 1)}\n`;
  const path = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, text);
  return path;
}

/** Every case of the corpus, by the name of its file. */
export async function readCases(folder = CORPUS_FOLDER): Promise<ReadonlyMap<string, DifferentialCase>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const cases = await Promise.all(
    names.map(async (name): Promise<[string, DifferentialCase]> => {
      // Files of the corpus are written by saveCase only.
      return [name, JSON.parse(await readFile(join(folder, name), 'utf8')) as DifferentialCase];
    }),
  );
  return new Map(cases);
}

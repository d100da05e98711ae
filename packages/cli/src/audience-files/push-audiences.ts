import { writeDurably } from '@silhouette/lake';
import {
  type Issue,
  isSameAudience,
  type PlainValue,
  replaceFileVersion,
  type SavedAudience,
  SilhouetteError,
} from '@silhouette/model';
import type { AudienceClient } from '@silhouette/server';
import type { FileConflict, FileResult } from './file-result.ts';
import { findCircle } from './find-circle.ts';
import { type FoundFile, readAudienceFolder } from './folder.ts';
import type { FilesOptions } from './pull-audiences.ts';

/**
 * Saves every file that differs from its audience, and notes the new version in it. One whose audience has a newer version
 * than the file is a conflict: nothing is saved of it unless forced. Files that refer to new ones wait for them.
 * @throws SilhouetteError with every issue of files that cannot be saved; the others are saved.
 */
export async function pushAudiences(options: FilesOptions): Promise<FileResult[]> {
  const results: FileResult[] = [];
  let waiting = [...(await readAudienceFolder(options.dir)).values()];
  for (;;) {
    const failed: { readonly file: FoundFile; readonly error: SilhouetteError }[] = [];
    for (const file of waiting) {
      try {
        results.push(await pushOne(options, file));
      } catch (error) {
        if (!(error instanceof SilhouetteError)) throw error;
        failed.push({ file, error });
      }
    }
    if (failed.length === 0) return results.sort((a, b) => (a.id < b.id ? -1 : 1));
    const mayWait = failed.some(({ error }) => error.issues.some((issue) => issue.code === 'unknown-audience'));
    if (failed.length === waiting.length || !mayWait) {
      const files = new Map(waiting.map((file) => [file.audience.id, file]));
      const issues = failed.flatMap(({ file, error }) =>
        explain(file, error, files).map((issue) => ({
          ...issue,
          path: issue.path === '' ? file.path : `${file.path}: ${issue.path}`,
        })),
      );
      throw new SilhouetteError(issues);
    }
    waiting = failed.map(({ file }) => file);
  }
}

/** New audiences that wait for each other are unknown to the server, which is not what is wrong with them. */
function explain({ audience }: FoundFile, error: SilhouetteError, files: ReadonlyMap<string, FoundFile>): readonly Issue[] {
  const isWaiting = error.issues.every((issue) => issue.code === 'unknown-audience');
  const circle = isWaiting ? findCircle(files, audience.id) : null;
  if (circle === null) return error.issues;
  const chain = circle.map((id) => `"${id}"`).join(' → ');
  const message = `The audience refers to itself: ${chain}. Take one of these references out.`;
  return [{ path: 'definition', code: 'audience-cycle', message }];
}

async function pushOne(options: FilesOptions, file: FoundFile): Promise<FileResult> {
  const { client } = options;
  const { id, version } = file.audience;
  const saved = await findSaved(client, id);
  const done = (
    outcome: FileResult['outcome'],
    now: SavedAudience | null,
    conflict: FileConflict | null = null,
  ): FileResult => {
    if (now !== null && now.version !== version) writeDurably(file.path, replaceFileVersion(file.text, now.version));
    return { id, file: file.path, outcome, version: now?.version ?? version, conflict };
  };
  const create = () => client.create({ id, ...bodyOf(file) });
  if (saved === null) {
    if (version === null) return done('created', await create());
    const conflict = await options.describe('deleted', file, null);
    return options.force ? done('forced', await create(), conflict) : done('conflict', null, conflict);
  }
  if (isSameAudience(file.audience, saved)) return done('same', saved);
  const save = () => client.save({ id, version: saved.version, body: bodyOf(file) });
  if (version === saved.version) return done('saved', await save());
  const conflict = await options.describe(version === null ? 'no-version' : 'both-changed', file, saved);
  return options.force ? done('forced', await save(), conflict) : done('conflict', null, conflict);
}

function bodyOf({ audience }: FoundFile): Readonly<Record<string, PlainValue>> {
  const { name, description, tags, definition } = audience;
  return { name, description, tags, definition };
}

async function findSaved(client: AudienceClient, id: string): Promise<SavedAudience | null> {
  try {
    return await client.get(id);
  } catch (error) {
    if (error instanceof SilhouetteError && error.code === 'not-found') return null;
    throw error;
  }
}

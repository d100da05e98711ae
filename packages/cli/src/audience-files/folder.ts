import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AudienceFile, type Issue, parseAudienceFile, SilhouetteError } from '@silhouette/model';

/** A file of an audience: what it says, and its text. */
export interface FoundFile {
  readonly path: string;
  readonly text: string;
  readonly audience: AudienceFile;
}

/**
 * The audience files of a folder (`.yaml`, `.yml`), by id; empty where there is no folder.
 * @throws SilhouetteError with every issue of every file, paths beginning with its name; `clashing-id` for an id that stands twice;
 * `source-file-broken` for one that cannot be read; `invalid-option` where there is something else than a folder.
 */
export async function readAudienceFolder(dir: string): Promise<Map<string, FoundFile>> {
  const found = new Map<string, FoundFile>();
  const issues: Issue[] = [];
  for (const name of await listNames(dir)) {
    const path = join(dir, name);
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
      const audience = parseAudienceFile(text);
      const other = found.get(audience.id);
      if (other === undefined) found.set(audience.id, { path, text, audience });
      else
        issues.push({
          path: name,
          code: 'clashing-id',
          message: `The id "${audience.id}" stands in ${other.path}, too; keep one.`,
        });
    } catch (error) {
      if (error instanceof TypeError)
        issues.push({ path: name, code: 'source-encoding', message: 'The file is not UTF-8; save it as UTF-8.' });
      else if (error instanceof SilhouetteError) {
        issues.push(...error.issues.map((issue) => ({ ...issue, path: issue.path === '' ? name : `${name}: ${issue.path}` })));
      } else if (isErrno(error)) {
        const message = `The file cannot be read (${error.code}); put it right, or take it out of the folder.`;
        issues.push({ path: name, code: 'source-file-broken', message });
      } else throw error;
    }
  }
  if (issues.length > 0) throw new SilhouetteError(issues);
  return found;
}

async function listNames(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort();
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === 'ENOENT') return [];
    throw SilhouetteError.of(
      'invalid-option',
      `${dir} is no folder that can be read (${error.code}); name another.`,
      'dir',
      error,
    );
  }
}

function isErrno(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}

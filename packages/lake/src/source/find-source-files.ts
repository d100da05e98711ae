import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Issue, SilhouetteError, type SourceSpec } from '@silhouette/model';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { SourceFormat } from './source-state.ts';

/** A file that a source names. */
export interface SourceFile {
  /** As in `SourceFileState`. */
  readonly path: string;
  readonly absolutePath: string;
  readonly format: SourceFormat;
  readonly compression: Compression;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** How a file is packed, by the end of its name. */
type Compression = 'none' | 'gzip' | 'zstd';

const EXTENSIONS: ReadonlyMap<string, SourceFormat> = new Map([
  ['csv', 'csv'],
  ['txt', 'csv'],
  ['tsv', 'tsv'],
  ['tab', 'tsv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'jsonl'],
  ['parquet', 'parquet'],
]);

/**
 * The files of a source, each once, in byte order of their absolute paths. A path that fits none is left to the caller
 * when `known` (absolute paths of the last load) says that a file was there: it has gone.
 * @throws source-file-missing for a path or pattern that no file fits, invalid-value where a format cannot be told
 */
export async function findSourceFiles(
  name: string,
  spec: SourceSpec,
  baseDir: string,
  known: ReadonlySet<string>,
): Promise<SourceFile[]> {
  const issues: Issue[] = [];
  const found = new Map<string, SourceFile>();
  for (const [index, pattern] of spec.files.entries()) {
    const place = `sources.${name}.files[${index}]`;
    for (const absolutePath of await expandPattern(pattern, baseDir, known, place, issues)) {
      const file = await describeFile(absolutePath, spec, baseDir, place, issues);
      if (file !== null) found.set(absolutePath, file);
    }
  }
  if (issues.length > 0) throw new SilhouetteError(issues);
  return [...found.values()].sort((a, b) => comparePaths(a.absolutePath, b.absolutePath));
}

async function expandPattern(
  pattern: string,
  baseDir: string,
  known: ReadonlySet<string>,
  place: string,
  issues: Issue[],
): Promise<string[]> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(pattern)) {
    const message = `"${pattern}" is not on this machine, and sources are read from folders only. Copy its files to a folder (for example with "aws s3 sync") and name that.`;
    issues.push({ path: place, code: 'invalid-value', message });
    return [];
  }
  const direct = resolve(baseDir, pattern);
  // A file whose name looks like a pattern is the file.
  if (await isFile(direct)) return [direct];
  if (isDynamicPattern(pattern)) {
    const paths = await glob([pattern.split(sep).join('/')], {
      cwd: baseDir,
      absolute: true,
      onlyFiles: true,
      dot: false,
      expandDirectories: false,
    });
    if (paths.length > 0) return paths.map((path) => resolve(path));
  }
  if (isDynamicPattern(pattern) ? known.size > 0 : known.has(direct)) return [];
  const what = isDynamicPattern(pattern) ? `No file fits "${pattern}"` : `There is no file "${pattern}"`;
  issues.push({
    path: place,
    code: 'source-file-missing',
    message: `${what} (looked in ${baseDir}). Correct the path or put the file there.`,
  });
  return [];
}

async function describeFile(
  absolutePath: string,
  spec: SourceSpec,
  baseDir: string,
  place: string,
  issues: Issue[],
): Promise<SourceFile | null> {
  const inside = relative(baseDir, absolutePath);
  const path = inside.startsWith('..') || isAbsolute(inside) ? absolutePath : inside.split(sep).join('/');
  const compression = /\.gz$/i.test(path) ? 'gzip' : /\.zst$/i.test(path) ? 'zstd' : 'none';
  const extension = /\.([^./]+)$/.exec(path.replace(/\.(gz|zst)$/i, ''))?.[1]?.toLowerCase() ?? '';
  const format = spec.format ?? EXTENSIONS.get(extension);
  if (format === undefined) {
    const message = `The format of "${path}" cannot be told from its name. Add "format: csv" (or tsv, jsonl, parquet) to the source.`;
    issues.push({ path: place, code: 'invalid-value', message });
    return null;
  }
  const { size, mtimeMs } = await stat(absolutePath);
  return { path, absolutePath, format, compression, sizeBytes: size, mtimeMs: Math.floor(mtimeMs) };
}

/** Order of files: by the bytes of their absolute paths. */
export function comparePaths(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false;
    throw error;
  }
}

import { type ErrorCode, SilhouetteError } from '@silhouette/model';
import type { SourceFile } from './find-source-files.ts';

/** An error about one file of a source: names both. */
export function sourceError(
  code: ErrorCode,
  source: string,
  file: Pick<SourceFile, 'path'>,
  message: string,
  cause?: unknown,
): SilhouetteError {
  return SilhouetteError.of(code, `${file.path}: ${message}`, `sources.${source}`, cause);
}

import { join } from 'node:path';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import type { SourceFileState } from '../source/source-state.ts';

/** SQL that reads a raw copy as `t`, with `_pos`, by the types its columns have there. */
export function readSourceFileSql(lakeDir: string, file: SourceFileState): string {
  const structure = ['_pos UInt64', ...file.columns.map(({ name, nativeType }) => `${quoteIdentifier(name)} ${nativeType}`)];
  return `${fileSql([join(lakeDir, file.parquet)], structure.join(', '))} AS t`;
}

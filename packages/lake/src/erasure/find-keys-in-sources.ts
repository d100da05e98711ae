import { catalogFromJson } from '@silhouette/model';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { quoteIdentifier } from '../chdb/sql-text.ts';
import type { Workspace } from '../load/workspace.ts';
import { readManifest, readSnapshotDocument } from '../manifest/read-manifest.ts';
import { chunkColumns } from '../source/chunk-columns.ts';
import { sourceListSql, sourceTextOf } from '../source/source-select.ts';
import { readSourceFileSql } from './read-source-file.ts';
import { wordPattern } from './words.ts';

/** A column of raw rows that still holds a key, and in how many rows. */
export interface KeyInSource {
  readonly source: string;
  readonly column: string;
  readonly rows: number;
}

/**
 * Columns of the current snapshot's raw rows in which a key stands as a word among others (of numbers: in their digits): what an erasure
 * leaves. Every key is looked for, whatever it is made of. @throws lake-damaged, engine-failed
 */
export async function findKeysInSources({ lakeDir }: Workspace, keys: readonly string[]): Promise<KeyInSource[]> {
  const manifest = readManifest(lakeDir);
  if (manifest === null || keys.length === 0) return [];
  const document = readSnapshotDocument(lakeDir, manifest.current);
  const { timeZone: zone } = catalogFromJson(document.catalog);
  const found = new Map<string, KeyInSource>();
  const session = await ChdbSession.open();
  try {
    for (const { source, files, columns } of document.sources) {
      for (const file of files) {
        for (const some of chunkColumns(file.columns)) {
          const counts = some.map(({ name }, index) => {
            const column = columns.find((one) => one.name === name);
            const text =
              column?.type === 'tags'
                ? `arrayStringConcat(${sourceListSql(column, file, zone)}, '\\n')`
                : `ifNull(${sourceTextOf(name, file, zone)}, '')`;
            return `countIf(arrayExists(p -> match(${text}, p), JSONExtract({patterns:String}, 'Array(String)'))) AS ${quoteIdentifier(`c${index}`)}`;
          });
          const [row = {}] = await session.query<Record<string, string>>(
            `SELECT ${counts.join(', ')} FROM ${readSourceFileSql(lakeDir, file)}`,
            { patterns: JSON.stringify(keys.map(wordPattern)) },
          );
          for (const [index, { name }] of some.entries()) {
            const rows = Number(row[`c${index}`] ?? 0);
            const place = JSON.stringify([source, name]);
            if (rows > 0) found.set(place, { source, column: name, rows: rows + (found.get(place)?.rows ?? 0) });
          }
        }
      }
    }
  } finally {
    await session.close();
  }
  return [...found.values()];
}

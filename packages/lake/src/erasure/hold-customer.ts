import { join } from 'node:path';
import { catalogFromJson } from '@silhouette/model';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql } from '../chdb/sql-text.ts';
import type { Workspace } from '../load/workspace.ts';
import { readManifest, readSnapshotDocument } from '../manifest/read-manifest.ts';
import type { SnapshotDocument } from '../manifest/snapshot-document.ts';
import { sourceListSql, sourceTextOf } from '../source/source-select.ts';
import { readSourceFileSql } from './read-source-file.ts';

/**
 * What every kept snapshot holds of a customer key, the newest first, as the items of a JSON list, piece by piece: the customer's row
 * with its attributes, its rows of events, and raw rows of sources in which any cell is the key (numbers by their digits). A raw
 * copy that several snapshots share is told with the first. @throws lake-damaged, engine-failed
 */
export async function* holdCustomer(workspace: Workspace, key: string): AsyncGenerator<string> {
  const { lakeDir } = workspace;
  const kept = (readManifest(lakeDir)?.kept ?? []).toReversed();
  const told = new Set<string>();
  const session = await ChdbSession.open();
  try {
    for (const [index, id] of kept.entries()) {
      const document = readSnapshotDocument(lakeDir, id);
      yield `${index === 0 ? '' : ','}\n{"snapshot":${JSON.stringify(id)},"asOf":${JSON.stringify(new Date(document.asOfMs).toISOString())}`;
      const read = (files: readonly string[], column: string) =>
        writeRows(
          session,
          `SELECT * FROM ${fileSql(files.map((path) => join(lakeDir, path)))} WHERE ${column} = {key:String}`,
          key,
        );
      yield ',\n"customer":[';
      yield* read(document.customers.files, '_key');
      yield '],\n"events":{';
      for (const [place, { event, files }] of document.events.entries()) {
        yield `${place === 0 ? '' : ','}\n${JSON.stringify(event)}:[`;
        yield* read(files, '_customer');
        yield ']';
      }
      yield '},\n"sources":[';
      yield* holdSources(session, lakeDir, document, key, told);
      yield ']}';
    }
  } finally {
    await session.close();
  }
}

async function* holdSources(
  session: ChdbSession,
  lakeDir: string,
  document: SnapshotDocument,
  key: string,
  told: Set<string>,
): AsyncGenerator<string> {
  const { timeZone: zone } = catalogFromJson(document.catalog);
  let isFirst = true;
  for (const { source, files, columns } of document.sources) {
    for (const file of files) {
      if (told.has(file.parquet) || file.columns.length === 0) continue;
      told.add(file.parquet);
      const tests = file.columns.map(({ name }) => {
        const column = columns.find((one) => one.name === name);
        return column?.type === 'tags'
          ? `has(${sourceListSql(column, file, zone)}, {key:String})`
          : `ifNull(${sourceTextOf(name, file, zone)} = {key:String}, 0)`;
      });
      yield `${isFirst ? '' : ','}\n{"source":${JSON.stringify(source)},"file":${JSON.stringify(file.path)},"rows":[`;
      yield* writeRows(
        session,
        `SELECT * FROM ${readSourceFileSql(lakeDir, file)} WHERE ${tests.join(' OR ')} ORDER BY _pos`,
        key,
      );
      yield ']}';
      isFirst = false;
    }
  }
}

/** Rows as the items of a JSON list. */
async function* writeRows(session: ChdbSession, selectSql: string, key: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let isFirst = true;
  for await (const chunk of session.stream(selectSql, { key })) {
    // A chunk holds whole rows, one a line.
    for (const line of decoder.decode(chunk).split('\n')) {
      if (line === '') continue;
      yield `${isFirst ? '' : ','}\n${line}`;
      isFirst = false;
    }
  }
}

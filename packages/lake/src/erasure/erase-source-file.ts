import { randomUUID } from 'node:crypto';
import { renameSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SilhouetteError, type TimeZone } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, newFileSql, quoteIdentifier, sqlText } from '../chdb/sql-text.ts';
import { syncPath } from '../manifest/write-durably.ts';
import { chunkColumns } from '../source/chunk-columns.ts';
import { INGEST_SETTINGS, settingsSql } from '../source/converted-file.ts';
import { hashFile } from '../source/hash-file.ts';
import { sourceListSql, sourceTextOf } from '../source/source-select.ts';
import type { SourceColumn, SourceFileColumn, SourceFileState } from '../source/source-state.ts';
import { type ErasedKeys, isOneOfSql } from './erased-keys.ts';
import { markErased } from './key-columns.ts';
import { readSourceFileSql } from './read-source-file.ts';
import { wordsSql } from './words.ts';

/** What a file is cleaned by. */
export interface EraseJob {
  readonly session: ChdbSession;
  readonly lakeDir: string;
  readonly zone: TimeZone;
  readonly erased: ErasedKeys;
  /** Columns of the source, with the types they are shown by. */
  readonly columns: readonly SourceColumn[];
  /** Those that hold customers' keys (`listKeyColumns`). */
  readonly keyColumns: readonly string[];
}

interface Cell {
  readonly from: SourceFileColumn;
  readonly isKey: boolean;
  readonly isList: boolean;
  /** Text of the cell, null where missing; a list is an `Array(String)`. */
  readonly sql: string;
}

/**
 * Takes those who were erased out of a raw copy: a new file beside it, which a snapshot has yet to name; the old one goes with
 * the last snapshot that names it. A file that names none of them stays, marked. Rows go in which a key column is an erased key;
 * where the file has no key column, rows in which any text is one. In rows of others, texts that are an erased key or have one
 * among their words (`wordsSql`) become missing, and list items that are one are taken out. Numbers, dates and booleans that no
 * key column holds are nobody's key.
 */
export async function eraseSourceFile(job: EraseJob, file: SourceFileState): Promise<SourceFileState> {
  const mark = markErased(job.erased, job.keyColumns);
  if (mark === (file.erased ?? '')) return file;
  const cells = listCells(job, file);
  const keys = await findKeys(job, file, cells);
  if (keys.length === 0) return { ...file, erased: mark };
  const hasKeys = cells.some(({ isKey }) => isKey);
  const isGone = cells
    .filter(({ isKey, isList }) => (hasKeys ? isKey : !isList))
    .map((cell) => holdsSql(cell, keys))
    .join(' OR ');
  const shown = file.columns.map((column) => {
    const cell = cells.find(({ from }) => from.name === column.name);
    const value = cell === undefined || cell.isKey ? `t.${quoteIdentifier(column.name)}` : clearSql(cell, keys);
    return `${value} AS ${quoteIdentifier(column.name)}`;
  });
  const target = join(job.lakeDir, dirname(file.parquet), `${randomUUID()}.parquet.tmp`);
  try {
    await job.session.execute(
      `INSERT INTO ${newFileSql(target)} SELECT rowNumberInAllBlocks() AS _pos, ${shown.join(', ')} FROM ${readSourceFileSql(job.lakeDir, file)} WHERE NOT (${isGone || '0'}) ${settingsSql(INGEST_SETTINGS)}`,
    );
    // Whether a row goes is worked out once a row, not once for each of its cells.
    const named = cells.filter(({ isKey }) => !isKey).map((cell) => `toUInt64(${namesSql(cell, keys)})`);
    const rows = `SELECT ${isGone || '0'} AS _gone, ${named.join(' + ') || 'toUInt64(0)'} AS _named FROM ${readSourceFileSql(job.lakeDir, file)}`;
    const [counted] = await job.session.query<{ gone: string; blanked: string }>(
      `SELECT countIf(_gone) AS gone, sumIf(_named, NOT _gone) AS blanked FROM (${rows})`,
    );
    const [written] = await job.session.query<{ kept: string }>(
      `SELECT count() AS kept FROM ${fileSql([target], '_pos UInt64')}`,
    );
    const [gone, kept] = [Number(counted?.gone), Number(written?.kept)];
    if (gone + kept !== file.rows) {
      throw SilhouetteError.of(
        'engine-failed',
        `${file.rows} rows of "${file.path}" were read, ${gone} were to go and ${kept} came through. This is a fault of Silhouette: please report it.`,
      );
    }
    const parquetHash = await hashFile(target);
    const content = file.parquet.slice(file.parquet.lastIndexOf('/') + 1).split('-')[0] ?? '';
    const parquet = `${dirname(file.parquet)}/${content}-${parquetHash.slice(0, 20)}.parquet`;
    syncPath(target);
    renameSync(target, join(job.lakeDir, parquet));
    syncPath(join(job.lakeDir, dirname(parquet)));
    return {
      ...file,
      parquet,
      parquetHash,
      parquetBytes: statSync(join(job.lakeDir, parquet)).size,
      rows: kept,
      rowsErased: (file.rowsErased ?? 0) + gone,
      cellsErased: (file.cellsErased ?? 0) + Number(counted?.blanked),
      columns: file.columns.map((column) => widen(column, cells)),
      reports: [],
      erased: mark,
    };
  } finally {
    await rm(target, { force: true });
  }
}

function listCells({ zone, columns, keyColumns }: EraseJob, file: SourceFileState): Cell[] {
  return file.columns.flatMap((from): Cell[] => {
    const column = columns.find(({ name }) => name === from.name);
    const isKey = keyColumns.includes(from.name);
    const type = column?.type ?? 'text';
    if (type === 'tags' && column !== undefined && !isKey)
      return [{ from, isKey, isList: true, sql: sourceListSql(column, file, zone) }];
    const isText = type === 'text' || type === 'category' || type === 'tags';
    return isKey || isText ? [{ from, isKey, isList: false, sql: sourceTextOf(from.name, file, zone) }] : [];
  });
}

async function findKeys(job: EraseJob, file: SourceFileState, cells: readonly Cell[]): Promise<string[]> {
  const found = new Set<string>();
  for (const some of chunkColumns(cells)) {
    const sums = some.map(({ sql, isList }, index) =>
      isList
        ? `arrayDistinct(arrayFlatten(groupArray(arrayFilter(x -> ${job.erased.candidateSql('x')}, ${sql})))) AS c${index}`
        : `groupUniqArrayIf(ifNull(${sql}, ''), isNotNull(${sql}) AND ${job.erased.candidateSql(`ifNull(${sql}, '')`)}) AS c${index}`,
    );
    const [row = {}] = await job.session.query<Record<string, string[]>>(
      `SELECT ${sums.join(', ')} FROM ${readSourceFileSql(job.lakeDir, file)}`,
    );
    for (const key of Object.values(row).flat()) if (job.erased.has(key)) found.add(key);
  }
  // Words of free text, apart from whole cells: an expression for each, and only where it may be.
  for (const some of chunkColumns(cells.filter(({ isKey, isList }) => !isKey && !isList))) {
    const sums = some.map(({ sql }, index) => {
      const words = `arrayFilter(w -> ${job.erased.candidateSql('w')}, ${wordsSql(`ifNull(${sql}, '')`)})`;
      return `groupUniqArrayArray(${words}) AS c${index}`;
    });
    const [row = {}] = await job.session.query<Record<string, string[]>>(
      `SELECT ${sums.join(', ')} FROM ${readSourceFileSql(job.lakeDir, file)}`,
    );
    for (const key of Object.values(row).flat()) if (job.erased.has(key)) found.add(key);
  }
  return [...found].sort();
}

function holdsSql({ sql }: Cell, keys: readonly string[]): string {
  return `ifNull(${isOneOfSql(sql, keys)}, 0)`;
}

/** Whether a cell of somebody else's row names one of some keys. */
function namesSql(cell: Cell, keys: readonly string[]): string {
  const list = listSql(keys);
  if (cell.isList) return `hasAny(${cell.sql}, ${list})`;
  return `(${holdsSql(cell, keys)} OR hasAny(${wordsSql(`ifNull(${cell.sql}, '')`)}, ${list}))`;
}

function clearSql(cell: Cell, keys: readonly string[]): string {
  const own = `t.${quoteIdentifier(cell.from.name)}`;
  const holds = namesSql(cell, keys);
  if (!cell.isList) return `if(${holds}, NULL, ${own})`;
  const list = listSql(keys);
  if (cell.from.nativeType.startsWith('Array'))
    return `arrayFilter(x -> NOT has(${list}, trimBoth(ifNull(toString(x), ''))), ${own})`;
  return `if(${holds}, toJSONString(arrayFilter(x -> NOT has(${list}, x), ${cell.sql})), ${own})`;
}

function listSql(keys: readonly string[]): string {
  return `[${keys.map(sqlText).join(', ')}]`;
}

/** A text that was never missing may be now. */
function widen(column: SourceFileColumn, cells: readonly Cell[]): SourceFileColumn {
  const cell = cells.find(({ from }) => from.name === column.name);
  if (cell === undefined || cell.isKey || cell.isList || column.nativeType.startsWith('Nullable(')) return column;
  return { ...column, nativeType: `Nullable(${column.nativeType})` };
}

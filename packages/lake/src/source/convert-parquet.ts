import { newFileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import { parseNativeType } from '../value-sql/native-type.ts';
import { checkColumnNames } from './check-columns.ts';
import { type ConvertedFile, type ConvertJob, INGEST_SETTINGS, settingsSql } from './converted-file.ts';
import { hashFile } from './hash-file.ts';
import { linkFile } from './link-file.ts';
import { sourceError } from './source-error.ts';

/**
 * Parquet to the lake's Parquet: the same columns with their types, and `_pos`.
 * @throws source-file-broken for a damaged file or a column of a type that holds no plain values, disk-full
 */
export async function convertParquet(job: ConvertJob): Promise<ConvertedFile> {
  const { source, file, session, target } = job;
  if (file.compression !== 'none') {
    throw sourceError('source-file-broken', source, file, 'Parquet is packed inside: unpack the .gz or .zst around it.');
  }
  const contentHash = await hashFile(file.absolutePath, job.onBytes);
  const link = await linkFile(file.absolutePath, session.tempFolder);
  try {
    const input = `file(${link.sql}, 'Parquet')`;
    const described = await session.query<{ name: string; type: string }>(`DESCRIBE ${input}`, {}, 'source-file-broken');
    checkColumnNames(
      source,
      file,
      described.map(({ name }) => name),
    );
    const refused = described.filter(({ type }) => parseNativeType(type).kind === 'unsupported');
    if (refused.length > 0) {
      const list = refused.map(({ name, type }) => `"${name}" (${type})`).join(', ');
      throw sourceError(
        'source-file-broken',
        source,
        file,
        `values of these columns cannot be read: ${list}. Leave them out or flatten them.`,
      );
    }
    const columns = described.map(({ name }) => `t.${quoteIdentifier(name)} AS ${quoteIdentifier(name)}`);
    await session.execute(
      `INSERT INTO ${newFileSql(target)} SELECT rowNumberInAllBlocks() AS _pos, ${columns.join(', ')} FROM ${input} AS t ${settingsSql(INGEST_SETTINGS)}`,
      {},
      'source-file-broken',
    );
    const [counted] = await session.query<{ rows: string }>(`SELECT count() AS rows FROM ${input}`, {}, 'source-file-broken');
    return {
      contentHash,
      encoding: null,
      rows: Number(counted?.rows ?? 0),
      columns: described.map(({ name, type }) => ({ name, nativeType: type, isJsonList: false })),
      raggedRows: 0,
      raggedExamples: [],
    };
  } finally {
    await link.remove();
  }
}

import { type ChdbSession, fileSql, quoteIdentifier } from '@silhouette/lake';
import { declaredType, type NativeBlock, type NativeRequest } from './native-request.ts';
import { parseNativeBlocks } from './parse-native-blocks.ts';
import { readAhead } from './read-ahead.ts';

const SETTINGS = Object.entries({
  max_threads: 1,
  input_format_parquet_preserve_order: 1,
  // A missing value in a column declared without any, and a column that the file lacks, must not become zeros.
  input_format_null_as_default: 0,
  input_format_parquet_allow_missing_columns: 0,
  // A block is a row group where it has at most so many rows and bytes.
  input_format_parquet_max_block_size: 65_536,
  input_format_parquet_prefer_block_bytes: 67_108_864,
  // Row groups read ahead; ClickHouse would take up to four gigabytes.
  input_format_parquet_memory_high_watermark: 67_108_864,
  allow_suspicious_low_cardinality_types: 1,
})
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ');

/**
 * Columns of one Parquet file of the lake as blocks of consecutive rows from its first to its last: rows bear their
 * number in the file, and it is checked. A block's memory is valid until the next is asked for; one more is read ahead.
 * Nothing for a file without rows. Ending the loop early ends the query.
 * @throws engine-failed for values outside of a request's bounds, unexpected missing ones and a malformed stream;
 *   `signal`'s reason between two blocks
 */
export async function* readNativeBlocks(
  session: ChdbSession,
  file: string,
  requests: readonly NativeRequest[],
  signal?: AbortSignal,
): AsyncGenerator<NativeBlock, void, undefined> {
  signal?.throwIfAborted();
  const chunks = readAhead(session.stream(blocksSql(file, requests), {}, 'Native'));
  for await (const block of parseNativeBlocks(chunks, requests)) {
    yield block;
    signal?.throwIfAborted();
  }
}

function blocksSql(file: string, requests: readonly NativeRequest[]): string {
  const structure = requests.map((request) => `${quoteIdentifier(request.column)} ${declaredType(request)}`).join(', ');
  const columns = [...requests.map(({ column }) => quoteIdentifier(column)), 'toUInt32(assumeNotNull(_row_number))'];
  return `SELECT ${columns.join(', ')} FROM ${fileSql([file], structure === '' ? undefined : structure)} SETTINGS ${SETTINGS}`;
}

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { ChdbSession, quoteIdentifier, sqlString } from '@silhouette/lake';
import { type Attribute, assertNever, SilhouetteError } from '@silhouette/model';
import type { MembersTable, WrittenMembers } from './members-table.ts';

/**
 * Writes members as a Parquet file: the key, then a column an attribute with its own type (decimals exact, times in
 * UTC, tags as a list, missing null). Rows pass through `<path>.rows`, so that memory stays bounded and ClickHouse writes
 * row groups as it reads; it is gone afterwards. @throws SilhouetteError `disk-full`, `engine-failed`; what the rows fail with.
 */
export async function writeMembersParquet(table: MembersTable, path: string): Promise<WrittenMembers> {
  const rowsPath = `${path}.rows`;
  try {
    const written = await writeRows(table, rowsPath);
    await convert(rowsPath, path, table, written.count);
    return written;
  } finally {
    await rm(rowsPath, { force: true });
  }
}

async function writeRows({ pages, rowIds = null }: MembersTable, rowsPath: string): Promise<WrittenMembers> {
  const stream = createWriteStream(rowsPath);
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  let written: WrittenMembers = { count: 0, engine: null };
  try {
    for await (const { rows, engine } of pages) {
      const before = written.count;
      written = { count: before + rows.length, engine };
      const text = rows
        .map((row, at) => {
          const id = rowIds === null ? [] : [rowIds.idOf(before + at + 1)];
          return `${JSON.stringify([row.key, ...row.values, ...id])}\n`;
        })
        .join('');
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
    }
    stream.end();
    await finished(stream);
  } finally {
    stream.destroy();
  }
  return written;
}

async function convert(rowsPath: string, path: string, table: MembersTable, count: number): Promise<void> {
  const { keyName, attributes, rowIds = null } = table;
  const columns = [
    `${quoteIdentifier(keyName)} String`,
    ...attributes.map((one) => `${quoteIdentifier(one.id)} ${columnType(one)}`),
    ...(rowIds === null ? [] : [`${quoteIdentifier(rowIds.name)} String`]),
  ];
  const session = await ChdbSession.open();
  try {
    const source = `file(${sqlString(rowsPath)}, 'JSONCompactEachRow', ${sqlString(columns.join(', '))})`;
    const settings =
      "input_format_parallel_parsing = 0, date_time_input_format = 'best_effort', output_format_parquet_compression_method = 'zstd'";
    await session
      .execute(`INSERT INTO FUNCTION file(${sqlString(path)}, 'Parquet') SELECT * FROM ${source} SETTINGS ${settings}`)
      .catch((error: unknown) => {
        throw withoutRows(error);
      });
    const [found] = await session.query<{ readonly rows: string }>(
      `SELECT count() AS rows FROM file(${sqlString(path)}, 'Parquet')`,
    );
    if (found?.rows === String(count)) return;
    throw SilhouetteError.of('engine-failed', `The Parquet file holds ${found?.rows ?? 'no'} rows of ${count}; run it again.`);
  } finally {
    await session.close();
  }
}

/** ClickHouse quotes the rows that it cannot read: what a customer's row says is no part of an error, nor of a log. */
function withoutRows(error: unknown): unknown {
  if (!(error instanceof SilhouetteError) || error.code === 'disk-full') return error;
  const code = /ClickHouse code \d+/.exec(error.message)?.[0] ?? 'no code';
  return SilhouetteError.of('engine-failed', `ClickHouse could not write the rows as Parquet (${code}).`);
}

function columnType(attribute: Attribute): string {
  switch (attribute.type) {
    case 'category':
    case 'text':
      return 'Nullable(String)';
    case 'number':
      return `Nullable(Decimal(38, ${attribute.decimals}))`;
    case 'boolean':
      return 'Nullable(Bool)';
    case 'date':
      return 'Nullable(Date32)';
    case 'datetime':
      return "Nullable(DateTime64(3, 'UTC'))";
    case 'tags':
      return 'Array(String)';
    default:
      return assertNever(attribute.type);
  }
}

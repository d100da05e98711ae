import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { MemberRow } from '@silhouette/engine';
import { ChdbSession, quoteIdentifier, sqlString } from '@silhouette/lake';
import { type Attribute, assertNever } from '@silhouette/model';

/**
 * Writes member rows as a Parquet file: the key, then a column an attribute with its own type (decimals exact, times in
 * UTC, tags as a list, missing null). `produce` is given what appends rows; its result is passed on.
 */
export async function writeRowsParquet<T>(
  path: string,
  keyName: string,
  attributes: readonly Attribute[],
  produce: (append: (rows: readonly MemberRow[]) => Promise<void>) => Promise<T>,
): Promise<T> {
  // Rows pass through a file, so that memory stays bounded and ClickHouse writes row groups as it reads.
  const rowsPath = `${path}.rows`;
  try {
    const stream = createWriteStream(rowsPath);
    const failed = new Promise<never>((_, reject) => stream.once('error', reject));
    failed.catch(() => {});
    const result = await produce(async (rows) => {
      const text = rows.map((row) => `${JSON.stringify([row.key, ...row.values])}\n`).join('');
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
    });
    stream.end();
    await finished(stream);
    await convert(rowsPath, path, keyName, attributes);
    return result;
  } finally {
    await rm(rowsPath, { force: true });
  }
}

async function convert(rowsPath: string, path: string, keyName: string, attributes: readonly Attribute[]): Promise<void> {
  const columns = [
    `${quoteIdentifier(keyName)} String`,
    ...attributes.map((one) => `${quoteIdentifier(one.id)} ${columnType(one)}`),
  ];
  const session = await ChdbSession.open();
  try {
    const source = `file(${sqlString(rowsPath)}, 'JSONCompactEachRow', ${sqlString(columns.join(', '))})`;
    const settings =
      "input_format_parallel_parsing = 0, date_time_input_format = 'best_effort', output_format_parquet_compression_method = 'zstd'";
    await session.execute(
      `INSERT INTO FUNCTION file(${sqlString(path)}, 'Parquet') SELECT * FROM ${source} SETTINGS ${settings}`,
    );
  } finally {
    await session.close();
  }
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

import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { wrapChdbError } from '../chdb/chdb-error.ts';
import { newFileSql, quoteIdentifier, sqlString } from '../chdb/sql-text.ts';
import { cleanTextSql } from '../value-sql/text-sql.ts';
import { checkColumnNames } from './check-columns.ts';
import { type ConvertedFile, type ConvertJob, INGEST_SETTINGS, settingsSql } from './converted-file.ts';
import { type DelimitedScan, DelimitedScanner } from './delimited-scanner.ts';
import { linkFile } from './link-file.ts';
import { readText, readTextDetected, type TextOrigin } from './read-text.ts';
import { sourceError } from './source-error.ts';

// ClickHouse reads what the scanner found to be plain; these switch off its own ideas about CSV.
const CSV_SETTINGS = {
  input_format_with_names_use_header: 0,
  format_csv_allow_single_quotes: 0,
  format_csv_allow_double_quotes: 1,
  // `\N` is text like any other: nothing is null but what the product calls missing.
  format_csv_null_representation: "'\\x01\\x02\\x03'",
  input_format_csv_trim_whitespaces: 0,
  input_format_csv_empty_as_default: 0,
} as const;

/**
 * CSV or TSV to Parquet. The file is scanned once for what ClickHouse would not tell (encoding, ragged lines, quotes
 * that never close); a plain UTF-8 file is then read by ClickHouse as it lies there, any other is written anew first.
 * @throws source-file-empty, source-file-broken, source-encoding, disk-full
 */
export async function convertDelimited(job: ConvertJob): Promise<ConvertedFile> {
  const delimiter = job.file.format === 'tsv' ? '\t' : ',';
  const { origin, scan } = await scanFile(job, delimiter);
  const names = checkScan(job, scan);
  if (scan.isPlain && origin.isAsIs) {
    const link = await linkFile(job.file.absolutePath, job.session.tempFolder);
    try {
      const compression = { none: 'none', gzip: 'gzip', zstd: 'zstd' }[job.file.compression];
      await insertRows(job, names, `${link.sql}, 'CSVWithNames'`, compression, delimiter);
    } finally {
      await link.remove();
    }
  } else {
    const rewritten = join(job.session.tempFolder, `${randomUUID()}.csv`);
    try {
      await rewriteFile(job, delimiter, origin.encoding, rewritten);
      await insertRows(job, names, `${sqlString(rewritten)}, 'CSVWithNames'`, 'none', ',');
    } finally {
      await unlink(rewritten);
    }
  }
  return {
    contentHash: origin.contentHash,
    encoding: origin.encoding,
    rows: scan.rows,
    columns: names.map((name) => ({ name, nativeType: 'Nullable(String)', isJsonList: false })),
    raggedRows: scan.raggedRows,
    raggedExamples: scan.raggedExamples,
  };
}

async function scanFile(job: ConvertJob, delimiter: ',' | '\t'): Promise<{ origin: TextOrigin; scan: DelimitedScan }> {
  const { origin, consumer } = await readTextDetected(job, () => {
    const scanner = new DelimitedScanner(delimiter, false);
    return { scanner, take: (utf8: Uint8Array) => void scanner.feed(utf8) };
  });
  consumer.scanner.finish();
  return { origin, scan: consumer.scanner.report() };
}

function checkScan({ source, file }: ConvertJob, scan: DelimitedScan): string[] {
  if (scan.nulLine !== null) {
    const message = `line ${scan.nulLine} has a NUL byte: this is no text, or UTF-16 without a byte order mark. Declare "encoding: utf-16le", or export the file again.`;
    throw sourceError('source-file-broken', source, file, message);
  }
  if (scan.openQuoteLine !== null) {
    const message = `the quote that opens on line ${scan.openQuoteLine} is never closed. The file is cut off, or a quote inside a value is not doubled.`;
    throw sourceError('source-file-broken', source, file, message);
  }
  if (scan.header === null) {
    throw sourceError(
      'source-file-empty',
      source,
      file,
      'the file is empty: it has not even a header. Export it again or take it out of the source.',
    );
  }
  return checkColumnNames(source, file, scan.header);
}

async function rewriteFile(job: ConvertJob, delimiter: ',' | '\t', encoding: string, path: string): Promise<void> {
  const output = await open(path, 'wx');
  try {
    const scanner = new DelimitedScanner(delimiter, true);
    await readText({ ...job, encoding }, async (utf8) => {
      await output.writeFile(scanner.feed(utf8));
    });
    await output.writeFile(scanner.finish());
  } catch (error) {
    throw wrapChdbError(error);
  } finally {
    await output.close();
  }
}

async function insertRows(
  job: ConvertJob,
  names: readonly string[],
  input: string,
  compression: string,
  delimiter: string,
): Promise<void> {
  const structure = names.map((_, index) => `c${index} String`).join(', ');
  const columns = names.map((name, index) => {
    const text = cleanTextSql(`t.c${index}`, { kind: 'text' }, job.spec.missing, false);
    return `nullIf(${text}, '') AS ${quoteIdentifier(name)}`;
  });
  const settings = {
    ...INGEST_SETTINGS,
    ...CSV_SETTINGS,
    // Parsing in parallel keeps the order of rows, more than one thread after it does not.
    max_parsing_threads: availableParallelism(),
    format_csv_delimiter: delimiter === '\t' ? "'\\t'" : "','",
    input_format_csv_allow_whitespace_or_tab_as_delimiter: delimiter === '\t' ? 1 : 0,
  };
  await job.session.execute(
    `INSERT INTO ${newFileSql(job.target)} SELECT rowNumberInAllBlocks() AS _pos, ${columns.join(', ')}
     FROM file(${input}, ${sqlString(structure)}, '${compression}') AS t ${settingsSql(settings)}`,
    {},
    'source-file-broken',
  );
}

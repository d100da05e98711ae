import { join } from 'node:path';
import type { TimeZone } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import type { ColumnReport } from '../snapshot/load-report.ts';
import { readValueSql } from '../value-sql/read-value-sql.ts';
import type { ValueSql } from '../value-sql/value-sql.ts';
import { chunkColumns } from './chunk-columns.ts';
import { readColumnOptions } from './source-select.ts';
import type { SourceColumn, SourceFileState } from './source-state.ts';

const MAX_EXAMPLES = 5;

/** What one file's columns hold when read by the source's types; columns the file lacks are left out. */
export async function reportColumns(
  session: ChdbSession,
  lakeDir: string,
  zone: TimeZone,
  file: SourceFileState,
  columns: readonly SourceColumn[],
): Promise<ColumnReport[]> {
  const reports: ColumnReport[] = [];
  for (const some of chunkColumns(columns)) reports.push(...(await reportSome(session, lakeDir, zone, file, some)));
  return reports;
}

async function reportSome(
  session: ChdbSession,
  lakeDir: string,
  zone: TimeZone,
  file: SourceFileState,
  columns: readonly SourceColumn[],
): Promise<ColumnReport[]> {
  const present = columns.flatMap((column) => {
    const from = file.columns.find(({ name }) => name === column.name);
    return from === undefined ? [] : [{ column, from }];
  });
  const readings: string[] = [];
  const shown = present.flatMap(({ column, from }, index) => {
    const options = readColumnOptions(column, from, file, zone);
    const whole = readValueSql(options);
    const sql = useReading(whole, `t._reading${index}`);
    if (typeof whole.reading === 'string') readings.push(`${whole.reading} AS _reading${index}`);
    const examples = (flag: string): string =>
      `arraySort(groupUniqArrayIf(${MAX_EXAMPLES})(ifNull(substringUTF8(toString(${options.expr}), 1, 80), ''), ${flag}))`;
    return [
      `countIf(${sql.isMissing}) AS missing${index}`,
      `countIf(${sql.isUnparsable}) AS unparsable${index}`,
      ...(sql.isUnparsable === '0' ? [] : [`${examples(sql.isUnparsable)} AS unparsableExamples${index}`]),
      `countIf(${sql.isRounded}) AS rounded${index}`,
      ...(sql.isRounded === '0' ? [] : [`${examples(sql.isRounded)} AS roundedExamples${index}`]),
      `countIf(${sql.isTimeNever}) AS never${index}`,
      `countIf(${sql.isTimeTwice}) AS twice${index}`,
    ];
  });
  if (present.length === 0) return [];
  const structure = file.columns.map(({ name, nativeType }) => `${quoteIdentifier(name)} ${nativeType}`).join(', ');
  const names = present.map(({ column }) => `t.${quoteIdentifier(column.name)} AS ${quoteIdentifier(column.name)}`);
  const table = `(SELECT ${[...names, ...readings].join(', ')} FROM ${fileSql([join(lakeDir, file.parquet)], structure)} AS t)`;
  const [row = {}] = await session.query(`SELECT ${shown.join(', ')} FROM ${table} AS t`);
  return present.map(({ column }, index) => {
    const count = (name: string): number => Number(row[`${name}${index}`] ?? 0);
    const list = (name: string): string[] => {
      const value = row[`${name}${index}`];
      return Array.isArray(value) ? value.map(String) : [];
    };
    return {
      column: column.name,
      type: column.type,
      present: file.rows - count('missing') - count('unparsable'),
      missing: count('missing'),
      unparsable: count('unparsable'),
      unparsableExamples: list('unparsableExamples'),
      rounded: count('rounded'),
      roundedExamples: list('roundedExamples'),
      timesNever: count('never'),
      timesTwice: count('twice'),
    };
  });
}

/** The expressions over a column that holds the reading. */
function useReading(sql: ValueSql, name: string): ValueSql {
  const { reading = null } = sql;
  if (reading === null) return sql;
  const use = (expr: string): string => expr.replaceAll(reading, name);
  return {
    ...sql,
    isMissing: use(sql.isMissing),
    isUnparsable: use(sql.isUnparsable),
    isRounded: use(sql.isRounded),
    isTimeNever: use(sql.isTimeNever),
    isTimeTwice: use(sql.isTimeTwice),
  };
}

/** The reports of all files of a source in one, per column; rows of files without the column count as missing. */
export function joinReports(columns: readonly SourceColumn[], files: readonly SourceFileState[]): ColumnReport[] {
  return columns.map(({ name, type }) => {
    const found = files.map((file) => ({ rows: file.rows, report: file.reports.find(({ column }) => column === name) }));
    const sum = (read: (report: ColumnReport) => number): number =>
      found.reduce((total, { report }) => total + (report === undefined ? 0 : read(report)), 0);
    const examples = (read: (report: ColumnReport) => readonly string[]): string[] =>
      [...new Set(found.flatMap(({ report }) => (report === undefined ? [] : read(report))))].slice(0, MAX_EXAMPLES);
    const absent = found.reduce((total, { rows, report }) => total + (report === undefined ? rows : 0), 0);
    return {
      column: name,
      type,
      present: sum((report) => report.present),
      missing: sum((report) => report.missing) + absent,
      unparsable: sum((report) => report.unparsable),
      unparsableExamples: examples((report) => report.unparsableExamples),
      rounded: sum((report) => report.rounded),
      roundedExamples: examples((report) => report.roundedExamples),
      timesNever: sum((report) => report.timesNever),
      timesTwice: sum((report) => report.timesTwice),
    };
  });
}

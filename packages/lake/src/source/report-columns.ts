import { join } from 'node:path';
import type { TimeZone } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import type { ColumnReport } from '../snapshot/load-report.ts';
import { readValueSql } from '../value-sql/read-value-sql.ts';
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
  const present = columns.flatMap((column) => {
    const from = file.columns.find(({ name }) => name === column.name);
    return from === undefined ? [] : [{ column, from }];
  });
  const shown = present.flatMap(({ column, from }, index) => {
    const options = readColumnOptions(column, from, file, zone);
    const sql = readValueSql(options);
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
  const structure = file.columns.map(({ name, nativeType }) => `${quoteIdentifier(name)} ${nativeType}`).join(', ');
  const [row = {}] = await session.query(
    `SELECT ${shown.join(', ')} FROM ${fileSql([join(lakeDir, file.parquet)], structure)} AS t`,
  );
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

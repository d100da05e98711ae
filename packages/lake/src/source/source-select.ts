import { join } from 'node:path';
import { DAY_MS, dayOf, type TimeZone } from '@silhouette/model';
import { fileSql, quoteIdentifier, sqlString, sqlText } from '../chdb/sql-text.ts';
import { parseNativeType } from '../value-sql/native-type.ts';
import { readValueSql } from '../value-sql/read-value-sql.ts';
import type { LocalRange, ReadValueOptions } from '../value-sql/value-sql.ts';
import type { SourceColumn, SourceFileColumn, SourceFileState, SourceState, YearRange } from './source-state.ts';

/** A column as a source shows it: its name and ClickHouse type. */
export interface ShownColumn {
  readonly name: string;
  readonly type: string;
}

/** The name under which `sourceSelectSql` adds a column's raw text. Columns of people never begin with `_`. */
export function textColumnName(column: string): string {
  return `_text_${column}`;
}

/** The columns of {@link sourceSelectSql}, `_row` last. */
export function sourceColumns(state: SourceState, zone: TimeZone): ShownColumn[] {
  const columns = state.columns.map((column) => ({ name: column.name, type: shownType(column, zone) }));
  return [...columns, { name: '_row', type: 'UInt64' }];
}

/**
 * The `SELECT` that shows a source: every column by its inferred type (numbers `Decimal(76, s)`) and `_row`, files by path
 * in byte order, then position; the rows themselves come in no certain order. `textColumns` are added once more as
 * the very text of the file (numbers of Parquet in digits; lists not), named by {@link textColumnName}.
 */
export function sourceSelectSql(
  state: SourceState,
  lakeDir: string,
  zone: TimeZone,
  textColumns: readonly string[] = [],
): string {
  return selectBranches(state, lakeDir, (file) => [
    ...state.columns.map((column) => `${typedSql(column, file, zone)} AS ${quoteIdentifier(column.name)}`),
    ...textColumns.map((name) => `${textSql(name, file, zone)} AS ${quoteIdentifier(textColumnName(name))}`),
  ]);
}

/** As {@link sourceSelectSql}, with every column as its raw text, `Nullable(String)` (lists as `Array(String)`), and `_row`. */
export function sourceTextSql(state: SourceState, lakeDir: string, zone: TimeZone): string {
  return selectBranches(state, lakeDir, (file) =>
    state.columns.map((column) => {
      const sql = column.type === 'tags' ? typedSql(column, file, zone) : textSql(column.name, file, zone);
      return `${sql} AS ${quoteIdentifier(column.name)}`;
    }),
  );
}

/** How a column of one Parquet file is read as a value of the source's type. */
export function readColumnOptions(
  column: SourceColumn,
  from: SourceFileColumn,
  file: SourceFileState,
  zone: TimeZone,
): ReadValueOptions {
  const isText = file.format !== 'parquet';
  return {
    expr: `t.${quoteIdentifier(column.name)}`,
    fromType: from.nativeType,
    spec: {
      type: column.type,
      decimals: column.type === 'number' ? column.decimals : null,
      // Text files have them taken out when they are read.
      missing: isText ? [] : file.readAs.missing,
      format: null,
      separator: null,
      trueValues: null,
      falseValues: null,
    },
    zone,
    ...(column.years === null ? {} : { range: rangeOf(column.years) }),
    isClean: isText,
    isStrict: true,
    isJsonList: from.isJsonList,
  };
}

/** All instants and local times of some years, wherever on earth. */
function rangeOf({ first, last }: YearRange): LocalRange {
  return { minMs: (dayOf(first, 1, 1) - 2) * DAY_MS, maxMs: (dayOf(last + 1, 1, 1) + 2) * DAY_MS };
}

function shownType(column: SourceColumn, zone: TimeZone): string {
  switch (column.type) {
    case 'number':
      return `Nullable(Decimal(76, ${column.decimals}))`;
    case 'date':
      return 'Nullable(Date32)';
    case 'datetime':
      return `Nullable(DateTime64(3, '${zone.id}'))`;
    case 'boolean':
      return 'Nullable(Bool)';
    case 'tags':
      return 'Array(String)';
    default:
      return 'Nullable(String)';
  }
}

/** The value of a column of lists in one file, `Array(String)`, over the file as `t`. */
export function sourceListSql(column: SourceColumn, file: SourceFileState, zone: TimeZone): string {
  return typedSql(column, file, zone);
}

/** The text of a column in one file, `Nullable(String)`, over the file as `t`; null for lists. */
export function sourceTextOf(name: string, file: SourceFileState, zone: TimeZone): string {
  return textSql(name, file, zone);
}

function typedSql(column: SourceColumn, file: SourceFileState, zone: TimeZone): string {
  const from = file.columns.find(({ name }) => name === column.name);
  const type = shownType(column, zone);
  if (from === undefined) return column.type === 'tags' ? "CAST([], 'Array(String)')" : `CAST(NULL, ${sqlString(type)})`;
  const { value } = readValueSql(readColumnOptions(column, from, file, zone));
  return column.type === 'datetime' ? `toTimeZone(${value}, ${sqlText(zone.id)})` : value;
}

function textSql(name: string, file: SourceFileState, zone: TimeZone): string {
  const from = file.columns.find((column) => column.name === name);
  if (from === undefined || parseNativeType(from.nativeType).kind === 'list') return "CAST(NULL, 'Nullable(String)')";
  return readValueSql(
    readColumnOptions({ name, type: 'text', decimals: 0, years: null }, { ...from, isJsonList: false }, file, zone),
  ).value;
}

/** Files of one structure share a branch; files of equal content, one Parquet file twice, lie in different ones. */
function selectBranches(state: SourceState, lakeDir: string, select: (file: SourceFileState) => readonly string[]): string {
  const branches = new Map<string, { file: SourceFileState; offset: number }[]>();
  let offset = 0;
  for (const file of state.files) {
    const structure = JSON.stringify([file.format === 'parquet', file.columns, file.readAs.missing]);
    let repeat = 0;
    for (;;) {
      const key = `${repeat}${structure}`;
      const branch = branches.get(key) ?? [];
      if (branch.some((other) => other.file.parquet === file.parquet)) repeat += 1;
      else {
        branch.push({ file, offset });
        branches.set(key, branch);
        break;
      }
    }
    offset += file.rows;
  }
  return [...branches.values()].map((branch) => branchSql(branch, lakeDir, select)).join('\nUNION ALL\n');
}

function branchSql(
  branch: readonly { readonly file: SourceFileState; readonly offset: number }[],
  lakeDir: string,
  select: (file: SourceFileState) => readonly string[],
): string {
  const [first] = branch;
  if (first === undefined) throw new RangeError('A branch has at least one file.');
  const paths = branch.map(({ file }) => join(lakeDir, file.parquet));
  const names = branch.map(({ file }) => sqlString(file.parquet.slice(file.parquet.lastIndexOf('/') + 1)));
  const offsets = branch.map((item) => item.offset);
  const start =
    branch.length === 1 ? `${first.offset}` : `transform(t._file, [${names.join(', ')}], [${offsets.join(', ')}], 0)`;
  const structure = [
    '_pos UInt64',
    ...first.file.columns.map(({ name, nativeType }) => `${quoteIdentifier(name)} ${nativeType}`),
  ];
  const columns = [...select(first.file), `toUInt64(t._pos + ${start}) AS _row`];
  return `SELECT ${columns.join(', ')} FROM ${fileSql(paths, structure.join(', '))} AS t`;
}

import { join } from 'node:path';
import { MAX_CATEGORY_VALUES, MAX_DECIMALS, type TimeZone, type ValueType } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import { isInRangeSql, STRICT_NUMBER } from '../value-sql/decimal-text-sql.ts';
import { parseNativeType } from '../value-sql/native-type.ts';
import { countValueDecimalsSql, readValueSql } from '../value-sql/read-value-sql.ts';
import { ISO_TIME } from '../value-sql/time-text-sql.ts';
import { chunkColumns } from './chunk-columns.ts';
import { readColumnOptions } from './source-select.ts';
import type { SourceColumn, SourceFileColumn, SourceFileState } from './source-state.ts';

/** A file as far as inference needs it. */
export type InferredFile = Pick<SourceFileState, 'format' | 'columns' | 'readAs' | 'parquet' | 'rows'>;

const FIRST_YEAR = 1900;
const LAST_YEAR = 2299;

/** Rows that are looked at first, to rule out most types cheaply. */
const SAMPLE_ROWS = 10_000;

/** What the values of a text column have in common. */
interface TextFacts {
  readonly present: number;
  readonly isNumber: boolean;
  readonly isTime: boolean;
  readonly hasTime: boolean;
  readonly isBoolean: boolean;
}

/**
 * The type of every column of some files, by the rules of the language: a number, date, date-time or boolean only when
 * EVERY value of every file is one; lists are tags; else a category, or text beyond 100,000 distinct values.
 */
export class ColumnInference {
  private readonly session: ChdbSession;
  private readonly lakeDir: string;
  private readonly zone: TimeZone;

  constructor(session: ChdbSession, lakeDir: string, zone: TimeZone) {
    this.session = session;
    this.lakeDir = lakeDir;
    this.zone = zone;
  }

  /** Types of the columns named, in that order; every file's columns count. */
  async infer(files: readonly SourceFileState[], names: readonly string[]): Promise<SourceColumn[]> {
    const types = new Map<string, ValueType | 'unknown'>();
    for (const name of names) types.set(name, inferNative(columnsNamed(files, name)));
    const unknown = names.filter((name) => types.get(name) === 'unknown');
    if (unknown.length > 0) {
      const sampled = await this.readFacts(files, unknown, SAMPLE_ROWS);
      const left = unknown.filter((name) => couldBeTyped(sampled.get(name)));
      const facts = left.length === 0 ? sampled : new Map([...sampled, ...(await this.readFacts(files, left, null))]);
      for (const name of unknown) types.set(name, inferText(facts.get(name)));
    }
    await this.separateTexts(files, types);
    const columns: SourceColumn[] = [];
    for (const name of names) {
      const type = types.get(name);
      if (type === undefined || type === 'unknown') throw new RangeError(`No type was inferred for ${name}.`);
      columns.push({ name, type, decimals: 0, years: null });
    }
    return this.measure(files, columns);
  }

  /**
   * The columns with as many decimals as the files have (at most 6) and the years in which their times lie, at least what
   * they had.
   */
  async measure(files: readonly SourceFileState[], columns: readonly SourceColumn[]): Promise<SourceColumn[]> {
    const measured = new Map(columns.map((column) => [column.name, column]));
    for (const file of files) {
      const here = columns.flatMap((column) => {
        const from = file.columns.find(({ name }) => name === column.name);
        return from === undefined || !isMeasured(column.type) ? [] : [{ column, from }];
      });
      for (const some of chunkColumns(here)) {
        const shown = some.map(({ column, from }, index) => this.extremesSql(file, column, from, index));
        const [row = {}] = await this.session.query(`SELECT ${shown.join(', ')} FROM ${this.tableSql(file)} AS t`);
        for (const [index, { column: asked }] of some.entries()) {
          const column = measured.get(asked.name);
          if (column === undefined) continue;
          measured.set(asked.name, widen(column, Number(row[`low${index}`]), Number(row[`high${index}`])));
        }
      }
    }
    return [...measured.values()];
  }

  /** Most decimals of numbers, first and last year of times (0 without any). */
  private extremesSql(file: SourceFileState, column: SourceColumn, from: SourceFileColumn, index: number): string {
    const options = readColumnOptions(column, from, file, this.zone);
    if (column.type === 'number') return `0 AS low${index}, max(${countValueDecimalsSql(options)}) AS high${index}`;
    const native = parseNativeType(from.nativeType);
    const text = `ifNull(${readValueSql({ ...options, spec: { ...options.spec, type: 'text' } }).value}, '')`;
    const year =
      native.kind === 'text' ? `toUInt16OrZero(substring(${text}, 1, 4))` : `toYear(toDate32(assumeNotNull(${options.expr})))`;
    const fits = native.kind === 'text' ? `match(${text}, '${ISO_TIME}')` : `isNotNull(${options.expr})`;
    return `minIf(${year}, ${fits}) AS low${index}, maxIf(${year}, ${fits}) AS high${index}`;
  }

  private async readFacts(
    files: readonly SourceFileState[],
    names: readonly string[],
    limit: number | null,
  ): Promise<Map<string, TextFacts>> {
    const facts = new Map<string, TextFacts>();
    for (const file of files) {
      for (const some of chunkColumns(names.flatMap((name) => file.columns.filter((column) => column.name === name)))) {
        const columns = some.map(({ name }) => quoteIdentifier(name)).join(', ');
        const table = limit === null ? this.tableSql(file) : `(SELECT ${columns} FROM ${this.tableSql(file)} LIMIT ${limit})`;
        const shown = some.flatMap((from, index) => this.factsSql(file, from, index));
        const [row] = await this.session.query(`SELECT ${shown.join(', ')} FROM ${table} AS t`);
        for (const [index, { name }] of some.entries()) {
          const count = (fact: string): number => Number(row?.[`${fact}${index}`] ?? 0);
          const here = {
            present: count('present'),
            isNumber: count('number') === count('present'),
            isTime: count('time') === count('present'),
            hasTime: count('timed') > 0,
            isBoolean: count('boolean') === count('present'),
          };
          facts.set(name, joinFacts(facts.get(name), here));
        }
      }
    }
    return facts;
  }

  private factsSql(file: SourceFileState, from: SourceFileColumn, index: number): string[] {
    const options = readColumnOptions({ name: from.name, type: 'text', decimals: 0, years: null }, from, file, this.zone);
    const text = `ifNull(${readValueSql(options).value}, '')`;
    return [
      `countIf(${text} != '') AS present${index}`,
      `countIf(match(${text}, '${STRICT_NUMBER}') AND ${isInRangeSql(text)}) AS number${index}`,
      `countIf(match(${text}, '${ISO_TIME}')) AS time${index}`,
      `countIf(length(${text}) > 10) AS timed${index}`,
      `countIf(${text} IN ('true', 'false')) AS boolean${index}`,
    ];
  }

  /** Categories with more than 100,000 distinct values become text. */
  private async separateTexts(files: readonly SourceFileState[], types: Map<string, ValueType | 'unknown'>): Promise<void> {
    const most = MAX_CATEGORY_VALUES + 1;
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    if (rows <= MAX_CATEGORY_VALUES) return;
    for (const [name, type] of types) {
      if (type !== 'category') continue;
      const parts = files.flatMap((file) => {
        const from = file.columns.find((column) => column.name === name);
        if (from === undefined) return [];
        const { value } = readValueSql(
          readColumnOptions({ name, type: 'text', decimals: 0, years: null }, from, file, this.zone),
        );
        return [`SELECT ${value} AS v FROM ${this.tableSql(file)} AS t`];
      });
      // Distinct with a limit stops reading once there are too many, and holds no more than that.
      const [row] = await this.session.query<{ n: string }>(
        `SELECT count() AS n FROM (SELECT DISTINCT v FROM (${parts.join(' UNION ALL ')}) WHERE v IS NOT NULL LIMIT ${most})`,
      );
      if (Number(row?.n ?? 0) > MAX_CATEGORY_VALUES) types.set(name, 'text');
    }
  }

  private tableSql(file: InferredFile): string {
    const structure = file.columns.map(({ name, nativeType }) => `${quoteIdentifier(name)} ${nativeType}`).join(', ');
    return fileSql([join(this.lakeDir, file.parquet)], structure);
  }
}

function columnsNamed(files: readonly SourceFileState[], name: string): SourceFileColumn[] {
  return files.flatMap((file) => file.columns.filter((column) => column.name === name));
}

/** The type that native types settle; `unknown` where the texts decide. */
function inferNative(columns: readonly SourceFileColumn[]): ValueType | 'unknown' {
  const kinds = new Set<ValueType | 'unknown'>();
  for (const { nativeType, isJsonList, isDateText } of columns) {
    const type = parseNativeType(nativeType);
    if (isJsonList || type.kind === 'list') kinds.add('tags');
    else if (isDateText === true) kinds.add('date');
    else if (type.kind === 'integer' || type.kind === 'float' || type.kind === 'decimal') kinds.add('number');
    else if (type.kind === 'boolean' || type.kind === 'date' || type.kind === 'datetime') kinds.add(type.kind);
    else kinds.add('unknown');
  }
  if (kinds.has('date') && kinds.has('datetime') && kinds.size === 2) return 'datetime';
  const [only] = kinds;
  // Files that disagree: what every value can be read as.
  return kinds.size === 1 && only !== undefined ? only : kinds.has('tags') ? 'tags' : 'unknown';
}

function inferText(facts: TextFacts | undefined): ValueType {
  if (facts === undefined || facts.present === 0) return 'category';
  if (facts.isNumber) return 'number';
  if (facts.isBoolean) return 'boolean';
  if (facts.isTime) return facts.hasTime ? 'datetime' : 'date';
  return 'category';
}

function couldBeTyped(facts: TextFacts | undefined): boolean {
  return facts === undefined || facts.isNumber || facts.isTime || facts.isBoolean;
}

function isMeasured(type: ValueType): boolean {
  return type === 'number' || type === 'date' || type === 'datetime';
}

function widen(column: SourceColumn, low: number, high: number): SourceColumn {
  if (column.type === 'number') return { ...column, decimals: Math.max(column.decimals, Math.min(MAX_DECIMALS, high)) };
  if (high === 0) return column;
  // Years beyond those the product knows are unparsable: no offset of theirs is looked up.
  const [first, last] = [Math.min(Math.max(low, FIRST_YEAR), LAST_YEAR), Math.max(Math.min(high, LAST_YEAR), FIRST_YEAR)];
  const { years } = column;
  return { ...column, years: { first: Math.min(first, years?.first ?? first), last: Math.max(last, years?.last ?? last) } };
}

function joinFacts(before: TextFacts | undefined, here: TextFacts): TextFacts {
  if (before === undefined) return here;
  return {
    present: before.present + here.present,
    isNumber: before.isNumber && here.isNumber,
    isTime: before.isTime && here.isTime,
    hasTime: before.hasTime || here.hasTime,
    isBoolean: before.isBoolean && here.isBoolean,
  };
}

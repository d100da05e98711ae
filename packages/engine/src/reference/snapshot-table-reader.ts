import { type ChdbSession, fileSql, quoteIdentifier, type SnapshotTable } from '@silhouette/lake';
import { assertNever, type ValueType } from '@silhouette/model';
import { buildColumn, type Column, type PlainValue } from './column.ts';
import { RowBinaryReader } from './row-binary-reader.ts';

/** Reads columns of one table of a snapshot, every one in the order of the files' rows. */
export class SnapshotTableReader {
  readonly #session: ChdbSession;
  readonly #table: SnapshotTable;
  readonly #ordinal: number | null;

  /** `ordinal`: rows of this customer only, of which `table.rows` tells the number; null: all. */
  constructor(session: ChdbSession, table: SnapshotTable, ordinal: number | null = null) {
    this.#session = session;
    this.#table = table;
    this.#ordinal = ordinal;
  }

  /** Calls `take` for every row with a reader that stands before the row's values, which are those of `expressions`. */
  async readRows(expressions: readonly string[], take: (reader: RowBinaryReader) => void): Promise<void> {
    for (const file of this.#table.files) {
      // One thread, in the order of the file: columns are read at different times and must tell of the same rows.
      const where = this.#ordinal === null ? '' : ` WHERE _ordinal = ${this.#ordinal}`;
      const sql = `SELECT ${expressions.join(', ')} FROM ${fileSql([file])}${where} SETTINGS max_threads = 1, input_format_parquet_preserve_order = 1`;
      for await (const chunk of this.#session.stream(sql, {}, 'RowBinary')) {
        const reader = new RowBinaryReader(chunk);
        while (!reader.isAtEnd) take(reader);
      }
    }
  }

  /** The column of an attribute or field. */
  async readColumn(name: string, type: ValueType, decimals: number): Promise<Column> {
    if (type === 'category' || type === 'text') return this.#readTexts(quoteIdentifier(name));
    const [column] = await this.readColumns([{ name, type, decimals }]);
    if (column === undefined) throw new TypeError(`"${name}" was not read.`);
    return column;
  }

  /** Several columns in one reading: for few rows, where opening a file takes longest. */
  async readColumns(
    asked: readonly { readonly name: string; readonly type: ValueType; readonly decimals: number }[],
  ): Promise<readonly Column[]> {
    const plans = asked.map(({ name, type, decimals }) => ({ ...planColumn(type, decimals), name }));
    const values = asked.map((): PlainValue[] => []);
    const expressions = plans.map(({ name, sqlType }) => `CAST(${quoteIdentifier(name)} AS ${sqlType})`);
    await this.readRows(expressions, (reader) => {
      for (const [index, { read }] of plans.entries()) values[index]?.push(read(reader));
    });
    return asked.map(({ type, decimals }, index) => buildColumn(type, decimals, values[index] ?? []));
  }

  /** Millions of texts become codes as they are read, so that each distinct one is kept once. */
  async #readTexts(identifier: string): Promise<Column> {
    const codeOf = new Map<string, number>();
    const codes = new Int32Array(this.#table.rows);
    let row = 0;
    await this.readRows([`CAST(${identifier} AS Nullable(String))`], (reader) => {
      const text = reader.readNullable(() => reader.readString());
      const code = text === null ? -1 : (codeOf.get(text) ?? codeOf.size);
      if (text !== null && code === codeOf.size) codeOf.set(text, code);
      codes[row] = code;
      row += 1;
    });
    return { kind: 'text', codes, values: [...codeOf.keys()] };
  }
}

/** As which type a column is read, and how a value of it. */
function planColumn(
  type: ValueType,
  decimals: number,
): { readonly sqlType: string; readonly read: (reader: RowBinaryReader) => PlainValue } {
  switch (type) {
    case 'category':
    case 'text':
      return { sqlType: 'Nullable(String)', read: (reader) => reader.readNullable(() => reader.readString()) };
    case 'boolean':
      return { sqlType: 'Nullable(Bool)', read: (reader) => reader.readNullable(() => reader.readUInt8() === 1) };
    case 'number':
      return {
        sqlType: `Nullable(Decimal(38, ${decimals}))`,
        read: (reader) => reader.readNullable(() => reader.readInt128()),
      };
    case 'date':
      return { sqlType: 'Nullable(Date32)', read: (reader) => reader.readNullable(() => reader.readInt32()) };
    case 'datetime':
      return {
        sqlType: "Nullable(DateTime64(3, 'UTC'))",
        read: (reader) => reader.readNullable(() => reader.readInt64AsNumber()),
      };
    case 'tags':
      return {
        sqlType: 'Array(String)',
        read: (reader) => Array.from({ length: reader.readVarint() }, () => reader.readString()),
      };
    default:
      return assertNever(type);
  }
}

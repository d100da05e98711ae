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
    const values: PlainValue[] = [];
    const take = (read: (reader: RowBinaryReader) => PlainValue) => (reader: RowBinaryReader) => {
      values.push(read(reader));
    };
    const identifier = quoteIdentifier(name);
    const as = (sqlType: string): readonly string[] => [`CAST(${identifier} AS ${sqlType})`];
    switch (type) {
      case 'category':
      case 'text':
        return this.#readTexts(identifier);
      case 'boolean':
        await this.readRows(
          as('Nullable(Bool)'),
          take((reader) => reader.readNullable(() => reader.readUInt8() === 1)),
        );
        break;
      case 'number':
        await this.readRows(
          as(`Nullable(Decimal(38, ${decimals}))`),
          take((reader) => reader.readNullable(() => reader.readInt128())),
        );
        break;
      case 'date':
        await this.readRows(
          as('Nullable(Date32)'),
          take((reader) => reader.readNullable(() => reader.readInt32())),
        );
        break;
      case 'datetime':
        await this.readRows(
          as("Nullable(DateTime64(3, 'UTC'))"),
          take((reader) => reader.readNullable(() => reader.readInt64AsNumber())),
        );
        break;
      case 'tags':
        await this.readRows(
          as('Array(String)'),
          take((reader) => Array.from({ length: reader.readVarint() }, () => reader.readString())),
        );
        break;
      default:
        return assertNever(type);
    }
    return buildColumn(type, decimals, values);
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

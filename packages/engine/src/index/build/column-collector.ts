import type { CodeWidth, ColumnCodes } from '@silhouette/bitslice';
import type { IntegersRequest, NativeColumn } from '../native/native-request.ts';
import { placeCodes } from './place-codes.ts';

/** Where the row at a position of the file goes; null: it stays where it is. */
export type RowOrder = Uint32Array | null;

/** Gathers a column block by block into codes: 0 = missing, value = base + code - 1. */
export interface ColumnCollector {
  /** Takes the rows from `firstRow` on. */
  take(column: NativeColumn, firstRow: number, rows: number): void;
  finish(): ColumnCodes;
}

/** Whole numbers, as wide as the catalog's greatest value needs. */
export class IntegerCollector implements ColumnCollector {
  readonly #request: IntegersRequest;
  readonly #order: RowOrder;
  readonly #codes: ColumnCodes['codes'];
  readonly #width: CodeWidth;
  #hasMissing = false;

  constructor(request: IntegersRequest, rows: number, order: RowOrder) {
    this.#request = request;
    this.#order = order;
    // From 2^31 on codes come in eight bytes, and stay so.
    this.#width = request.most < 2n ** 31n ? widthFor(request.most + 1n) : request.most + 1n < 2n ** 63n ? 8 : 16;
    this.#codes = allocateCodes(this.#width, rows);
  }

  take(column: NativeColumn, firstRow: number, rows: number): void {
    if (column.kind !== 'integers') throw new TypeError(`"${this.#request.column}" came as ${column.kind}.`);
    const { bytes, nulls, width } = column;
    if (nulls?.includes(1)) this.#hasMissing = true;
    const { buffer, byteOffset } = bytes;
    if (this.#codes instanceof BigUint64Array) {
      this.#takeWide(new DataView(buffer, byteOffset, bytes.byteLength), width, nulls, firstRow, rows);
      return;
    }
    const from =
      width === 1
        ? new Uint8Array(buffer, byteOffset, rows)
        : width === 2
          ? new Uint16Array(buffer, byteOffset, rows)
          : new Uint32Array(buffer, byteOffset, rows);
    placeCodes(from, nulls, this.#codes, firstRow, rows, this.#order);
  }

  finish(): ColumnCodes {
    return {
      codes: this.#codes,
      width: this.#width,
      facts: {
        base: this.#request.base,
        scale: 1n,
        mostCode: this.#request.most + 1n,
        hasMissing: this.#hasMissing,
      },
    };
  }

  #takeWide(view: DataView, width: number, nulls: Uint8Array | null, firstRow: number, rows: number): void {
    const codes = this.#codes;
    if (!(codes instanceof BigUint64Array)) return;
    for (let row = 0; row < rows; row += 1) {
      if (nulls !== null && nulls[row] === 1) continue;
      const at = this.#order === null ? firstRow + row : (this.#order[firstRow + row] ?? 0);
      const code = readCode(view, row * width, width) + 1n;
      if (this.#width === 8) codes[at] = code;
      else {
        codes[at * 2] = BigInt.asUintN(64, code);
        codes[at * 2 + 1] = code >> 64n;
      }
    }
  }
}

function readCode(view: DataView, at: number, width: number): bigint {
  if (width === 1) return BigInt(view.getUint8(at));
  if (width === 2) return BigInt(view.getUint16(at, true));
  if (width === 4) return BigInt(view.getUint32(at, true));
  const low = view.getBigUint64(at, true);
  return width === 8 ? low : low | (view.getBigUint64(at + 8, true) << 64n);
}

/** Texts through a dictionary: of everyone's (category), or of this shard's alone (text, lists as JSON). */
export class TextCollector implements ColumnCollector {
  readonly #numberOf: (text: string) => number;
  readonly #order: RowOrder;
  readonly #codes: Uint32Array;
  #most = 0;
  #hasMissing = false;

  constructor(numberOf: (text: string) => number, rows: number, order: RowOrder) {
    this.#numberOf = numberOf;
    this.#order = order;
    this.#codes = new Uint32Array(rows);
  }

  take(column: NativeColumn, firstRow: number, rows: number): void {
    if (column.kind === 'texts') this.#takeTexts(column.values, column.codes, firstRow, rows);
    else if (column.kind === 'lists') this.#takeLists(column, firstRow, rows);
    else throw new TypeError('A column of texts came as integers.');
  }

  finish(): ColumnCodes {
    const mostCode = BigInt(this.#most);
    const width = widthFor(mostCode);
    const codes = allocateCodes(width, this.#codes.length);
    if (codes instanceof BigUint64Array) throw new RangeError('A dictionary has more than four billion texts.');
    codes.set(this.#codes);
    return { codes, width, facts: { base: 0n, scale: 1n, mostCode, hasMissing: this.#hasMissing } };
  }

  #takeTexts(values: readonly string[], codes: ArrayLike<number>, firstRow: number, rows: number): void {
    const known = new Int32Array(values.length + 1).fill(-1);
    known[0] = 0;
    for (let row = 0; row < rows; row += 1) {
      const code = codes[row] ?? 0;
      let own = known[code] ?? 0;
      if (own < 0) {
        own = this.#codeOf(values[code - 1] ?? '');
        known[code] = own;
      }
      if (own === 0) this.#hasMissing = true;
      this.#codes[this.#order === null ? firstRow + row : (this.#order[firstRow + row] ?? 0)] = own;
    }
  }

  #takeLists(column: Extract<NativeColumn, { kind: 'lists' }>, firstRow: number, rows: number): void {
    const known = new Map<string, number>();
    let from = 0;
    for (let row = 0; row < rows; row += 1) {
      const to = column.ends[row] ?? from;
      let own = 0;
      if (to > from) {
        const name = column.codes.subarray(from, to).join();
        own = known.get(name) ?? 0;
        if (own === 0) {
          const texts = Array.from(column.codes.subarray(from, to), (code) => column.values[code] ?? '');
          own = this.#codeOf(JSON.stringify(texts));
          known.set(name, own);
        }
      } else this.#hasMissing = true;
      this.#codes[this.#order === null ? firstRow + row : (this.#order[firstRow + row] ?? 0)] = own;
      from = to;
    }
  }

  #codeOf(text: string): number {
    const code = this.#numberOf(text) + 1;
    if (code > this.#most) this.#most = code;
    return code;
  }
}

/** Bytes of a code up to `mostCode`. */
export function widthFor(mostCode: bigint): CodeWidth {
  if (mostCode < 1n << 8n) return 1;
  if (mostCode < 1n << 16n) return 2;
  if (mostCode < 1n << 32n) return 4;
  return mostCode < 1n << 63n ? 8 : 16;
}

/** Zeros for so many codes. */
export function allocateCodes(width: CodeWidth, rows: number): ColumnCodes['codes'] {
  switch (width) {
    case 1:
      return new Uint8Array(rows);
    case 2:
      return new Uint16Array(rows);
    case 4:
      return new Uint32Array(rows);
    case 8:
      return new BigUint64Array(rows);
    case 16:
      return new BigUint64Array(rows * 2);
  }
}

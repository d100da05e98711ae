import { SilhouetteError } from '@silhouette/model';
import { narrowBytes, narrowLongs, narrowWords, shiftHuge, shiftLongs, toWords } from './narrow-integers.ts';
import type { NativeCursor } from './native-cursor.ts';
import { type CodeWidth, codeWidth, type IntegersRequest, type NativeColumn, wireBytes } from './native-request.ts';

/** Memory that the parsers of one stream share for a column at a time; grows with the largest block. */
export class Scratch {
  /** Zeros: the nulls of a column without any. */
  nulls = new Uint8Array(0);
  /** Values as they came, aligned. */
  wire = new ArrayBuffer(0);
  codes = new Int32Array(0);

  /** Makes room for a column of so many rows. */
  reserve(rows: number): void {
    if (this.codes.length >= rows) return;
    this.nulls = new Uint8Array(rows);
    this.wire = new ArrayBuffer(rows * 16);
    this.codes = new Int32Array(rows);
  }
}

/** Reads the values of one column of integers, block after block into the same memory. */
export class IntegerParser {
  readonly #request: IntegersRequest;
  readonly #scratch: Scratch;
  readonly #width: CodeWidth;
  readonly #wireBytes: number;
  #output = new ArrayBuffer(0);

  /** @throws RangeError for a request that its wire cannot carry. */
  constructor(request: IntegersRequest, scratch: Scratch) {
    this.#request = request;
    this.#scratch = scratch;
    this.#width = codeWidth(request);
    this.#wireBytes = wireBytes(request.wire);
  }

  /** The column's next `rows` values. @throws engine-failed for a value outside of the request's bounds. */
  read(cursor: NativeCursor, rows: number): NativeColumn {
    const nulls = this.#request.nullable ? cursor.readBytes(rows) : null;
    const source = cursor.readBytes(rows * this.#wireBytes);
    this.#scratch.reserve(rows);
    if (this.#output.byteLength < rows * this.#width) this.#output = new ArrayBuffer(Math.ceil((rows * this.#width) / 8) * 8);
    if (!this.#convert(source, nulls ?? this.#scratch.nulls, rows)) {
      const { column, base, most } = this.#request;
      throw SilhouetteError.of(
        'engine-failed',
        `The lake's column "${column}" has a value outside of ${base} to ${base + most}, its bounds in the catalog. Load the workspace again.`,
      );
    }
    return { kind: 'integers', width: this.#width, bytes: new Uint8Array(this.#output, 0, rows * this.#width), nulls };
  }

  #convert(source: Uint8Array, nulls: Uint8Array, rows: number): boolean {
    const { base, most } = this.#request;
    const { wire, codes } = this.#scratch;
    new Uint8Array(wire).set(source);
    if (this.#wireBytes === 16) {
      const words = this.#width === 16 ? 2 : 1;
      const wide = new BigUint64Array(this.#output, 0, rows * words);
      return shiftHuge(new BigInt64Array(wire, 0, rows * 2), nulls, base, most, wide, words);
    }
    if (this.#width === 8) {
      return shiftLongs(new Int32Array(wire, 0, rows * 2), nulls, base, most, new Uint32Array(this.#output, 0, rows * 2));
    }
    const [baseLow, baseHigh] = toWords(base);
    const isInside =
      this.#wireBytes === 1
        ? narrowBytes(source, nulls, Number(base), Number(most), codes)
        : this.#wireBytes === 4
          ? narrowWords(new Int32Array(wire, 0, rows), nulls, baseLow | 0, Number(most), codes)
          : narrowLongs(new Int32Array(wire, 0, rows * 2), nulls, baseLow | 0, baseHigh | 0, Number(most), codes);
    this.#store(rows);
    return isInside;
  }

  /** Cuts the codes of 32 bits to the column's width. */
  #store(rows: number): void {
    const codes = this.#scratch.codes.subarray(0, rows);
    if (this.#width === 1) new Uint8Array(this.#output, 0, rows).set(codes);
    else if (this.#width === 2) new Uint16Array(this.#output, 0, rows).set(codes);
    else new Int32Array(this.#output, 0, rows).set(codes);
  }
}

/** Reads values of ClickHouse's `RowBinary` format one after the other from chunks that hold whole rows. */
export class RowBinaryReader {
  readonly #view: DataView;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(chunk: Uint8Array) {
    this.#bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A value of a `Nullable` type: null, or what `read` reads. */
  readNullable<T>(read: () => T): T | null {
    return this.readUInt8() === 1 ? null : read();
  }

  /** UInt8 and Bool. */
  readUInt8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  /** Int32 and Date32 (days since 1970-01-01). */
  readInt32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  readUInt32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Int64 and DateTime64. @throws RangeError past 2^53. */
  readInt64AsNumber(): number {
    const value = Number(this.#view.getBigInt64(this.#advance(8), true));
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is past 2^53.`);
    return value;
  }

  /** Int128 and Decimal(38, n). */
  readInt128(): bigint {
    const at = this.#advance(16);
    return (this.#view.getBigInt64(at + 8, true) << 64n) | this.#view.getBigUint64(at, true);
  }

  readString(): string {
    const length = this.readVarint();
    const at = this.#advance(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** Length of a string or array. */
  readVarint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.readUInt8();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  #advance(length: number): number {
    const at = this.#at;
    this.#at = at + length;
    return at;
  }
}

import { SilhouetteError } from '@silhouette/model';

/** Thrown where a block goes on beyond the bytes at hand. */
export class NativeUnderflow extends Error {
  override readonly name = 'NativeUnderflow';
}

/** The error of a stream that is not what ClickHouse sends for the request. */
export function malformedStream(what: string): SilhouetteError {
  return SilhouetteError.of('engine-failed', `The stream of a lake file's columns cannot be read: ${what}.`);
}

/** A place in bytes of ClickHouse's `Native` format. Every method throws {@link NativeUnderflow} beyond their end. */
export class NativeCursor {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  /** Bytes before the place. */
  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A length or count. @throws engine-failed past 2^53 */
  readVarint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 53; factor *= 128) {
      const byte = this.#bytes[this.#advance(1)] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80 && value <= Number.MAX_SAFE_INTEGER) return value;
    }
    throw malformedStream('a length is too long');
  }

  /** UInt64. @throws engine-failed past 2^53 */
  readUInt64(): number {
    const at = this.#advance(8);
    const value = this.#bytes.readUInt32LE(at + 4) * 2 ** 32 + this.#bytes.readUInt32LE(at);
    if (value > Number.MAX_SAFE_INTEGER) throw malformedStream('a number is too large');
    return value;
  }

  readText(): string {
    const length = this.readVarint();
    const at = this.#advance(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** A view of the next bytes, in the cursor's own memory. */
  readBytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** The next bytes where typed arrays may lie on them: a view if they happen to be aligned, else a copy. */
  readAligned(length: number, alignment: number): Uint8Array {
    const bytes = this.readBytes(length);
    return bytes.byteOffset % alignment === 0 ? bytes : new Uint8Array(bytes);
  }

  #advance(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw new NativeUnderflow();
    this.#at = at + length;
    return at;
  }
}

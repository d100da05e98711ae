import { ShardMemory } from '../../src/shard/shard-memory.ts';
import type { Random } from '../world/random.ts';

/** Numbers of places that meet every edge of words and blocks. */
export const SIZES = [0, 1, 511, 512, 513, 1000, 4096 + 7] as const;

/** How full a mask is. */
export const MASK_KINDS = ['empty', 'full', 'random', 'one', 'rare'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

const GUARD = 0xab;
const GUARD_BYTES = 128;

/** A memory with kernels for tests: plain arrays go in and out, and what is written past the end of an output is seen. */
export class KernelMemory {
  readonly #memory = new ShardMemory();
  readonly #guarded: { readonly at: number; readonly bytes: number }[] = [];
  readonly kernels = this.#memory.kernels;

  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }

  /** Bytes of a mask; whole blocks. */
  static maskBytes(places: number): number {
    return Math.ceil(places / 512) * 64;
  }

  /** A copy of data. */
  put(data: Uint8Array | Uint16Array | Uint32Array | BigUint64Array | BigInt64Array): number {
    const at = this.output(data.byteLength);
    this.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    return at;
  }

  /** Zeros with guards on both sides. */
  output(bytes: number): number {
    const start = this.#memory.allocate(bytes + 2 * GUARD_BYTES);
    this.bytes.fill(GUARD, start, start + bytes + 2 * GUARD_BYTES);
    const at = start + GUARD_BYTES;
    this.bytes.fill(0, at, at + bytes);
    this.#guarded.push({ at, bytes });
    return at;
  }

  putMask(mask: readonly boolean[]): number {
    const bytes = new Uint8Array(KernelMemory.maskBytes(mask.length));
    mask.forEach((isSet, place) => {
      if (isSet) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
    });
    return this.put(bytes);
  }

  readMask(at: number, places: number): boolean[] {
    return Array.from({ length: places }, (_, place) => (((this.bytes[at + (place >> 3)] ?? 0) >> (place & 7)) & 1) === 1);
  }

  /** Whether any bit behind the last place is set. */
  hasTail(at: number, places: number): boolean {
    const all = this.readMask(at, KernelMemory.maskBytes(places) * 8);
    return all.slice(places).includes(true);
  }

  readWords(at: number, length: number): number[] {
    return [...new Uint32Array(this.#memory.buffer, at, length)];
  }

  readLongs(at: number, length: number): bigint[] {
    return [...new BigUint64Array(this.#memory.buffer, at, length)];
  }

  /** Slices of codes, written bit by bit: what `sliceEncode` must write. */
  putSlices(codes: readonly bigint[], bits: number): number {
    const bytes = new Uint8Array(KernelMemory.maskBytes(codes.length) * bits);
    codes.forEach((code, place) => {
      for (let slice = 0; slice < bits; slice += 1) {
        if (((code >> BigInt(slice)) & 1n) === 0n) continue;
        const at = (place >> 9) * bits * 64 + slice * 64 + ((place & 511) >> 3);
        bytes[at] = (bytes[at] ?? 0) | (1 << (place & 7));
      }
    });
    return this.put(bytes);
  }

  /** Codes of 1, 2, 4, 8 or 16 bytes, padded as columns are. */
  putCodes(codes: readonly bigint[], width: number): number {
    return this.put(encodeCodes(codes, width, Math.max(512, Math.ceil(codes.length / 512) * 512)));
  }

  /** One byte (0 or 1) a slice of a constant. */
  putBits(code: bigint, bits: number): number {
    return this.put(Uint8Array.from({ length: bits }, (_, slice) => Number((code >> BigInt(slice)) & 1n)));
  }

  /** Whether nothing was written next to an output. */
  isGuarded(): boolean {
    return this.#guarded.every(({ at, bytes }) =>
      [at - GUARD_BYTES, at + bytes].every((start) =>
        this.bytes.subarray(start, start + GUARD_BYTES).every((byte) => byte === GUARD),
      ),
    );
  }
}

/** Little-endian codes, with zeros up to `places`. */
export function encodeCodes(codes: readonly bigint[], width: number, places = codes.length): Uint8Array {
  const bytes = new Uint8Array(places * width);
  codes.forEach((code, place) => {
    for (let byte = 0; byte < width; byte += 1) bytes[place * width + byte] = Number((code >> BigInt(byte * 8)) & 0xffn);
  });
  return bytes;
}

/** A mask of a kind. */
export function makeMask(random: Random, places: number, kind: MaskKind): boolean[] {
  const one = random.below(Math.max(1, places));
  return Array.from({ length: places }, (_, place) => {
    switch (kind) {
      case 'empty':
        return false;
      case 'full':
        return true;
      case 'one':
        return place === one;
      case 'rare':
        return random.isOnceIn(700);
      case 'random':
        return random.isOnceIn(2);
    }
    return kind;
  });
}

/** Codes up to `most`; missing (0) ones among them unless `isWhole`. */
export function makeCodes(random: Random, places: number, most: bigint, isWhole = false): bigint[] {
  return Array.from({ length: places }, () => {
    if (!isWhole && random.isOnceIn(5)) return 0n;
    // The greatest and the least are the edges of ranges.
    if (random.isOnceIn(20)) return random.isOnceIn(2) ? most : 1n;
    return 1n + random.bigUpTo(most - 1n);
  });
}

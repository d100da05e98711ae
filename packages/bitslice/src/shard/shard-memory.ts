import type { Kernels } from '../kernels/kernels.ts';
import { instantiateKernels, PAGE_BYTES, RESERVED_BYTES } from '../kernels/load-kernels.ts';

/** Places begin at multiples of this. */
const ALIGNMENT = 64;
const MOST_BYTES = 65_536 * PAGE_BYTES;

/** Prepared in one go: a fraction of a millisecond. */
const PREPARED_AT_ONCE = 1024 * 1024;

interface Gap {
  readonly at: number;
  readonly bytes: number;
}

/**
 * One WebAssembly memory with its kernels and an allocator (first fit, neighbours joined). Never shrinks; what is freed is used
 * again. Views are made anew after every growth: ask {@link bytes} each time, keep none.
 */
export class ShardMemory {
  readonly kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  readonly #sizes = new Map<number, number>();
  /** Ordered by place. */
  #gaps: Gap[] = [];
  #end = RESERVED_BYTES;
  /** Memory up to here has been written to once. */
  #touched = RESERVED_BYTES;
  #used = 0;
  #u8: Uint8Array;

  /**
   * `expectedBytes` are reserved at once: addresses only, the system gives memory where it is written to. Each later growth makes
   * a new buffer, and the collector runs by the sizes of buffers, in the middle of a question.
   */
  constructor(expectedBytes = 0) {
    this.#memory = reserveMemory(expectedBytes);
    this.kernels = instantiateKernels(this.#memory);
    this.#u8 = new Uint8Array(this.#memory.buffer);
  }

  /** Bytes in use. */
  get usedBytes(): number {
    return this.#used;
  }

  /** Bytes that were ever written to, which the system has given and does not get back. */
  get reservedBytes(): number {
    return this.#touched;
  }

  /** The whole memory; valid until the next {@link allocate}. */
  get bytes(): Uint8Array {
    if (this.#u8.buffer !== this.#memory.buffer) this.#u8 = new Uint8Array(this.#memory.buffer);
    return this.#u8;
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /** A place for so many bytes, with whatever was there before. @throws RangeError past 4 GiB. */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const at = this.#take(size);
    this.#sizes.set(at, size);
    this.#used += size;
    return at;
  }

  /** A place of zeros. */
  allocateZeros(bytes: number): number {
    const at = this.allocate(bytes);
    this.bytes.fill(0, at, at + bytes);
    return at;
  }

  /**
   * Writes to some of the `ahead` bytes that will be given out next, so that the system has given them by then: a new mask takes
   * longer to be given by the system, page by page, than to be made. False when all of them are ready.
   */
  prepare(ahead: number): boolean {
    const target = Math.min(this.#end + ahead, MOST_BYTES);
    if (this.#touched >= target) return false;
    const to = Math.min(this.#touched + PREPARED_AT_ONCE, target);
    const missing = Math.ceil((to - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#grow(missing);
    this.bytes.fill(0, this.#touched, to);
    this.#touched = to;
    return true;
  }

  /** Gives a place back. @throws RangeError for one that was not given out. */
  free(at: number): void {
    const size = this.#sizes.get(at);
    if (size === undefined) throw new RangeError(`Nothing lies at ${at}.`);
    this.#sizes.delete(at);
    this.#used -= size;
    this.#give(at, size);
  }

  #take(size: number): number {
    const index = this.#gaps.findIndex((gap) => gap.bytes >= size);
    const gap = this.#gaps[index];
    if (gap !== undefined) {
      if (gap.bytes === size) this.#gaps.splice(index, 1);
      else this.#gaps[index] = { at: gap.at + size, bytes: gap.bytes - size };
      return gap.at;
    }
    const at = this.#end;
    const end = at + size;
    if (end > MOST_BYTES) throw new RangeError('A shard needs more than 4 GiB at once; make shards of fewer customers.');
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.#grow(missing);
    this.#end = end;
    if (end > this.#touched) this.#touched = end;
    return at;
  }

  /** By an eighth at least: there should be few growths. */
  #grow(missing: number): void {
    const pages = this.#memory.buffer.byteLength / PAGE_BYTES;
    this.#memory.grow(Math.min(Math.max(missing, pages >> 3), MOST_BYTES / PAGE_BYTES - pages));
  }

  #give(at: number, bytes: number): void {
    let index = this.#gaps.findIndex((gap) => gap.at > at);
    if (index < 0) index = this.#gaps.length;
    const before = this.#gaps[index - 1];
    const after = this.#gaps[index];
    let [start, length, from, count] = [at, bytes, index, 0];
    if (before !== undefined && before.at + before.bytes === at) {
      [start, length, from, count] = [before.at, length + before.bytes, index - 1, 1];
    }
    if (after !== undefined && at + bytes === after.at) {
      length += after.bytes;
      count += 1;
    }
    this.#gaps.splice(from, count, { at: start, bytes: length });
    if (start + length === this.#end) {
      this.#gaps.splice(from, 1);
      this.#end = start;
    }
  }
}

function reserveMemory(expectedBytes: number): WebAssembly.Memory {
  const maximum = MOST_BYTES / PAGE_BYTES;
  const pages = (bytes: number): number => Math.min(Math.ceil(bytes / PAGE_BYTES), maximum);
  try {
    return new WebAssembly.Memory({ initial: pages(RESERVED_BYTES + expectedBytes), maximum });
  } catch (error) {
    // Where addresses are scarce it grows as it must.
    if (!(error instanceof RangeError)) throw error;
    return new WebAssembly.Memory({ initial: pages(RESERVED_BYTES), maximum });
  }
}

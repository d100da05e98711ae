import fc from 'fast-check';
import { expect } from 'vitest';
import { TALLY_BYTES } from '../../src/kernels/kernels.ts';
import { Random } from '../world/random.ts';
import { KernelMemory, MASK_KINDS, makeCodes, makeMask } from './kernel-memory.ts';

/** Rows of many shapes. */
export const cases = fc.record({
  seed: fc.integer(),
  places: fc.constantFrom(1, 64, 511, 512, 1000),
  /** Most rows of a place: one, a few, and more than a word of the mask has. */
  most: fc.constantFrom(1, 3, 200),
  width: fc.constantFrom<number[]>(1, 2, 4, 8),
  /** Null: every row counts. */
  kind: fc.constantFrom(null, ...MASK_KINDS),
  hasOccasions: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Rows of one case, in plain arrays and in memory. */
export class KernelRows {
  readonly memory = new KernelMemory();
  readonly random: Random;
  readonly places: number;
  readonly who: number[] = [];
  readonly starts: number[] = [0];
  readonly codes: bigint[];
  readonly occasions: number[] = [];
  readonly counts: readonly boolean[] | null;
  readonly at: { readonly who: number; readonly starts: number; readonly mask: number; readonly column: number };
  readonly occasionsAt: number;
  readonly occasionWidth: number;
  readonly words: number;
  /** Holders of the first row of each word: for the kernels that follow rows of a mask. */
  readonly coarse: number;
  /** Where holders' rows begin, and zeros: for the kernels that tally. */
  readonly heads: number;
  readonly scratch: number;

  constructor({ seed, places, most, width, kind, hasOccasions }: Case) {
    this.random = new Random(seed);
    this.places = places;
    for (let place = 0; place < places; place += 1) {
      if (this.random.isOnceIn(3)) continue;
      const count = 1 + this.random.below(most);
      this.who.push(place);
      let occasion = 1;
      for (let row = 0; row < count; row += 1) {
        if (this.random.isOnceIn(2)) occasion += 1 + this.random.below(3);
        this.occasions.push(occasion);
      }
      this.starts.push(this.occasions.length);
    }
    const rows = this.occasions.length;
    this.codes = makeCodes(this.random, rows, width === 8 ? 1n << 50n : (1n << BigInt(width * 8)) - 1n);
    this.counts = kind === null ? null : makeMask(this.random, rows, kind);
    const { memory } = this;
    this.at = {
      who: memory.put(Uint32Array.from(this.who)),
      starts: memory.put(Uint32Array.from(this.starts)),
      mask: this.counts === null ? 0 : memory.putMask(this.counts),
      column: memory.putCodes(this.codes, width),
    };
    this.words = Math.ceil(rows / 64);
    this.coarse = memory.output(4 * this.words);
    memory.kernels.rowsCoarse(this.at.starts, this.who.length, this.words, this.coarse);
    this.heads = memory.output(8 * this.words);
    memory.kernels.rowsHeads(this.at.starts, this.who.length, this.heads);
    this.scratch = memory.output(TALLY_BYTES);
    this.occasionWidth = this.occasions.every((occasion) => occasion < 256) ? this.random.pick([1, 2, 4]) : 4;
    const numbers = this.occasions.map(BigInt);
    this.occasionsAt = hasOccasions ? memory.putCodes(numbers, this.occasionWidth) : 0;
  }

  /** The rows of each holder that count. */
  rowsOf(holder: number): number[] {
    const [from = 0, to = 0] = this.starts.slice(holder, holder + 2);
    return Array.from({ length: to - from }, (_, index) => from + index).filter((row) => this.counts?.[row] !== false);
  }

  /** How many rows, or occasions where there are any. */
  sizeOf(rows: readonly number[]): number {
    return this.occasionsAt === 0 ? rows.length : new Set(rows.map((row) => this.occasions[row])).size;
  }

  present(rows: readonly number[]): bigint[] {
    return rows.map((row) => this.codes[row] ?? 0n).filter((code) => code !== 0n);
  }

  mask(): number {
    return this.memory.output(KernelMemory.maskBytes(this.places));
  }

  /** A mask of the holders that pass. */
  expect(passes: (rows: readonly number[]) => boolean): boolean[] {
    const mask = new Array<boolean>(this.places).fill(false);
    this.who.forEach((place, holder) => {
      mask[place] = passes(this.rowsOf(holder));
    });
    return mask;
  }

  check(out: number, passes: (rows: readonly number[]) => boolean): void {
    expect(this.memory.readMask(out, this.places)).toEqual(this.expect(passes));
    expect(this.memory.isGuarded()).toBe(true);
  }
}

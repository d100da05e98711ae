/** Random numbers by a seed (mulberry32): data too large for fast-check to make value by value. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to before `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** Holds once in so many times. */
  isOnceIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** A whole number from 0 to `most`. */
  bigUpTo(most: bigint): bigint {
    let value = 0n;
    for (let bits = 0; bits < most.toString(2).length + 16; bits += 16) value = (value << 16n) | BigInt(this.below(65_536));
    return value % (most + 1n);
  }

  /** One of some. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }
}

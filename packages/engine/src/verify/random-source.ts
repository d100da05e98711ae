/** Random choices that a seed repeats exactly, on any machine. Not for secrets. */
export class RandomSource {
  #state: number;

  /** `seed` is any text: the same text gives the same choices. */
  constructor(seed: string) {
    // FNV-1a, so that neighbouring seeds begin far apart.
    let hash = 0x811c9dc5;
    for (const unit of seed) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
    this.#state = hash === 0 ? 1 : hash;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.#next() * (max - min + 1));
  }

  /** True with probability `p` (0-1). */
  chance(p: number): boolean {
    return this.#next() < p;
  }

  /** One of a list that is not empty. @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T {
    const index = this.int(0, list.length - 1);
    if (list.length === 0) throw new RangeError('Nothing to pick from.');
    // The index is within the list.
    return list[index] as T;
  }

  /** A list of `length` things made one after the other. */
  list<T>(length: number, make: () => T): T[] {
    return Array.from({ length }, make);
  }

  /** Xorshift (Marsaglia 2003): 32 bits of state that are never all 0, uniform in [0, 1). */
  #next(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }
}

import { compareCodePoints } from '../panel/compare-code-points.ts';

/** What two lists of keys have alone and how long they are. */
export interface KeysComparison {
  readonly counts: readonly [number, number];
  /** Keys that only the first, only the second has: up to `most` each. */
  readonly onlyIn: readonly [readonly string[], readonly string[]];
  /** Whether each list ascends by its keys' UTF-8 bytes, without a repeated one: only then is the comparison right. */
  readonly ascends: readonly [boolean, boolean];
}

/** Compares two ascending lists of keys that come in chunks, key by key, without keeping them: millions take no memory. */
export async function compareSortedKeys(
  first: AsyncIterable<readonly string[]>,
  second: AsyncIterable<readonly string[]>,
  most: number,
): Promise<KeysComparison> {
  const [left, right] = [new KeyReader(first), new KeyReader(second)];
  const onlyIn: [string[], string[]] = [[], []];
  const note = (side: 0 | 1, key: string): void => {
    if (onlyIn[side].length < most) onlyIn[side].push(key);
  };
  try {
    await Promise.all([left.fill(), right.fill()]);
    for (;;) {
      const [a, b] = [left.key, right.key];
      if (a === null && b === null) break;
      const order = a === null ? 1 : b === null ? -1 : a === b ? 0 : compareCodePoints(a, b);
      if (order < 0 && a !== null) note(0, a);
      if (order > 0 && b !== null) note(1, b);
      if (order <= 0 && left.advance()) await left.fill();
      if (order >= 0 && right.advance()) await right.fill();
    }
  } finally {
    await Promise.allSettled([left.close(), right.close()]);
  }
  return { counts: [left.count, right.count], onlyIn, ascends: [left.ascends, right.ascends] };
}

/** Keys one after the other. */
class KeyReader {
  count = 0;
  ascends = true;
  readonly #chunks: AsyncIterator<readonly string[]>;
  #chunk: readonly string[] = [];
  #at = 0;
  #last: string | null = null;
  #ended = false;

  constructor(keys: AsyncIterable<readonly string[]>) {
    this.#chunks = keys[Symbol.asyncIterator]();
  }

  /** The key at hand; null at the end. */
  get key(): string | null {
    return this.#chunk[this.#at] ?? null;
  }

  /** Goes on to the next key; true when the next chunk must be read for it. */
  advance(): boolean {
    const key = this.key;
    if (key !== null) {
      if (this.#last !== null && compareCodePoints(this.#last, key) >= 0) this.ascends = false;
      this.#last = key;
      this.count += 1;
      this.#at += 1;
    }
    return this.#at >= this.#chunk.length;
  }

  /** Reads chunks until there is a key, or none follow. */
  async fill(): Promise<void> {
    while (!this.#ended && this.#at >= this.#chunk.length) {
      const next = await this.#chunks.next();
      if (next.done === true) {
        this.#ended = true;
        this.#chunk = [];
      } else this.#chunk = next.value;
      this.#at = 0;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

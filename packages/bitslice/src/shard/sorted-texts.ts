/** Half of a surrogate pair is no text: encoded it would become another. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Texts in the order of their UTF-8 bytes: text i ends at `ends[i]` of `bytes` and begins where the one before ends. */
export class SortedTexts {
  readonly #bytes: Buffer;
  readonly #ends: Uint32Array;

  constructor(bytes: Uint8Array, ends: Uint32Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#ends = ends;
  }

  get length(): number {
    return this.#ends.length;
  }

  /** The text at a place. @throws RangeError */
  read(index: number): string {
    const end = this.#ends[index];
    if (end === undefined) throw new RangeError(`There is no text ${index}.`);
    return this.#bytes.toString('utf8', this.#ends[index - 1] ?? 0, end);
  }

  /** The first place whose text is not below the wanted bytes. */
  lowerBound(wanted: Buffer): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Tells each text that both lists have: its place here and its place in `wanted`, ascending. A walk through both: for many texts a
   * few steps each (Bentley and Yao 1976, unbounded search) instead of a search through everything.
   */
  meet(wanted: SortedTexts, tell: (here: number, there: number) => void): void {
    let here = 0;
    for (let there = 0; there < wanted.length && here < this.length; there += 1) {
      let [below, step] = [here - 1, 1];
      while (below + step < this.length && this.#compareWith(wanted, below + step, there) < 0) {
        below += step;
        step *= 2;
      }
      let above = Math.min(below + step, this.length);
      while (above - below > 1) {
        const middle = (below + above) >>> 1;
        if (this.#compareWith(wanted, middle, there) < 0) below = middle;
        else above = middle;
      }
      here = above;
      if (here < this.length && this.#compareWith(wanted, here, there) === 0) tell(here, there);
    }
  }

  /** As `Buffer.compare`, without the cost of a call: keys are short. */
  #compareWith(other: SortedTexts, mine: number, theirs: number): number {
    let at = mine === 0 ? 0 : (this.#ends[mine - 1] ?? 0);
    let otherAt = theirs === 0 ? 0 : (other.#ends[theirs - 1] ?? 0);
    const end = this.#ends[mine] ?? 0;
    const otherEnd = other.#ends[theirs] ?? 0;
    while (at < end && otherAt < otherEnd) {
      const difference = (this.#bytes[at] ?? 0) - (other.#bytes[otherAt] ?? 0);
      if (difference !== 0) return difference;
      at += 1;
      otherAt += 1;
    }
    return end - at - (otherEnd - otherAt);
  }

  #compare(index: number, wanted: Buffer): number {
    return this.#bytes.compare(wanted, 0, wanted.length, this.#ends[index - 1] ?? 0, this.#ends[index] ?? 0);
  }
}

/** Bytes and ends of texts that are sorted already. */
export function packSortedTexts(texts: readonly string[]): { readonly bytes: Buffer; readonly ends: Uint32Array } {
  return packBytes(texts.map((text) => Buffer.from(text, 'utf8')));
}

/**
 * Texts in any order as a list in order, each once. Half of a surrogate pair is no text: such are left out, they are nowhere. What was
 * made of a list is kept as long as the list: every shard asks for it.
 */
export function sortTexts(texts: readonly string[]): SortedTexts {
  const known = sortedBefore.get(texts);
  if (known !== undefined) return known;
  const parts = texts.flatMap((text) => (LONE_SURROGATE.test(text) ? [] : [Buffer.from(text, 'utf8')]));
  // Lists that are asked for come sorted, mostly.
  if (!parts.every((part, index) => index === 0 || Buffer.compare(parts[index - 1] ?? part, part) < 0))
    parts.sort(Buffer.compare);
  const distinct = parts.filter((part, index) => index === 0 || Buffer.compare(parts[index - 1] ?? part, part) !== 0);
  const { bytes, ends } = packBytes(distinct);
  const sorted = new SortedTexts(bytes, ends);
  sortedBefore.set(texts, sorted);
  return sorted;
}

const sortedBefore = new WeakMap<readonly string[], SortedTexts>();

function packBytes(parts: readonly Buffer[]): { readonly bytes: Buffer; readonly ends: Uint32Array } {
  const ends = new Uint32Array(parts.length);
  let end = 0;
  parts.forEach((part, index) => {
    end += part.length;
    ends[index] = end;
  });
  return { bytes: Buffer.concat(parts), ends };
}

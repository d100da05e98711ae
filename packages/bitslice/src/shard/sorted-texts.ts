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

  /** The place of a text; -1 when it is not there. */
  find(text: string): number {
    // Half of a surrogate pair is no text: encoded it would become another.
    if (/\p{Surrogate}/u.test(text)) return -1;
    const wanted = Buffer.from(text, 'utf8');
    const index = this.lowerBound(wanted);
    return index < this.length && this.#compare(index, wanted) === 0 ? index : -1;
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

  #compare(index: number, wanted: Buffer): number {
    return this.#bytes.compare(wanted, 0, wanted.length, this.#ends[index - 1] ?? 0, this.#ends[index] ?? 0);
  }
}

/** Bytes and ends of texts that are sorted already. */
export function packSortedTexts(texts: readonly string[]): { readonly bytes: Buffer; readonly ends: Uint32Array } {
  const parts = texts.map((text) => Buffer.from(text, 'utf8'));
  const ends = new Uint32Array(parts.length);
  let end = 0;
  parts.forEach((part, index) => {
    end += part.length;
    ends[index] = end;
  });
  return { bytes: Buffer.concat(parts), ends };
}

/** Numbers texts in the order in which they are first seen, over all shards. */
export class GlobalDictionary {
  readonly #numbers = new Map<string, number>();

  /** The number of a text, from 0; a new one gets the next. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(text, next);
    return next;
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** All texts, by number. */
  texts(): string[] {
    return [...this.#numbers.keys()];
  }
}

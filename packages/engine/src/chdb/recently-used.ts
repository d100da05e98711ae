/** A few values by key; past its size the one not asked for longest goes. */
export class RecentlyUsed<T> {
  readonly #entries = new Map<string, T>();
  readonly #size: number;

  /** Keeps at most `size` values. */
  constructor(size: number) {
    this.#size = size;
  }

  /** The value of a key, made when it is not there. */
  find(key: string, make: () => T): T {
    const value = this.#entries.get(key) ?? make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#size && oldest !== undefined) this.#entries.delete(oldest);
    return value;
  }

  /** Forgets one. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Forgets all. */
  clear(): void {
    this.#entries.clear();
  }
}

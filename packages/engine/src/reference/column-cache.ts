import type { Column } from './column.ts';

/** Keeps the columns that were asked for last, up to a number of values in all. */
export class ColumnCache {
  readonly #entries = new Map<string, { readonly rows: number; readonly column: Promise<Column> }>();
  readonly #maxValues: number;
  #values = 0;

  constructor(maxValues: number) {
    this.#maxValues = maxValues;
  }

  /** The column of a name, read when it is not kept; `rows` is how many values it has. A failed reading is not kept. */
  get(name: string, rows: number, read: () => Promise<Column>): Promise<Column> {
    const known = this.#entries.get(name);
    // Taken out and put in again: a Map's order is then the order of use.
    if (known !== undefined) this.#drop(name);
    const entry = known ?? { rows, column: read() };
    this.#entries.set(name, entry);
    this.#values += rows;
    if (known === undefined) entry.column.catch(() => this.#drop(name));
    for (const oldest of this.#entries.keys()) {
      if (this.#values <= this.#maxValues || oldest === name) break;
      this.#drop(oldest);
    }
    return entry.column;
  }

  #drop(name: string): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#entries.delete(name);
    this.#values -= entry.rows;
  }
}

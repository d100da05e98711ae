import type { ColumnCodes } from '@silhouette/bitslice';
import type { IndexDictionaries } from '../index-about.ts';
import { GlobalDictionary } from './global-dictionary.ts';

/** The dictionaries of all categories, and how many customers have each value of a field, over all shards. */
export class Dictionaries {
  readonly #dictionaries = new Map<string, GlobalDictionary>();
  readonly #customers = new Map<string, number[]>();
  readonly #tags = new Map<string, Map<string, number>>();

  /** The dictionary of a name, empty at first. */
  open(name: string): GlobalDictionary {
    const known = this.#dictionaries.get(name);
    if (known !== undefined) return known;
    const made = new GlobalDictionary();
    this.#dictionaries.set(name, made);
    return made;
  }

  /** Adds one shard's customers by value; rows of one customer are side by side. */
  countHolders(name: string, { codes }: ColumnCodes, holders: Uint32Array): void {
    const counts = this.#customers.get(name) ?? [];
    this.#customers.set(name, counts);
    eachHolderCode(codes, holders, (code) => {
      counts[code - 1] = (counts[code - 1] ?? 0) + 1;
    });
  }

  /** As {@link countHolders} for lists of tags, whose code is i + 1 for the JSON text `lists[i]`. */
  countListHolders(name: string, { codes }: ColumnCodes, lists: readonly string[], holders: Uint32Array): void {
    const tags = lists.map((text) => JSON.parse(text) as readonly string[]);
    const last = new Map<string, number>();
    if (codes instanceof BigUint64Array) return;
    codes.forEach((code, row) => {
      for (const tag of tags[code - 1] ?? []) {
        if (last.get(tag) === holders[row]) continue;
        last.set(tag, holders[row] ?? 0);
        this.addTag(name, tag, 1);
      }
    });
  }

  /** As {@link countHolders} for booleans, 1 = false and 2 = true. */
  countBooleanHolders(name: string, { codes }: ColumnCodes, holders: Uint32Array): void {
    eachHolderCode(codes, holders, (code) => this.addTag(name, code === 2 ? 'true' : 'false', 1));
  }

  /** Adds customers who have a tag (or a boolean value, as text). */
  addTag(name: string, tag: string, customers: number): void {
    const counts = this.#tags.get(name) ?? new Map<string, number>();
    this.#tags.set(name, counts);
    counts.set(tag, (counts.get(tag) ?? 0) + customers);
  }

  /** Sets the customers of each value of a category of the customers. */
  setCustomers(name: string, customers: readonly number[]): void {
    this.#customers.set(name, [...customers]);
  }

  toJson(): IndexDictionaries {
    const names = [...this.#dictionaries.keys()];
    return {
      values: Object.fromEntries(names.map((name) => [name, this.open(name).texts()])),
      customers: Object.fromEntries(
        names.map((name) => [
          name,
          this.open(name)
            .texts()
            .map((_, value) => this.#customers.get(name)?.[value] ?? 0),
        ]),
      ),
      tags: Object.fromEntries([...this.#tags].map(([name, counts]) => [name, [...counts]])),
    };
  }
}

/** Calls `take` once for each code of each holder; rows of one holder are side by side. */
function eachHolderCode(codes: ColumnCodes['codes'], holders: Uint32Array, take: (code: number) => void): void {
  if (codes instanceof BigUint64Array) return;
  let most = 0;
  for (const code of codes) if (code > most) most = code;
  const last = new Uint32Array(most + 1);
  codes.forEach((code, row) => {
    const holder = (holders[row] ?? 0) + 1;
    if (code === 0 || last[code] === holder) return;
    last[code] = holder;
    take(code);
  });
}

import type { QueryParameters } from '@silhouette/lake';

/**
 * The constants of one statement as bound parameters `p0`, `p1` …: a constant is never part of the SQL text. Equal
 * constants share a parameter, so that equal expressions are equal text and ClickHouse evaluates them once.
 */
export class Bindings {
  readonly #names = new Map<string, string>();
  readonly #prefix: string;
  readonly #parameters: Record<string, string> = {};

  /** `prefix` begins the names; statements that are put together need different ones. */
  constructor(prefix = 'p') {
    this.#prefix = prefix;
  }

  /** The placeholder of a constant: `value` is its text in the ClickHouse type `type`. */
  bind(type: string, value: string): string {
    const key = `${type}\0${value}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `${this.#prefix}${this.#names.size}`;
    const placeholder = `{${name}:${type}}`;
    this.#names.set(key, placeholder);
    this.#parameters[name] = value;
    return placeholder;
  }

  /**
   * An `Array(<type>)` of many constants, bound as one JSON text (an array parameter of 100,000 strings hangs).
   * `items` are Unicode strings (no lone surrogate: JSON readers refuse one) or whole numbers.
   */
  bindList(type: 'String' | 'Int64', items: readonly (string | number)[]): string {
    return `JSONExtract(${this.bind('String', JSON.stringify(items))}, 'Array(${type})')`;
  }

  /** The parameters bound so far, by name. */
  get parameters(): QueryParameters {
    return this.#parameters;
  }
}

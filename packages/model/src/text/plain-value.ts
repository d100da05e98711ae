/**
 * A number of a JSON or YAML text, kept as its digits: never a float, so nothing is rounded between the file and the
 * comparison. A decimal string is the same value wherever the language wants a number.
 */
export class ExactNumber {
  /** The number as decimal text, such as `30`, `-1.50`, `1e3`, `007`. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  /** Through `JSON.stringify` the number becomes a decimal string: the same value to every reader of the language. */
  toJSON(): string {
    return this.text;
  }
}

/** A tree of plain data, as JSON and YAML texts hold it. Trees read from YAML with aliases share branches. */
export type PlainValue = null | boolean | string | ExactNumber | PlainList | PlainObject;
/** A list of plain data. */
export interface PlainList extends ReadonlyArray<PlainValue> {}
/** Plain data by key, in the order of the text (keys that are whole numbers first, as JavaScript has it). */
export interface PlainObject {
  readonly [key: string]: PlainValue;
}

/** Whether the value is an object with keys (not a list, not a number, not null). */
export function isPlainObject(value: PlainValue | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** Whether the value is a list. */
export function isPlainList(value: PlainValue | undefined): value is PlainList {
  return Array.isArray(value);
}

/** The value of a key of the object's own; undefined when the key is not there. */
export function plainValueAt(object: PlainObject, key: string): PlainValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Data of a program as plain data; numbers by their shortest decimal text, `bigint`s by their digits. For data whose
 * numbers are known to be exact: a definition that people wrote is read with `parseJsonText` or `parseYamlText`.
 * @throws TypeError for anything that JSON does not hold (functions, undefined in a list, infinities …).
 */
export function toPlainValue(data: unknown): PlainValue {
  if (data === null || typeof data === 'string' || typeof data === 'boolean' || data instanceof ExactNumber) return data;
  if (typeof data === 'bigint' || (typeof data === 'number' && Number.isFinite(data))) return new ExactNumber(String(data));
  if (Array.isArray(data)) return data.map(toPlainValue);
  if (typeof data !== 'object') throw new TypeError(`A ${typeof data} is not plain data.`);
  const values: Record<string, PlainValue> = {};
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) continue;
    Object.defineProperty(values, key, { value: toPlainValue(value), enumerable: true, writable: true, configurable: true });
  }
  return values;
}

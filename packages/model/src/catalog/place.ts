import type { ErrorCode, Issue } from '../error.ts';
import { joinKey } from '../text/value-path.ts';
import { formatDecimal, parseDecimal } from '../value/decimal.ts';
import { suggestNearest } from './suggest-nearest.ts';
import type { YamlNode } from './yaml-tree.ts';

/**
 * A value of the catalog file, where it stands, and the list its issues go to. Every `read…` answers null after it has
 * reported what is wrong, so that a reader may go on and find the rest.
 */
export class Place {
  readonly node: YamlNode;
  readonly path: string;
  private readonly issues: Issue[];

  constructor(node: YamlNode, path: string, issues: Issue[]) {
    this.node = node;
    this.path = path;
    this.issues = issues;
  }

  /** Reports an issue of this place, with its line; answers null. */
  fail(code: ErrorCode, message: string): null {
    this.issues.push({ path: this.path, code, message: `${message} (line ${this.node.line})` });
    return null;
  }

  /** Whether nothing is written after the key. */
  get isEmpty(): boolean {
    return this.node.kind === 'scalar' && this.node.type === 'null';
  }

  /** A text: numbers and booleans are refused with the quoted form. Never empty. */
  readText(): string | null {
    const { node } = this;
    if (node.kind !== 'scalar' || node.type === 'null') return this.failType('a text');
    if (node.type !== 'text')
      return this.fail(
        'wrong-type',
        `A text is wanted here, and ${node.text} is a ${node.type}: write "${node.text}" in quotes.`,
      );
    if (node.text.trim() === '') return this.fail('invalid-value', 'The text is empty; write one, or leave the key out.');
    return node.text;
  }

  /** A value as its text: numbers and booleans too (`1.50` stays `1.50`). May be empty when it is quoted. */
  readValueText(): string | null {
    const { node } = this;
    if (node.kind === 'scalar' && node.type !== 'null') return node.text;
    if (node.kind === 'scalar' && node.text !== '')
      return this.fail(
        'wrong-type',
        `A value is wanted here, and ${node.text} means nothing in YAML: write "${node.text}" in quotes.`,
      );
    return this.failType('a value');
  }

  /** `true` or `false`. */
  readFlag(): boolean | null {
    const { node } = this;
    if (node.kind === 'scalar' && node.type === 'boolean') return node.text.toLowerCase() === 'true';
    return this.failType('true or false');
  }

  /** A whole number from `least` to `most`, by its text; a decimal string is the same value. */
  readWhole(least: number, most: number): number | null {
    const { node } = this;
    const wanted = `a whole number from ${least} to ${most}`;
    const value = node.kind === 'scalar' && node.type !== 'boolean' ? parseDecimal(node.text) : null;
    if (value === null || value.scale > 0) return this.failType(wanted);
    const isInRange = value.units >= BigInt(least) && value.units <= BigInt(most);
    return isInRange
      ? Number(value.units)
      : this.fail('invalid-value', `${formatDecimal(value)} is out of range: write ${wanted}.`);
  }

  /** One of some words. */
  readChoice<T extends string>(choices: readonly T[]): T | null {
    const text = this.node.kind === 'scalar' ? this.node.text : null;
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    if (text === null || text === '') return this.failType(`one of ${choices.join(', ')}`);
    const nearest = suggestNearest(text, choices);
    return this.fail(
      'invalid-value',
      `"${text}" is none of ${choices.join(', ')}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`,
    );
  }

  /** A list, each item read by `read`; items that fail are left out (and reported). */
  readList<T>(wanted: string, read: (item: Place) => T | null): readonly T[] | null {
    const { node } = this;
    if (node.kind !== 'list') {
      const shown = node.kind === 'scalar' && node.text !== '' ? `: write [${JSON.stringify(node.text)}]` : '';
      return this.fail('wrong-type', `A list of ${wanted} is wanted here${shown}.`);
    }
    const items = node.items.map((item, index) => read(new Place(item, `${this.path}[${index}]`, this.issues)));
    return items.filter((item) => item !== null);
  }

  /** As `readList` of value texts, which must differ from each other. */
  readValueTexts(wanted: string): readonly string[] | null {
    const seen = new Set<string>();
    return this.readList(wanted, (item) => {
      const text = item.readValueText();
      if (text !== null && seen.has(text)) return item.fail('invalid-value', `"${text}" is listed twice; keep one.`);
      if (text !== null) seen.add(text);
      return text;
    });
  }

  /** A mapping. */
  readMap(wanted: string): PlaceMap | null {
    const { node } = this;
    if (node.kind !== 'map') return this.failType(wanted);
    const entries = [...node.entries].map(
      ([key, child]) => [key, new Place(child, joinKey(this.path, key), this.issues)] as const,
    );
    return new PlaceMap(this, new Map(entries));
  }

  /** Reports that something else is wanted, naming what was found. */
  failType(wanted: string): null {
    return this.fail('wrong-type', `${capitalise(wanted)} is wanted here, not ${describeNode(this.node)}.`);
  }
}

/** The keys of a mapping. */
export class PlaceMap {
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Place>;

  constructor(place: Place, entries: ReadonlyMap<string, Place>) {
    this.place = place;
    this.entries = entries;
  }

  /** Reports every key that is not one of `known`. */
  checkKeys(known: readonly string[]): void {
    for (const [key, place] of this.entries) {
      if (known.includes(key)) continue;
      const nearest = suggestNearest(key, known);
      const hint = nearest === null ? `Keys known here: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
      place.fail('unknown-key', `Unknown key "${key}". ${hint}`);
    }
  }

  /** What `read` makes of a key's value; `absent` where there is no such key or the value was reported. */
  read<T, A>(key: string, absent: A, read: (place: Place) => T | null): T | A {
    const place = this.entries.get(key);
    return place === undefined ? absent : (read(place) ?? absent);
  }

  /** As `read` for a key that must be there; `example` shows how to write it. Null after an issue. */
  require<T>(key: string, example: string, read: (place: Place) => T | null): T | null {
    const place = this.entries.get(key);
    if (place !== undefined) return read(place);
    return this.place.fail('missing-key', `The key "${key}" is missing; write it, such as ${example}.`);
  }
}

function describeNode(node: YamlNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (node.type === 'null') return 'nothing';
  return node.type === 'text' ? `the text "${shorten(node.text)}"` : `the ${node.type} ${node.text}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

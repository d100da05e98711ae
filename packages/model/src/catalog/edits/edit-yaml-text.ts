import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { SilhouetteError } from '../../error.ts';
import type { YamlChange, YamlChanges, YamlData } from './yaml-changes.ts';

/** A part of a text that another takes the place of; offsets in UTF-16 characters. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

type ParsedMap = YAMLMap.Parsed;
type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

/**
 * A YAML text with some values of its maps set or removed; everything else stays as it is, byte for byte: comments,
 * order, spelling, line ends. New values stand on one line.
 * @throws SilhouetteError `invalid-yaml` for a text that is no map, or is written in a form that cannot be changed in place
 */
export function editYamlText(text: string, changes: YamlChanges): string {
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false, keepSourceTokens: true });
  const { contents } = document;
  if (document.errors.length > 0 || !isMap(contents)) throw fail('the file is not one map');
  const editor = new YamlEditor(text);
  editor.changeMap(contents, changes);
  return editor.write();
}

/** A pair that is new in its map; a wide one takes several lines where the map does. */
interface AddedPair {
  readonly key: string;
  readonly value: YamlData;
  readonly isWide: boolean;
}

class YamlEditor {
  private readonly text: string;
  private readonly lineEnd: string;
  private readonly splices: Splice[] = [];

  constructor(text: string) {
    this.text = text;
    this.lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  changeMap(map: ParsedMap, changes: YamlChanges): void {
    const added: AddedPair[] = [];
    for (const [key, change] of changes) {
      const index = map.items.findIndex((pair) => isScalar(pair.key) && readKey(pair.key) === key);
      const pair = map.items[index];
      if (change.kind === 'remove') {
        if (pair !== undefined) this.removePair(map, index);
      } else if (pair === undefined) {
        const value = change.kind === 'set' ? change.value : settle(change.entries);
        if (value !== null) added.push({ key, value, isWide: isWide(change) });
      } else if (isMap(pair.value)) {
        // What was parsed is parsed all through.
        const inner = pair.value as ParsedMap;
        const entries = change.kind === 'within' ? change.entries : changesOf(change.value);
        if (losesAll(inner, entries)) this.replaceValue(pair, settle(entries) ?? new Map());
        else this.changeMap(inner, entries);
      } else {
        const value = change.kind === 'set' ? change.value : settle(change.entries);
        if (value !== null) this.replaceValue(pair, value);
      }
    }
    if (added.length === 0) return;
    if (map.flow === true) this.addToFlow(map, added);
    else this.addToBlock(map, added);
  }

  write(): string {
    let text = this.text;
    // From the end, so that the offsets before stay true.
    for (const { from, to, text: put } of this.splices.toSorted((a, b) => b.from - a.from)) {
      text = text.slice(0, from) + put + text.slice(to);
    }
    return text;
  }

  private replaceValue(pair: ParsedPair, value: YamlData): void {
    const { value: node } = pair;
    const isOneLine =
      isScalar(node) && node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED && node.source !== '';
    const written = writeFlow(value);
    if (node !== null && (isOneLine || (isCollection(node) && node.flow === true))) {
      this.splices.push({ from: node.range[0], to: node.range[1], text: written });
      return;
    }
    const from = endOfColon(pair);
    const to = Math.max(from ?? 0, endOfPair(pair));
    if (from === null) {
      this.splices.push({ from: to, to, text: `: ${written}` });
      return;
    }
    // A block ends with the end of its last line, which stays.
    const ended = /\r?\n[^\S\n]*$/.exec(this.text.slice(from, to))?.[0] ?? '';
    this.splices.push({ from, to: to - ended.length, text: ` ${written}` });
  }

  private addToFlow(map: ParsedMap, added: readonly AddedPair[]): void {
    const written = added.map(({ key, value }) => writePair(key, value, true)).join(', ');
    const last = map.items.at(-1);
    if (last === undefined) {
      this.splices.push({ from: map.range[0], to: map.range[1], text: `{ ${written} }` });
      return;
    }
    const at = endOfPair(last);
    this.splices.push({ from: at, to: at, text: `, ${written}` });
  }

  private addToBlock(map: ParsedMap, added: readonly AddedPair[]): void {
    const [first, last] = [map.items[0], map.items.at(-1)];
    if (first === undefined || last === undefined) throw fail('a map is empty');
    const indent = this.indentOf(first);
    const lines = added.flatMap((pair) => writeBlockPair(pair, indent));
    const at = this.endOfLines(last);
    const hasLineEnd = at > 0 && this.text[at - 1] === '\n';
    const written = lines.join(this.lineEnd);
    this.splices.push({ from: at, to: at, text: hasLineEnd ? `${written}${this.lineEnd}` : `${this.lineEnd}${written}` });
  }

  /** Removes one of several pairs, the only one of the map that goes. */
  private removePair(map: ParsedMap, index: number): void {
    const pair = map.items[index];
    if (pair === undefined) return;
    if (map.flow !== true) {
      const from = pair.key.range[0] - this.indentOf(pair).length;
      this.splices.push({ from, to: this.endOfLines(pair), text: '' });
      return;
    }
    const before = map.items[index - 1];
    const after = map.items[index + 1];
    if (before !== undefined) this.splices.push({ from: endOfPair(before), to: endOfPair(pair), text: '' });
    else if (after !== undefined) this.splices.push({ from: pair.key.range[0], to: after.key.range[0], text: '' });
  }

  /** White space before a key. @throws SilhouetteError when something else stands before it on its line */
  private indentOf(pair: ParsedPair): string {
    const at = pair.key.range[0];
    const indent = this.text.slice(this.text.lastIndexOf('\n', at - 1) + 1, at);
    if (/^ *$/.test(indent)) return indent;
    throw fail(`something stands before the key ${JSON.stringify(readKey(pair.key))} on its line`);
  }

  /** Where the lines of a pair end: after the line end of the last one, or at the end of the text. */
  private endOfLines(pair: ParsedPair): number {
    const at = endOfPair(pair);
    if (at > 0 && this.text[at - 1] === '\n') return at;
    const lineEnd = this.text.indexOf('\n', at);
    return lineEnd === -1 ? this.text.length : lineEnd + 1;
  }
}

/** Whether the only pair of a map goes. */
function losesAll(map: ParsedMap, changes: YamlChanges): boolean {
  const [only, ...others] = map.items;
  return only !== undefined && others.length === 0 && changes.get(readKey(only.key))?.kind === 'remove';
}

function readKey(key: ParsedNode): string {
  return isScalar(key) ? (key.type === Scalar.PLAIN ? (key.source ?? '') : String(key.value ?? '')) : '';
}

/** Where the colon of a pair ends; null for a pair without one (in braces). */
function endOfColon({ srcToken }: ParsedPair): number | null {
  const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? null : colon.offset + 1;
}

/** Where the last thing of a pair ends: its value's last leaf, its colon, or its key. */
function endOfPair(pair: ParsedPair): number {
  const own = Math.max(pair.key.range[1], endOfColon(pair) ?? 0);
  const { value } = pair;
  if (value === null || (isScalar(value) && value.source === '' && value.type === Scalar.PLAIN)) return own;
  if (isCollection(value) && value.flow !== true) {
    const last = value.items.at(-1);
    // What was parsed is parsed all through.
    if (isMap(value) && last !== undefined) return endOfPair(last as ParsedPair);
    if (isSeq(value)) return value.range[1];
  }
  return value.range[1];
}

function isData(value: YamlData): value is ReadonlyMap<string, YamlData> {
  return typeof value === 'object' && !Array.isArray(value);
}

function changesOf(value: YamlData): YamlChanges {
  if (!isData(value)) throw fail('a map stands where a text is to be written');
  return new Map([...value].map(([key, one]) => [key, { kind: 'set', value: one }]));
}

/** What changes come to where nothing stands yet; null when that is nothing. */
function settle(changes: YamlChanges): YamlData | null {
  const data = new Map<string, YamlData>();
  for (const [key, change] of changes) {
    if (change.kind === 'remove') continue;
    const value = change.kind === 'set' ? change.value : settle(change.entries);
    if (value !== null) data.set(key, value);
  }
  return data.size === 0 ? null : data;
}

/** Whether a change makes a map of maps that are changed inside, such as one of attributes. */
function isWide(change: YamlChange): boolean {
  return change.kind === 'within' && [...change.entries.values()].every(({ kind }) => kind === 'within');
}

/** A wide pair over several lines, its own pairs one line each; anything else on one line. */
function writeBlockPair({ key, value, isWide: wide }: AddedPair, indent: string): string[] {
  if (!wide || !isData(value)) return [`${indent}${writePair(key, value, false)}`];
  const head = `${indent}${writePair(key, '', false).replace(/ ""$/, '')}`;
  return [head, ...[...value].map(([inner, one]) => `${indent}  ${writePair(inner, one, false)}`)];
}

function writeFlow(value: YamlData): string {
  // In a list of one: the text of a value depends on whether brackets are around it.
  return writeDocument([value], true).slice(1, -1).trim();
}

function writePair(key: string, value: YamlData, inBraces: boolean): string {
  const written = writeDocument(new Map([[key, value]]), inBraces);
  return inBraces ? written.slice(1, -1).trim() : written;
}

/** One line of YAML; without brackets around the whole unless `isFlow`. */
function writeDocument(data: readonly YamlData[] | ReadonlyMap<string, YamlData>, isFlow: boolean): string {
  const document = new Document(data, { version: '1.2', schema: 'core' });
  const { contents } = document;
  if (isCollection(contents)) contents.flow = isFlow;
  if (isMap(contents)) {
    for (const { value } of contents.items) if (isCollection(value)) value.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}

function fail(what: string): SilhouetteError {
  return SilhouetteError.of('invalid-yaml', `The file cannot be changed in place: ${what}. Write these words into it by hand.`);
}

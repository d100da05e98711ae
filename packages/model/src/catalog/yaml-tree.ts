import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument, Scalar, type YAMLError } from 'yaml';
import type { Issue } from '../error.ts';
import { joinKey } from '../text/value-path.ts';

/** A value of a YAML file with the line it stands on; keys and numbers keep the text they were written with. */
export type YamlNode = YamlMap | YamlList | YamlScalar;
/** A mapping, keys as text, in the order of the file. */
interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: ReadonlyMap<string, YamlNode>;
}
/** A sequence. */
interface YamlList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlNode[];
}
/** A scalar: `text` is exactly what stands in the file (without quotes). */
interface YamlScalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly text: string;
  readonly type: 'text' | 'number' | 'boolean' | 'null';
}

/** A tree, or everything that keeps the text from being one. */
export type YamlTreeResult =
  | { readonly ok: true; readonly tree: YamlNode | null }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const MAX_TEXT_LENGTH = 4_000_000;
const MAX_DEPTH = 100;

/**
 * Reads one YAML 1.2 document (core schema). Repeated keys, anchors, aliases and unknown tags are issues; `tree` is
 * null for a text without a document.
 */
export function readYamlTree(text: string): YamlTreeResult {
  if (text.length > MAX_TEXT_LENGTH) {
    const message = `The file has ${text.length} characters; at most ${MAX_TEXT_LENGTH} are read. Is it really the catalog?`;
    return { ok: false, issues: [{ path: '', code: 'too-large', message }] };
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      uniqueKeys: false,
      lineCounter: lines,
      prettyErrors: true,
    });
    const problems: Issue[] = [...document.errors, ...document.warnings].map(describeProblem);
    if (problems.length > 0) return { ok: false, issues: problems };
    const issues: Issue[] = [];
    const contents = document.contents;
    const tree = contents === null ? null : new TreeReader(lines, issues).read(contents, '', 0);
    return issues.length > 0 ? { ok: false, issues } : { ok: true, tree };
  } catch (error) {
    // The library recurses: so many brackets that the stack ends are refused like any other depth.
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, issues: [tooDeep()] };
  }
}

class TreeReader {
  private readonly lines: LineCounter;
  private readonly issues: Issue[];

  constructor(lines: LineCounter, issues: Issue[]) {
    this.lines = lines;
    this.issues = issues;
  }

  read(node: ParsedNode | null, path: string, depth: number): YamlNode | null {
    if (depth > MAX_DEPTH) {
      this.issues.push(tooDeep());
      return null;
    }
    if (node === null) return { kind: 'scalar', line: 0, text: '', type: 'null' };
    const line = this.lineOf(node);
    if (isAlias(node) || node.anchor !== undefined) {
      const message = `Anchors (&name) and aliases (*name) are not read here; write the value out (line ${line}).`;
      this.issues.push({ path, code: 'invalid-yaml', message });
      return null;
    }
    if (isScalar(node)) return readScalar(node, line);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(item, `${path}[${index}]`, depth + 1));
      return { kind: 'list', line, items: items.filter((item) => item !== null) };
    }
    if (isMap(node)) return this.readMap(node.items, path, line, depth);
    throw new TypeError('A YAML node of an unknown kind.');
  }

  private readMap(
    pairs: readonly { readonly key: ParsedNode | null; readonly value: ParsedNode | null }[],
    path: string,
    line: number,
    depth: number,
  ): YamlMap {
    const entries = new Map<string, YamlNode>();
    const firstLines = new Map<string, number>();
    for (const { key, value } of pairs) {
      const keyLine = key === null ? line : this.lineOf(key);
      if (!isScalar(key) || key.anchor !== undefined) {
        const message = `A key must be plain text, not a list, a mapping or an alias (line ${keyLine}).`;
        this.issues.push({ path, code: 'invalid-yaml', message });
        continue;
      }
      const { text } = readScalar(key, keyLine);
      const first = firstLines.get(text);
      if (first !== undefined) {
        const message = `The key "${text}" is given twice (lines ${first} and ${keyLine}); keep one.`;
        this.issues.push({ path: joinKey(path, text), code: 'duplicate-key', message });
        continue;
      }
      firstLines.set(text, keyLine);
      const child = this.read(value, joinKey(path, text), depth + 1);
      if (child !== null) entries.set(text, child.line === 0 ? { ...child, line: keyLine } : child);
    }
    return { kind: 'map', line, entries };
  }

  private lineOf(node: ParsedNode): number {
    return this.lines.linePos(node.range[0]).line;
  }
}

function readScalar(scalar: Scalar, line: number): YamlScalar {
  const { value } = scalar;
  // Plain scalars keep their text: 1.50, 007 and true stay as written wherever a text is wanted.
  const text = scalar.type === Scalar.PLAIN ? (scalar.source ?? '') : String(value ?? '');
  if (value === null || value === undefined) return { kind: 'scalar', line, text, type: 'null' };
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'scalar', line, text, type: 'number' };
  if (typeof value === 'boolean') return { kind: 'scalar', line, text, type: 'boolean' };
  return { kind: 'scalar', line, text, type: 'text' };
}

function describeProblem(problem: YAMLError): Issue {
  if (problem.code === 'RESOURCE_EXHAUSTION') return tooDeep();
  const line = problem.linePos?.[0].line ?? 1;
  // The pretty form goes on with the lines of the file around the place; the first line says it all.
  const [said = ''] = problem.message.split('\n');
  const reason = said.replace(/ at line \d+, column \d+:?$/, '');
  const message =
    problem.code === 'TAB_AS_INDENT'
      ? `Line ${line} is indented with a tab; YAML wants spaces: replace each tab by two spaces.`
      : problem.code === 'MULTIPLE_DOCS'
        ? `Line ${line} begins a second document (---); keep one document in the file.`
        : `This is not YAML at line ${line}: ${reason}. A text with ": ", "#" or a leading quote, bracket, *, & or % needs quotes around it.`;
  return { path: '', code: 'invalid-yaml', message };
}

function tooDeep(): Issue {
  // The path would be as long as the nesting is deep.
  return { path: '', code: 'too-deep', message: `Nested deeper than ${MAX_DEPTH} levels; a catalog needs fewer than ten.` };
}

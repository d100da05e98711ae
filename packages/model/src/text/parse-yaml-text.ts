import { Composer, type CST, LineCounter, Parser } from 'yaml';
import { type Issue, SilhouetteError } from '../error.ts';
import { MAX_ISSUES, MAX_TEXT_DEPTH } from './limits.ts';
import type { PlainValue } from './plain-value.ts';
import { describeDepth, refuseLongText } from './refuse-long-text.ts';
import { YamlReader } from './yaml-reader.ts';

/**
 * Reads one YAML 1.2 document (core schema) exactly: numbers keep their digits, a repeated key is an error, keys that
 * are not text (`true:`, `1:`) are taken as they are written. An empty text is null. Safe for any text: depth is checked
 * before anything recurses, and aliases may not multiply the text.
 * @throws SilhouetteError `too-large`, `too-deep`, `invalid-yaml` (with line and column; also unknown tags, infinities,
 * a second document), `duplicate-key`; all that were found at once.
 */
export function parseYamlText(text: string): PlainValue {
  refuseLongText(text);
  const lines = new LineCounter();
  const describe = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  for (const token of tokens) {
    const deepAt = findTooDeep(token);
    if (deepAt !== null) throw SilhouetteError.of('too-deep', describeDepth(describe(deepAt)));
  }
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // Compared pair by pair otherwise, which takes the square of their number; the reader finds repeated keys.
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const issues: Issue[] = [];
  for (const problem of documents.flatMap((document) => [...document.errors, ...document.warnings]).slice(0, MAX_ISSUES)) {
    issues.push({
      path: '',
      code: 'invalid-yaml',
      message: `This is not YAML at ${describe(problem.pos[0])}: ${problem.message.trim()}.`,
    });
  }
  const [first, second] = documents;
  if (second !== undefined) {
    issues.push({
      path: '',
      code: 'invalid-yaml',
      message: `A second document begins at ${describe(second.range[0])}: keep one document in a file.`,
    });
  }
  if (issues.length > 0 || first === undefined) throw new SilhouetteError(issues);
  const reader = new YamlReader(describe);
  const value = reader.read(first.contents);
  if (reader.issues.length > 0) throw new SilhouetteError(reader.issues);
  return value;
}

/** Offset of a collection that stands inside too many others; found without recursion. */
function findTooDeep(root: CST.Token): number | null {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_TEXT_DEPTH) return token.offset;
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth });
    if ('items' in token) {
      for (const item of token.items) {
        if (item.key) open.push({ token: item.key, depth: depth + 1 });
        if (item.value) open.push({ token: item.value, depth: depth + 1 });
      }
    }
  }
  return null;
}

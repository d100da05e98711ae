import { MAX_TEXT_DEPTH } from './limits.ts';
import { joinIndex, joinKey } from './value-path.ts';

/** What a look over JSON text finds before it is parsed. */
export interface JsonScan {
  /** Where the text nests deeper than allowed; null when it does not. The scan stops there. */
  readonly tooDeepAt: { readonly offset: number; readonly path: string } | null;
  /** Keys that stand more than once in one object, in order; meaningful only where the text is valid JSON. */
  readonly repeatedKeys: readonly { readonly offset: number; readonly path: string; readonly key: string }[];
}

interface Open {
  /** Null in a list. */
  readonly keys: Set<string> | null;
  key: string;
  index: number;
  expectsKey: boolean;
}

/**
 * Looks over JSON text without recursion: how deep it nests and which keys repeat. It judges no syntax; the parser
 * that follows does, and may then recurse safely. (That parser would let a repeated key with an equal value pass.)
 */
export function scanJson(text: string): JsonScan {
  const repeatedKeys: { offset: number; path: string; key: string }[] = [];
  const stack: Open[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const top = stack.at(-1);
    switch (text.charCodeAt(at)) {
      case 0x22: {
        const end = findStringEnd(text, at);
        if (top?.expectsKey && top.keys !== null) {
          const key = readString(text.slice(at, end + 1));
          if (top.keys.has(key)) repeatedKeys.push({ offset: at, path: pathOf(stack, key), key });
          top.keys.add(key);
          top.key = key;
          top.expectsKey = false;
        }
        at = end;
        break;
      }
      case 0x7b:
      case 0x5b: {
        if (stack.length >= MAX_TEXT_DEPTH) return { tooDeepAt: { offset: at, path: pathOf(stack) }, repeatedKeys };
        const isObject = text.charCodeAt(at) === 0x7b;
        stack.push({ keys: isObject ? new Set() : null, key: '', index: 0, expectsKey: isObject });
        break;
      }
      case 0x7d:
      case 0x5d:
        stack.pop();
        break;
      case 0x2c:
        if (top !== undefined) {
          top.index += 1;
          top.expectsKey = top.keys !== null;
        }
        break;
    }
  }
  return { tooDeepAt: null, repeatedKeys };
}

/** Offset of the closing quote of the string that opens at `start`; the last offset when it never closes. */
function findStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return text.length - 1;
}

function readString(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    // Not a JSON string: the parser says so, and nothing that was scanned is used.
    return quoted;
  }
}

function pathOf(stack: readonly Open[], key?: string): string {
  let path = '';
  for (const [depth, open] of stack.entries()) {
    if (open.keys === null) path = joinIndex(path, open.index);
    else path = joinKey(path, key !== undefined && depth === stack.length - 1 ? key : open.key);
  }
  return path;
}

import { readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { IndexError } from '../index-error.ts';

/** Name and version of the files of this package; another version is built anew, never read. */
const HEADER = 'bitslice 1';

/** Writes JSON under a line that names the format and the text's CRC-32. Not flushed: see {@link syncFile}. */
export function writeCheckedText(path: string, value: unknown): void {
  const text = JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? { $: one.toString() } : one));
  writeFileSync(path, `${HEADER} ${crc32(text)}\n${text}`);
}

/**
 * Reads what {@link writeCheckedText} wrote.
 * @throws IndexError `damaged` where a byte is another, `format` where another version wrote it
 */
export function readCheckedText(path: string): unknown {
  let whole: string;
  try {
    whole = readFileSync(path, 'utf8');
  } catch (error) {
    throw new IndexError('damaged', `The index file "${path}" cannot be read.`, { cause: error });
  }
  const end = whole.indexOf('\n');
  const head = whole.slice(0, Math.max(0, end));
  const text = whole.slice(end + 1);
  if (!head.startsWith(`${HEADER} `)) {
    throw new IndexError('format', `"${path}" does not begin with "${HEADER}": it is damaged or of another version.`);
  }
  if (head !== `${HEADER} ${crc32(text)}`) throw new IndexError('damaged', `The index file "${path}" is damaged.`);
  return JSON.parse(text, (_key, one: unknown) => {
    if (typeof one !== 'object' || one === null || !('$' in one)) return one;
    return typeof one.$ === 'string' && Object.keys(one).length === 1 ? BigInt(one.$) : one;
  });
}

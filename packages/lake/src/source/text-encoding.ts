import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';

/** A byte that is no text in the encoding a file is read in. */
export class BadByteError extends Error {
  override readonly name = 'BadByteError';
  /** From 1. */
  readonly line: number;
  /** Position in the unpacked file from 0; null where only the line is known. */
  readonly offset: number | null;

  constructor(line: number, offset: number | null, encoding: string) {
    super(`not ${encoding}`);
    this.line = line;
    this.offset = offset;
  }
}

/** Turns the bytes of one file into UTF-8, strictly: a byte that does not fit is a {@link BadByteError}, never replaced. */
export interface TextDecoding {
  feed(chunk: Uint8Array): Uint8Array;
  finish(): Uint8Array;
}

/** The WHATWG name of an encoding's label, null when there is none (`cp949` is taken for `euc-kr`, which includes it). */
export function findEncoding(label: string): string | null {
  const plain = label.trim().toLowerCase();
  // Common names that the WHATWG list lacks.
  const alias = /^(cp949|ms949|uhc)$/.test(plain) ? 'euc-kr' : plain;
  try {
    return new TextDecoder(alias).encoding;
  } catch {
    return null;
  }
}

/** The encoding that a byte order mark says; null without one. */
export function detectByteOrderMark(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return null;
}

/** A decoding for a name that {@link findEncoding} gave; a byte order mark is left out. */
export function openDecoding(encoding: string): TextDecoding {
  switch (encoding) {
    case 'utf-8':
      return new Utf8Check();
    case 'euc-kr':
      // Node's euc-kr knows nothing of the extension that most Korean files need.
      return new TableDecoding('cp949', 'euc-kr');
    case 'windows-1252':
      return new TableDecoding('windows-1252', 'windows-1252');
    default:
      return new StrictDecoding(encoding);
  }
}

/** Passes UTF-8 through. */
class Utf8Check implements TextDecoding {
  private rest: Uint8Array = new Uint8Array(0);
  private offset = 0;
  private line = 1;
  private isStart = true;

  feed(chunk: Uint8Array): Uint8Array {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = bytes.length - countOpenBytes(bytes);
    const whole = bytes.subarray(0, end);
    this.rest = Buffer.from(bytes.subarray(end));
    return this.check(whole);
  }

  finish(): Uint8Array {
    const rest = this.rest;
    this.rest = new Uint8Array(0);
    return this.check(rest);
  }

  private check(bytes: Uint8Array): Uint8Array {
    if (!isUtf8(bytes)) {
      const bad = findBadByte(bytes);
      throw new BadByteError(this.line + countLines(bytes.subarray(0, bad)), this.offset + bad, 'UTF-8');
    }
    this.offset += bytes.length;
    this.line += countLines(bytes);
    if (!this.isStart || bytes.length < 3) return bytes;
    this.isStart = false;
    return detectByteOrderMark(bytes) === 'utf-8' ? bytes.subarray(3) : bytes;
  }
}

/** Decodes by iconv-lite's tables, which put U+FFFD for a bad byte; no text in these encodings has that character. */
class TableDecoding implements TextDecoding {
  private readonly decoder: iconv.DecoderStream;
  private readonly table: string;
  private readonly encoding: string;
  private line = 1;
  private offset = 0;

  constructor(table: string, encoding: string) {
    this.table = table;
    this.encoding = encoding;
    this.decoder = iconv.getDecoder(table);
  }

  feed(chunk: Uint8Array): Uint8Array {
    return this.check(this.decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
  }

  finish(): Uint8Array {
    return this.check(this.decoder.end() ?? '');
  }

  private check(text: string): Uint8Array {
    const bad = text.indexOf('\ufffd');
    if (bad >= 0) {
      const before = text.slice(0, bad);
      throw new BadByteError(
        this.line + before.split('\n').length - 1,
        this.offset + iconv.encode(before, this.table).length,
        this.encoding,
      );
    }
    const bytes = Buffer.from(text, 'utf8');
    this.line += countLines(bytes);
    this.offset += iconv.encode(text, this.table).length;
    return bytes;
  }
}

/** Decodes by the platform, which says that a byte is bad but not where in the piece it was given. */
class StrictDecoding implements TextDecoding {
  private readonly decoder: TextDecoder;
  private readonly encoding: string;
  private line = 1;

  constructor(encoding: string) {
    this.encoding = encoding;
    this.decoder = new TextDecoder(encoding, { fatal: true });
  }

  feed(chunk: Uint8Array): Uint8Array {
    // In small pieces, so that the line that is named is not far from the byte.
    const pieces: Uint8Array[] = [];
    for (let start = 0; start < chunk.length; start += 64) pieces.push(this.decode(chunk.subarray(start, start + 64), true));
    return Buffer.concat(pieces);
  }

  finish(): Uint8Array {
    return this.decode(new Uint8Array(0), false);
  }

  private decode(bytes: Uint8Array, stream: boolean): Uint8Array {
    let text: string;
    try {
      text = this.decoder.decode(bytes, { stream });
    } catch {
      throw new BadByteError(this.line, null, this.encoding);
    }
    const encoded = Buffer.from(text, 'utf8');
    this.line += countLines(encoded);
    return encoded;
  }
}

/** Bytes at the end that begin a character which goes on in the next chunk. */
function countOpenBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needs > back ? back : 0;
  }
  return 0;
}

function findBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  // Invariant: the first `good` bytes are whole characters; halving finds the longest such start.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const end = middle - countOpenBytes(bytes.subarray(0, middle));
    if (end > good && isUtf8(bytes.subarray(good, end))) good = end;
    else if (end <= good) return good;
    else bad = middle;
  }
  return good;
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

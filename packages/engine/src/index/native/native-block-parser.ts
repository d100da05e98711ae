import { assertNever } from '@silhouette/model';
import { IntegerParser, Scratch } from './integer-parser.ts';
import { malformedStream, type NativeCursor } from './native-cursor.ts';
import { declaredType, type NativeBlock, type NativeColumn, type NativeRequest } from './native-request.ts';
import { readDictionaryValues, readDictionaryVersion } from './read-dictionary.ts';

interface ColumnParser {
  /** The type that the stream must name. */
  readonly type: string;
  readonly read: (cursor: NativeCursor, rows: number) => NativeColumn;
}

/** Type of the column of row numbers that follows the requested ones. */
const ROW_NUMBER_TYPE = 'UInt32';
/** A column without rows, which takes no byte in the stream, not even a dictionary's version. */
const NOTHING: NativeColumn = { kind: 'texts', values: [], codes: new Uint8Array(0) };

/** Parses blocks of the requested columns and of the rows' numbers in the file, which prove that none is out of order. */
export class NativeBlockParser {
  readonly #columns: readonly ColumnParser[];

  /** @throws RangeError for a request that its wire cannot carry. */
  constructor(requests: readonly NativeRequest[]) {
    const scratch = new Scratch();
    this.#columns = requests.map((request) => ({ type: declaredType(request), read: columnReader(request, scratch) }));
  }

  /**
   * The block at the cursor, whose first row must be number `firstRow` of the file; the parser's memory is that of the
   * block before.
   * @throws engine-failed for anything but the requested columns; NativeUnderflow when the bytes end within the block
   */
  read(cursor: NativeCursor, firstRow: number): NativeBlock {
    const count = cursor.readVarint();
    if (count !== this.#columns.length + 1) throw malformedStream(`${count} columns came for ${this.#columns.length + 1}`);
    const rows = cursor.readVarint();
    const columns = this.#columns.map(({ type, read }) => {
      readHead(cursor, type);
      return rows === 0 ? NOTHING : read(cursor, rows);
    });
    readHead(cursor, ROW_NUMBER_TYPE);
    checkRowNumbers(cursor.readAligned(rows * 4, 4), firstRow);
    return { firstRow, rows, columns };
  }
}

/** Name, which does not matter, and type. */
function readHead(cursor: NativeCursor, type: string): void {
  cursor.readText();
  const came = cursor.readText();
  if (came !== type) throw malformedStream(`a column of type ${came} came for one of ${type}`);
}

function columnReader(request: NativeRequest, scratch: Scratch): ColumnParser['read'] {
  switch (request.kind) {
    case 'integers': {
      const parser = new IntegerParser(request, scratch);
      return (cursor, rows) => parser.read(cursor, rows);
    }
    case 'texts':
      return readTexts;
    case 'lists':
      return readLists;
    default:
      return assertNever(request);
  }
}

function readTexts(cursor: NativeCursor, rows: number): NativeColumn {
  readDictionaryVersion(cursor);
  const { keys, codes } = readDictionaryValues(cursor, rows);
  // Key 0 stands for null, key 1 for the empty text.
  if (keys[0] !== '' || keys[1] !== '') throw malformedStream('a dictionary does not begin with null and the empty text');
  return { kind: 'texts', values: keys.slice(1), codes };
}

function readLists(cursor: NativeCursor, rows: number): NativeColumn {
  readDictionaryVersion(cursor);
  const bytes = cursor.readAligned(rows * 8, 4);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, rows * 2);
  const ends = new Uint32Array(rows);
  let last = 0;
  for (let row = 0; row < rows; row += 1) {
    const end = words[2 * row] ?? 0;
    if (end < last || words[2 * row + 1] !== 0) throw malformedStream('a list ends before it begins');
    ends[row] = end;
    last = end;
  }
  const { keys, codes } = readDictionaryValues(cursor, last);
  return { kind: 'lists', values: keys, ends, codes };
}

function checkRowNumbers(bytes: Uint8Array, firstRow: number): void {
  const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (let row = 0; row < numbers.length; row += 1) {
    if (numbers[row] !== firstRow + row) throw malformedStream(`row ${numbers[row]} came for row ${firstRow + row}`);
  }
}

import { malformedStream, type NativeCursor } from './native-cursor.ts';
import type { TextCodes } from './native-request.ts';

/** Texts of a `LowCardinality` column in one block: keys and, for every row, the position of its key. */
export interface DictionaryValues {
  readonly keys: readonly string[];
  readonly codes: TextCodes;
}

/** The only version there is: the block's keys come with it. */
const SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS = 1;
/** Flags beside the type of the codes: the keys are in a dictionary of the whole stream. */
const NEEDS_GLOBAL_DICTIONARY = 0x100;
/** The keys are in the block. */
const HAS_ADDITIONAL_KEYS = 0x200;

/** Reads what stands before the values of a `LowCardinality` column (before the offsets, in an array). */
export function readDictionaryVersion(cursor: NativeCursor): void {
  const version = cursor.readUInt64();
  if (version !== SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS) throw malformedStream(`dictionaries of version ${version}`);
}

/**
 * Reads the values of a `LowCardinality` column: flags, keys (the first ones stand for null and for the empty text), codes.
 * Codes are views of the cursor's bytes where they are aligned.
 * @throws engine-failed for a code without a key
 */
export function readDictionaryValues(cursor: NativeCursor, rows: number): DictionaryValues {
  if (rows === 0) return { keys: [], codes: new Uint8Array(0) };
  const flags = cursor.readUInt64();
  if ((flags & NEEDS_GLOBAL_DICTIONARY) !== 0 || (flags & HAS_ADDITIONAL_KEYS) === 0)
    throw malformedStream(`a dictionary with flags ${flags}`);
  const keyCount = cursor.readUInt64();
  const keys: string[] = [];
  for (let key = 0; key < keyCount; key += 1) keys.push(cursor.readText());
  const codeCount = cursor.readUInt64();
  if (codeCount !== rows) throw malformedStream(`${codeCount} codes for ${rows} values`);
  const codes = readCodes(cursor, flags & 0xff, rows);
  if (greatest(codes) >= keyCount) throw malformedStream('a code without a text');
  return { keys, codes };
}

function readCodes(cursor: NativeCursor, type: number, rows: number): TextCodes {
  if (type === 0) return cursor.readBytes(rows);
  if (type === 1) {
    const bytes = cursor.readAligned(rows * 2, 2);
    return new Uint16Array(bytes.buffer, bytes.byteOffset, rows);
  }
  if (type !== 2) throw malformedStream(`codes of type ${type}`);
  const bytes = cursor.readAligned(rows * 4, 4);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, rows);
}

function greatest(codes: TextCodes): number {
  // One loop a type, so that each is compiled for it.
  if (codes instanceof Uint8Array) return greatestByte(codes);
  let most = 0;
  for (let row = 0; row < codes.length; row += 1) most = Math.max(most, codes[row] ?? 0);
  return most;
}

function greatestByte(codes: Uint8Array): number {
  let most = 0;
  for (let row = 0; row < codes.length; row += 1) most = Math.max(most, codes[row] ?? 0);
  return most;
}

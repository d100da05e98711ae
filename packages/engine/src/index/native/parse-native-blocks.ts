import { NativeBlockParser } from './native-block-parser.ts';
import { malformedStream, NativeCursor, NativeUnderflow } from './native-cursor.ts';
import type { NativeBlock, NativeRequest } from './native-request.ts';

/**
 * The blocks in a stream of ClickHouse's `Native` format that holds the requested columns and then the rows' numbers, from
 * 0 on. A chunk has proven to be one block; chunks with several blocks or with parts of one are read all the same.
 * @throws engine-failed for anything else; RangeError for a request that its wire cannot carry
 */
export async function* parseNativeBlocks(
  chunks: AsyncIterable<Uint8Array>,
  requests: readonly NativeRequest[],
): AsyncGenerator<NativeBlock, void, undefined> {
  const parser = new NativeBlockParser(requests);
  let firstRow = 0;
  let rest = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : joinBytes(rest, chunk);
    let at = 0;
    while (at < bytes.length) {
      const cursor = new NativeCursor(bytes, at);
      const block = readWhole(parser, cursor, firstRow);
      if (block === null) break;
      at = cursor.at;
      firstRow += block.rows;
      if (block.rows > 0) yield block;
    }
    rest = bytes.slice(at);
  }
  if (rest.length > 0) throw malformedStream('it ends within a block');
}

/** Null when the bytes end within the block. */
function readWhole(parser: NativeBlockParser, cursor: NativeCursor, firstRow: number): NativeBlock | null {
  try {
    return parser.read(cursor, firstRow);
  } catch (error) {
    if (error instanceof NativeUnderflow) return null;
    throw error;
  }
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

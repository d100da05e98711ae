import { ChdbSession } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NativeRequest } from '../../../src/index/native/native-request.ts';
import { parseNativeBlocks } from '../../../src/index/native/parse-native-blocks.ts';
import { collectColumns, type Plain } from './collect-columns.ts';

const ROWS = 700;
const REQUESTS: readonly NativeRequest[] = [
  { kind: 'integers', column: 'i', wire: 'Int64', nullable: true, base: 0n, most: 699n },
  { kind: 'texts', column: 't' },
  { kind: 'lists', column: 'l' },
  { kind: 'integers', column: 'b', wire: 'UInt8', nullable: false, base: 0n, most: 255n },
];

let session: ChdbSession;
let blocks: Uint8Array[];
let expected: Plain[][];
beforeAll(async () => {
  session = await ChdbSession.open();
  const chunks = session.stream(
    `SELECT if(number % 5 = 0, NULL, toInt64(number)) AS i,
       CAST(if(number % 7 = 0, NULL, concat('값', toString(number % 11))) AS LowCardinality(Nullable(String))) AS t,
       CAST(arrayMap(x -> toString(x), range(number % 4)) AS Array(LowCardinality(String))) AS l,
       toUInt8(number % 256) AS b, toUInt32(number) AS n
     FROM numbers(${ROWS}) SETTINGS max_block_size = 300, max_threads = 1, allow_suspicious_low_cardinality_types = 1`,
    {},
    'Native',
  );
  blocks = [];
  for await (const chunk of chunks) blocks.push(chunk.slice());
  const row = Array.from({ length: ROWS }, (_, number) => number);
  expected = [
    row.map((number) => (number % 5 === 0 ? null : String(number))),
    row.map((number) => (number % 7 === 0 ? null : `값${number % 11}`)),
    row.map((number) => Array.from({ length: number % 4 }, (_, x) => String(x))),
    row.map((number) => String(number % 256)),
  ];
});
afterAll(() => session.close());

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
}

const parse = (chunks: readonly Uint8Array[], requests = REQUESTS): Promise<Plain[][]> =>
  collectColumns(requests, parseNativeBlocks(each(chunks), requests));

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, part) => bytes.subarray(part * size, (part + 1) * size));
}

test('chunks of whole blocks', async () => {
  expect(blocks).toHaveLength(3);
  expect(await parse(blocks)).toEqual(expected);
});

test.each([13, 997, 4096, 1_000_000])('chunks of %i bytes, whatever blocks they cut or hold', async (size) => {
  expect(await parse(cut(Buffer.concat(blocks), size))).toEqual(expected);
});

describe('a stream of something else is an error', () => {
  const refuse = async (chunks: readonly Uint8Array[], requests = REQUESTS): Promise<void> => {
    await expect(parse(chunks, requests)).rejects.toMatchObject({ code: 'engine-failed' });
  };

  test('blocks out of order, twice or left out', async () => {
    const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = blocks;
    await refuse([second, first, third]);
    await refuse([first, first, second, third]);
    await refuse([first, third]);
  });

  test('an end within a block', async () => {
    const whole = Buffer.concat(blocks);
    for (const length of [1, 2, 20, 700, whole.length - 1]) await refuse([whole.subarray(0, length)]);
  });

  test('other columns', async () => {
    await refuse(blocks, REQUESTS.slice(1));
    await refuse(blocks, REQUESTS.toReversed());
    await refuse(blocks, [...REQUESTS, ...REQUESTS]);
  });

  test('a damaged byte anywhere ends in values or in an error that says so', async () => {
    const [block = new Uint8Array()] = blocks;
    let refused = 0;
    for (let at = 0; at < block.length; at += 3) {
      const damaged = block.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      try {
        await parse([damaged]);
      } catch (error) {
        expect(error).toBeInstanceOf(SilhouetteError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(block.length / 10);
  });
});

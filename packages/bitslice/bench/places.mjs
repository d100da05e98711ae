// Memories with random columns for the benchmark, and how they are timed.
import { ShardMemory } from '../dist/shard/shard-memory.js';

/** Places of a shard; shards; places that results are scaled to. */
export const SHARD_PLACES = 2 ** 20;
export const SHARDS = 15;
const SCALED_PLACES = 15_000_000;
const BLOCKS = SHARD_PLACES / 512;
export const MASK_BYTES = SHARD_PLACES / 8;

/** Random numbers by a seed (xorshift): every run measures the same data. */
export function makeRandom(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** One shard: a memory of its own, as in the index, with whatever a case puts into it. */
export class BenchShard {
  memory = new ShardMemory();
  kernels = this.memory.kernels;
  blocks = BLOCKS;
  random;

  constructor(number) {
    this.random = makeRandom(number + 1);
  }

  put(data) {
    const at = this.memory.allocate(data.byteLength);
    this.memory.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    return at;
  }

  zeros(bytes) {
    return this.memory.allocateZeros(bytes);
  }

  /** Codes from 0 (missing) to `most`, plain and in memory. */
  codes(most) {
    const Codes = most < 256 ? Uint8Array : most < 65_536 ? Uint16Array : Uint32Array;
    const plain = Codes.from({ length: SHARD_PLACES }, () => Math.floor(this.random() * (most + 1)));
    return { plain, at: this.put(plain), width: Codes.BYTES_PER_ELEMENT };
  }

  /** The same codes in slices. */
  slices({ at, width }, bits) {
    const out = this.zeros(MASK_BYTES * bits);
    const scratch = this.zeros(512);
    for (let plane = 0; plane * 8 < bits; plane += 1) {
      this.kernels.sliceEncode(at, width, SHARD_PLACES, plane, out, bits, scratch);
    }
    return out;
  }

  /** A mask that holds about a share of the places, plain (32 bits a word) and in memory. */
  mask(share) {
    const plain = new Uint32Array(SHARD_PLACES / 32);
    for (let place = 0; place < SHARD_PLACES; place += 1) {
      if (this.random() < share) plain[place >> 5] |= 1 << (place & 31);
    }
    return { plain, at: this.put(plain) };
  }

  /** One byte a slice of a constant. */
  bits(code, bits) {
    return this.put(Uint8Array.from({ length: bits }, (_, slice) => (code >> slice) & 1));
  }
}

/** Median ms of one pass over all shards, scaled to 15 million places; measured for `budgetMs` and at least 15 times. */
export function time(run, budgetMs = 400) {
  for (let warm = 0; warm < 5; warm += 1) run();
  const times = [];
  const end = performance.now() + budgetMs;
  while (times.length < 15 || performance.now() < end) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return (times[times.length >> 1] * SCALED_PLACES) / (SHARD_PLACES * SHARDS);
}

/** Milliseconds as text. */
export function show(ms) {
  return ms === null ? '' : ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0);
}

/** Rows of a Markdown table. */
export function printTable(head, rows) {
  console.log(`| ${head.join(' | ')} |`);
  console.log(`|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  console.log('');
}

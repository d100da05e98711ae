// node packages/bitslice/bench/kernels.mjs (after `npm run build`): milliseconds of each kernel for 15 million places on one core,
// beside plain loops and roaring bitmaps, and what a column costs in slices and in codes by its width. Prints Markdown.
import { cpus } from 'node:os';
import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm';
import { BenchShard, MASK_BYTES, printTable, SHARD_PLACES, SHARDS, show, time } from './places.mjs';

await roaringLibraryInitialize();

const NUMBER_BITS = 21;
const shards = Array.from({ length: SHARDS }, (_, number) => {
  const shard = new BenchShard(number);
  const number21 = shard.codes(2 ** NUMBER_BITS - 1);
  const eight = shard.codes(7);
  const wide = shard.codes(3000);
  return Object.assign(shard, {
    number21,
    eight,
    wide,
    byte: shard.codes(200),
    number21Slices: shard.slices(number21, NUMBER_BITS),
    eightSlices: shard.slices(eight, 3),
    half: shard.mask(0.5),
    quarter: shard.mask(0.25),
    rare: shard.mask(0.006),
    out: shard.zeros(MASK_BYTES),
    counts: shard.zeros(4 * 4096),
    others: shard.zeros(4 * 4096),
    scratch: shard.zeros(512),
    ranges: shard.zeros(MASK_BYTES * 5),
    best: shard.zeros(64),
    limit: shard.bits(2 ** NUMBER_BITS - 1, NUMBER_BITS),
    lo: shard.bits(1_234_567, NUMBER_BITS),
    hi: shard.bits(1_500_001, NUMBER_BITS),
    cuts: shard.put(
      Uint8Array.from({ length: 24 * NUMBER_BITS }, (_, index) => {
        const cut = (Math.floor(index / NUMBER_BITS) + 1) * 80_000;
        return (cut >> (index % NUMBER_BITS)) & 1;
      }),
    ),
    table: shard.put(Uint8Array.from({ length: 4096 }, (_, code) => code % 3 === 0)),
    plainOut: new Uint32Array(SHARD_PLACES / 32),
    plainCounts: new Uint32Array(4096),
  });
});

function toRoaring({ plain: words }) {
  const values = [];
  words.forEach((word, at) => {
    for (let bit = 0; bit < 32; bit += 1) if ((word >>> bit) & 1) values.push(at * 32 + bit);
  });
  return new RoaringBitmap32(values);
}
const bitmaps = shards.map(({ half, quarter }) => [toRoaring(half), toRoaring(quarter)]);

const each = (run) => time(() => shards.forEach(run));
const cuts = Uint32Array.from({ length: 24 }, (_, index) => (index + 1) * 80_000);
const table = Uint8Array.from({ length: 4096 }, (_, code) => (code % 3 === 0 ? 1 : 0));
const groups = SHARD_PLACES / 16;
const words = SHARD_PLACES / 64;

const CASES = [
  {
    name: 'two masks: AND and count',
    kernel: ({ kernels, half, quarter }) => kernels.maskCountAnd(half.at, quarter.at, MASK_BYTES),
    loop: ({ half, quarter }, plain) => plain.countAnd(half.plain, quarter.plain),
    roaring: (_, number) => bitmaps[number][0].andCardinality(bitmaps[number][1]),
  },
  {
    name: 'two masks: AND',
    kernel: ({ kernels, half, quarter, out }) => kernels.maskAnd(out, half.at, quarter.at, MASK_BYTES),
    loop: ({ half, quarter, plainOut }, plain) => plain.intersect(half.plain, quarter.plain, plainOut),
  },
  {
    name: 'a 21-bit number ≥ x',
    kernel: ({ kernels, number21Slices, blocks, lo, out }) =>
      kernels.sliceRange(number21Slices, NUMBER_BITS, blocks, lo, 0, lo, 0, 1, out, 0),
    loop: ({ number21, plainOut }, plain) => plain.filterRange(number21.plain, 1_234_567, 4_294_967_295, plainOut),
  },
  {
    name: 'a 21-bit number from x to y',
    kernel: ({ kernels, number21Slices, blocks, lo, hi, out }) =>
      kernels.sliceRange(number21Slices, NUMBER_BITS, blocks, lo, 0, hi, 0, 3, out, 0),
    loop: ({ number21, plainOut }, plain) => plain.filterRange(number21.plain, 1_234_567, 1_500_001, plainOut),
  },
  {
    name: 'a code of one byte from x to y',
    kernel: ({ kernels, byte, out }) => kernels.codesRange(byte.at, 1, groups, 20n, 90n, out, 0),
    loop: ({ byte, plainOut }, plain) => plain.filterRange(byte.plain, 20, 90, plainOut),
  },
  {
    name: 'a code of two bytes in a set of 1,000',
    kernel: ({ kernels, wide, table: at, out }) => kernels.codesSet(wide.at, 2, groups, at, out, 0),
    loop: ({ wide, plainOut }, plain) => plain.filterSet(wide.plain, table, plainOut),
  },
  {
    name: 'histogram of 8 values (3 slices), a quarter',
    kernel: ({ kernels, eightSlices, blocks, quarter, counts, scratch }) =>
      kernels.sliceHistogram(eightSlices, 3, blocks, quarter.at, counts, scratch),
    loop: ({ eight, quarter, plainCounts }, plain) => plain.countCodes(eight.plain, quarter.plain, plainCounts),
  },
  {
    name: 'histogram of 3,000 values (codes), a quarter',
    kernel: ({ kernels, wide, quarter, counts, others }) =>
      kernels.codesHistogram(wide.at, 2, words, quarter.at, counts, others),
    loop: ({ wide, quarter, plainCounts }, plain) => plain.countCodes(wide.plain, quarter.plain, plainCounts),
  },
  {
    name: 'histogram of 3,000 values (codes), 0.6 %',
    kernel: ({ kernels, wide, rare, counts, others }) => kernels.codesHistogram(wide.at, 2, words, rare.at, counts, others),
    loop: ({ wide, rare, plainCounts }, plain) => plain.countCodes(wide.plain, rare.plain, plainCounts),
  },
  {
    name: 'sum of a 21-bit number, a quarter',
    kernel: ({ kernels, number21Slices, blocks, quarter, counts }) =>
      kernels.sliceOnes(number21Slices, NUMBER_BITS, blocks, quarter.at, counts),
    loop: ({ number21, quarter }, plain) => plain.sumCodes(number21.plain, quarter.plain),
  },
  {
    name: 'greatest 21-bit number, a quarter',
    kernel: ({ kernels, number21Slices, blocks, quarter, limit, best }) =>
      kernels.sliceExtreme(number21Slices, NUMBER_BITS, blocks, quarter.at, 1, limit, best),
    loop: ({ number21, quarter }, plain) => plain.findGreatest(number21.plain, quarter.plain),
  },
  {
    name: '25 ranges of a 21-bit number: numbered once',
    kernel: ({ kernels, number21Slices, blocks, cuts: at, ranges }) =>
      kernels.sliceRanges(number21Slices, NUMBER_BITS, blocks, at, 24, ranges, 5),
  },
  {
    name: '25 ranges of a 21-bit number: counted, a quarter',
    kernel: ({ kernels, ranges, blocks, quarter, counts, scratch }) =>
      kernels.sliceHistogram(ranges, 5, blocks, quarter.at, counts, scratch),
    loop: ({ number21, quarter, plainCounts }, plain) => plain.countRanges(number21.plain, quarter.plain, cuts, plainCounts),
  },
  {
    name: 'one step of a quantile',
    kernel: ({ kernels, number21Slices, blocks, half }) =>
      kernels.sliceNarrow(number21Slices, NUMBER_BITS, blocks, half.at, -1, 0, 20),
  },
];

console.log(
  `${cpus()[0]?.model ?? 'unknown'}, one core, Node ${process.version}; ${SHARDS} shards of 2^20 places, one after the other;`,
);
console.log('median, warm; milliseconds per 15 million places.\n');
const rows = [];
for (const [number, { name, kernel, loop, roaring }] of CASES.entries()) {
  // Each case its own copy of the loops: one that has met arrays of several types is compiled for all of them, and slower.
  const plain = await import(`./plain-loops.mjs?${number}`);
  rows.push([
    name,
    show(each(kernel)),
    loop === undefined ? '' : show(each((shard) => loop(shard, plain))),
    roaring === undefined ? '' : show(each(roaring)),
  ]);
}
printTable(['', 'kernel', 'plain loop', 'roaring-wasm'], rows);

/** A column of so many bits in slices and in codes: a range, and a histogram where there is one. */
function compareLayouts(bits) {
  const most = 2 ** bits - 1;
  const columns = shards.map((shard) => {
    const codes = shard.codes(most);
    const [lo, hi] = [Math.floor(most / 3) + 1, Math.floor(most / 2) + 1];
    const bounds = { lo: shard.bits(lo, bits), hi: shard.bits(hi, bits) };
    return {
      shard,
      codes,
      slices: shard.slices(codes, bits),
      counts: shard.zeros(4 * Math.min(most + 1, 65_536)),
      others: shard.zeros(4 * Math.min(most + 1, 65_536)),
      bounds,
      lo,
      hi,
    };
  });
  const pass = (run) => time(() => columns.forEach(run), 250);
  const results = [
    `${bits}`,
    show(
      pass(({ shard, slices, bounds }) =>
        shard.kernels.sliceRange(slices, bits, shard.blocks, bounds.lo, 0, bounds.hi, 0, 3, shard.out, 0),
      ),
    ),
    show(
      pass(({ shard, codes, lo, hi }) =>
        shard.kernels.codesRange(codes.at, codes.width, groups, BigInt(lo), BigInt(hi), shard.out, 0),
      ),
    ),
    bits > 5
      ? ''
      : show(
          pass(({ shard, slices, counts }) =>
            shard.kernels.sliceHistogram(slices, bits, shard.blocks, shard.quarter.at, counts, shard.scratch),
          ),
        ),
    bits > 16
      ? ''
      : show(
          pass(({ shard, codes, counts, others }) =>
            shard.kernels.codesHistogram(codes.at, codes.width, words, shard.quarter.at, counts, others),
          ),
        ),
    show((bits * 15) / 8),
    `${(columns[0]?.codes.width ?? 0) * 15}`,
  ];
  for (const { shard, codes, slices, counts, others } of columns) {
    for (const at of [codes.at, slices, counts, others]) shard.memory.free(at);
  }
  return results;
}

printTable(
  ['bits', 'range: slices', 'range: codes', 'histogram of a quarter: slices', 'codes', 'MB: slices', 'MB: codes'],
  [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 21, 31].map(compareLayouts),
);

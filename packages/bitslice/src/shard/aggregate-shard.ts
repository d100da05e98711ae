import type { Aggregate, AggregateResult } from '../expression/aggregate.ts';
import { divideUp } from '../expression/normalise-intervals.ts';
import { bitsFor, maskBytes, paddedPlaces } from '../format/segment.ts';
import { IndexError } from '../index-error.ts';
import { openColumnTexts } from './column-texts.ts';
import { writeBits } from './mask-bits.ts';
import { numberSliceRanges } from './number-slice-ranges.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { segmentNames } from './shard-tables.ts';

/** An aggregate over the places of a mask. @throws IndexError `unknown-column`, `too-large` */
export function aggregateShard(shard: Shard, mask: number, aggregate: Aggregate): AggregateResult {
  switch (aggregate.kind) {
    case 'histogram': {
      const column = openColumn(shard, aggregate.column);
      const counts = countCodes(shard, column, mask);
      return { kind: 'histogram', base: column.facts.base, counts: Float64Array.from(counts.subarray(1)) };
    }
    case 'lists':
      return countLists(shard, openColumn(shard, aggregate.column), mask);
    case 'present':
      return { kind: 'present', present: countPresent(shard, openColumn(shard, aggregate.column), mask) };
    case 'sum':
      return sumCodes(shard, openColumn(shard, aggregate.column), mask);
    case 'extremes':
      return findExtremes(shard, openColumn(shard, aggregate.column), mask);
    case 'ranges':
      return countRanges(shard, openColumn(shard, aggregate.column), mask, aggregate.cuts);
    case 'storedRanges': {
      const column = shard.openColumn(segmentNames.ranges(aggregate.column), shard.places);
      return { kind: 'ranges', counts: Float64Array.from(countCodes(shard, column, mask)) };
    }
  }
}

function openColumn(shard: Shard, name: string): OpenColumn {
  return shard.openColumn(segmentNames.column(name), shard.places);
}

/** Most codes that a histogram has. */
const MOST_CODES = 1 << 24;

/** Places of the mask with each code, 0 = missing: a copy. @throws IndexError `too-large` */
function countCodes(shard: Shard, column: OpenColumn, mask: number): Uint32Array {
  const { shape } = column.segment;
  const { kernels } = shard;
  if (column.facts.mostCode >= MOST_CODES) {
    throw new IndexError('too-large', `"${column.segment.name}" has too many different values for a histogram.`);
  }
  const size = Number(column.facts.mostCode) + 1;
  if (shape.kind === 'slices') {
    if (shape.bits > 5) throw new IndexError('too-large', `"${column.segment.name}" has too many slices for a histogram.`);
    return countSlices(shard, column.at, shape.bits, mask).slice(0, size);
  }
  if (shape.kind === 'blob' || shape.width > 4) {
    throw new IndexError('too-large', `"${column.segment.name}" has too wide codes for a histogram.`);
  }
  const first = shard.temporary(4 * size);
  const second = shard.temporary(4 * size);
  kernels.codesHistogram(column.at, shape.width, shard.maskBytes / 8, mask, first, second);
  const counts = new Uint32Array(shard.memory.buffer, first, size).slice();
  const others = new Uint32Array(shard.memory.buffer, second, size);
  for (let code = 0; code < size; code += 1) counts[code] = (counts[code] ?? 0) + (others[code] ?? 0);
  return counts;
}

/** A mask with fewer ones than one of so many is followed from one to one. */
const SPARSE_PART = 500;

/** Places of the mask with each code of a column of at most five slices: a view for this step. */
function countSlices(shard: Shard, at: number, bits: number, mask: number): Uint32Array {
  const { kernels, maskBytes, places } = shard;
  const out = shard.temporary(4 * 32);
  if (kernels.maskCount(mask, maskBytes) * SPARSE_PART < places) {
    kernels.sliceHistogramSparse(at, bits, maskBytes / 8, mask, out);
  } else {
    kernels.sliceHistogram(at, bits, paddedPlaces(places) / 512, mask, out, shard.temporary(512));
  }
  return new Uint32Array(shard.memory.buffer, out, 32);
}

function countLists(shard: Shard, column: OpenColumn, mask: number): AggregateResult {
  const byCode = countCodes(shard, column, mask);
  const { texts, codes } = openColumnTexts(shard, column.segment.name);
  const counts = new Map<string, number>();
  codes.forEach((code, index) => {
    const count = byCode[code] ?? 0;
    if (count > 0) counts.set(texts.read(index), count);
  });
  return { kind: 'lists', counts };
}

/** The mask of places with a value, kept. */
function presentMask(shard: Shard, column: OpenColumn): number {
  if (!column.facts.hasMissing) return shard.everything();
  return shard.cache.derive(`present:${column.segment.name}`, shard.maskBytes, (out) =>
    shard.test(column, { kind: 'present' }, out),
  );
}

function countPresent(shard: Shard, column: OpenColumn, mask: number): number {
  return shard.kernels.maskCountAnd(presentMask(shard, column), mask, shard.maskBytes);
}

function sumCodes(shard: Shard, column: OpenColumn, mask: number): AggregateResult {
  const { shape } = column.segment;
  const { base, scale } = column.facts;
  const present = countPresent(shard, column, mask);
  let codes = 0n;
  if (shape.kind === 'slices') {
    const out = shard.temporary(4 * shape.bits);
    shard.kernels.sliceOnes(column.at, shape.bits, paddedPlaces(shard.places) / 512, mask, out);
    new Uint32Array(shard.memory.buffer, out, shape.bits).forEach((ones, slice) => {
      codes += BigInt(ones) << BigInt(slice);
    });
  } else {
    countCodes(shard, column, mask).forEach((count, code) => {
      codes += BigInt(count) * BigInt(code);
    });
  }
  return { kind: 'sum', present, sum: (base - scale) * BigInt(present) + scale * codes };
}

function findExtremes(shard: Shard, column: OpenColumn, mask: number): AggregateResult {
  const { shape, name } = column.segment;
  const { base, scale, mostCode } = column.facts;
  if (shape.kind !== 'slices') throw new IndexError('too-large', `Ask for the histogram of "${name}" instead.`);
  const kept = shard.temporary(shard.maskBytes);
  shard.kernels.maskAnd(kept, mask, presentMask(shard, column), shard.maskBytes);
  const best = shard.temporary(shape.bits);
  const find = (greatest: 0 | 1): bigint | null => {
    const blocks = paddedPlaces(shard.places) / 512;
    const limit = shard.put(writeBits(greatest === 1 ? mostCode : 1n, shape.bits));
    if (shard.kernels.sliceExtreme(column.at, shape.bits, blocks, kept, greatest, limit, best) === 0) return null;
    let code = 0n;
    shard.memory.bytes.subarray(best, best + shape.bits).forEach((bit, slice) => {
      code |= BigInt(bit) << BigInt(slice);
    });
    return base + scale * (code - 1n);
  };
  const [least, greatest] = [find(0), find(1)];
  return { kind: 'extremes', extremes: least === null || greatest === null ? null : { least, greatest } };
}

function countRanges(shard: Shard, column: OpenColumn, mask: number, cuts: readonly bigint[]): AggregateResult {
  const { facts, segment } = column;
  if (segment.shape.kind !== 'slices') {
    throw new IndexError('too-large', `Ask for the histogram of "${segment.name}" instead.`);
  }
  const { bits } = segment.shape;
  const outBits = bitsFor(BigInt(cuts.length + 1));
  if (outBits > 5) throw new IndexError('too-large', 'Ask for 30 cuts at most.');
  const codes = cuts.map((cut) => divideUp(cut - facts.base, facts.scale) + 1n);
  const at = shard.cache.derive(`ranges:${segment.name}:${cuts.join()}`, maskBytes(shard.places) * outBits, (out) =>
    numberSliceRanges(shard, column, bits, codes, out, outBits),
  );
  return { kind: 'ranges', counts: Float64Array.from(countSlices(shard, at, outBits, mask).subarray(0, cuts.length + 2)) };
}

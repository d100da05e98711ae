/**
 * The functions of `assembly/`, on one memory. Addresses, lengths and positions are in bytes or places as their own comments
 * tell; constants of 64 bits are `bigint`. All memory is the caller's.
 */
export interface Kernels {
  maskAnd(dst: number, a: number, b: number, bytes: number): void;
  maskAndNot(dst: number, a: number, b: number, bytes: number): void;
  maskOr(dst: number, a: number, b: number, bytes: number): void;
  maskCount(a: number, bytes: number): number;
  maskCountAnd(a: number, b: number, bytes: number): number;
  maskPositions(a: number, bits: number, from: number, most: number, out: number): number;
  sliceRange(
    column: number,
    bits: number,
    blocks: number,
    lo: number,
    loStop: number,
    hi: number,
    hiStop: number,
    bounds: number,
    out: number,
    mode: number,
  ): void;
  sliceHistogram(column: number, bits: number, blocks: number, mask: number, out: number, scratch: number): void;
  sliceHistogramSparse(column: number, bits: number, words: number, mask: number, out: number): void;
  sliceOnes(column: number, bits: number, blocks: number, mask: number, out: number): void;
  sliceNarrow(column: number, bits: number, blocks: number, mask: number, slice: number, want: number, next: number): number;
  sliceExtreme(
    column: number,
    bits: number,
    blocks: number,
    mask: number,
    greatest: number,
    limit: number,
    best: number,
  ): number;
  sliceRanges(column: number, bits: number, blocks: number, cuts: number, count: number, out: number, outBits: number): void;
  sliceGather(column: number, bits: number, positions: number, n: number, out: number): void;
  sliceEncode(codes: number, width: number, n: number, plane: number, column: number, bits: number, scratch: number): void;
  codesRange(column: number, width: number, groups: number, lo: bigint, hi: bigint, out: number, mode: number): void;
  codesSet(column: number, width: number, groups: number, table: number, out: number, mode: number): void;
  bytesSet(column: number, groups: number, set: number, out: number, mode: number): void;
  codesHistogram(column: number, width: number, words: number, mask: number, first: number, second: number): void;
  codesRanges(column: number, width: number, n: number, table: number, out: number, outBits: number, scratch: number): void;
  rowsCoarse(starts: number, m: number, words: number, out: number): void;
  rowsCountSparse(
    who: number,
    starts: number,
    coarse: number,
    words: number,
    rowMask: number,
    occasions: number,
    occasionWidth: number,
    tests: number,
    testCount: number,
    pass: number,
    any: number,
  ): void;
  rowsSumSparse(
    who: number,
    starts: number,
    coarse: number,
    words: number,
    rowMask: number,
    column: number,
    width: number,
    base: bigint,
    scale: bigint,
    tests: number,
    testCount: number,
    pass: number,
    any: number,
  ): void;
  rowsAverageSparse(
    who: number,
    starts: number,
    coarse: number,
    words: number,
    rowMask: number,
    occasions: number,
    occasionWidth: number,
    column: number,
    width: number,
    base: bigint,
    scale: bigint,
    factor: bigint,
    tests: number,
    testCount: number,
    pass: number,
  ): void;
  rowsCount(
    who: number,
    starts: number,
    m: number,
    rowMask: number,
    occasions: number,
    occasionWidth: number,
    tests: number,
    testCount: number,
    pass: number,
    any: number,
  ): void;
  rowsSum(
    who: number,
    starts: number,
    m: number,
    column: number,
    width: number,
    base: bigint,
    scale: bigint,
    tests: number,
    testCount: number,
    pass: number,
    any: number,
  ): void;
  rowsAverage(
    who: number,
    starts: number,
    m: number,
    occasions: number,
    occasionWidth: number,
    column: number,
    width: number,
    base: bigint,
    scale: bigint,
    factor: bigint,
    tests: number,
    testCount: number,
    pass: number,
  ): void;
  rowsHeads(starts: number, m: number, out: number): void;
  rowsCountTally(
    who: number,
    m: number,
    heads: number,
    coarse: number,
    words: number,
    rowMask: number,
    occasions: number,
    occasionWidth: number,
    tests: number,
    testCount: number,
    pass: number,
    any: number,
    scratch: number,
  ): void;
  rowsSumTally(
    who: number,
    m: number,
    heads: number,
    coarse: number,
    words: number,
    rowMask: number,
    column: number,
    width: number,
    base: bigint,
    scale: bigint,
    tests: number,
    testCount: number,
    pass: number,
    any: number,
    scratch: number,
  ): void;
  rowsAverageTally(
    who: number,
    m: number,
    heads: number,
    coarse: number,
    words: number,
    rowMask: number,
    occasions: number,
    occasionWidth: number,
    column: number,
    width: number,
    base: bigint,
    scale: bigint,
    factor: bigint,
    tests: number,
    testCount: number,
    pass: number,
    scratch: number,
  ): void;
  rowsExtreme(
    who: number,
    starts: number,
    m: number,
    rowMask: number,
    column: number,
    width: number,
    greatest: number,
    tests: number,
    testCount: number,
    pass: number,
  ): void;
  rowsEnd(starts: number, m: number, rowMask: number, last: number, out: number): void;
}

/** Bytes of zeros that the tallying kernels work in. */
export const TALLY_BYTES = (64 * 128 + 1) * 16;

/** What a kernel that yields a mask does with it. */
export const MASK_MODE = { store: 0, and: 1, or: 2 } as const;

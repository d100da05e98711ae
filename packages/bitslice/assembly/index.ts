// Kernels of the index. All memory is the caller's: addresses and lengths come in, nothing is allocated here.

export { bytesSet, codesHistogram, codesRange, codesRanges, codesSet } from './codes';
export { maskAnd, maskAndNot, maskCount, maskCountAnd, maskOr, maskPositions } from './masks';
export {
  rowsAverage,
  rowsAverageSparse,
  rowsCoarse,
  rowsCount,
  rowsCountSparse,
  rowsEnd,
  rowsExtreme,
  rowsSum,
  rowsSumSparse,
} from './rows';
export { sliceHistogram, sliceHistogramSparse } from './slice-histogram';
export { sliceRange } from './slice-range';
export { sliceEncode, sliceExtreme, sliceGather, sliceNarrow, sliceOnes, sliceRanges } from './slices';
export { rowsAverageTally, rowsCountTally, rowsHeads, rowsSumTally } from './tally';

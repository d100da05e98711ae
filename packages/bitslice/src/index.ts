export {
  BitIndex,
  type BitIndexOptions,
  type ColumnSummary,
  type IndexAnswer,
  type IndexQuestion,
  type Place,
} from './bit-index.ts';
export { checkIndex, type IndexCheck } from './check-index.ts';
export * from './expression/aggregate.ts';
export * from './expression/expression.ts';
export type { StepExpressions } from './expression/step-expressions.ts';
export { readCheckedText, writeCheckedText } from './format/checked-text.ts';
export { type IndexManifest, readManifest, type ShardManifest, writeManifest } from './format/manifest.ts';
export { bitsFor, type CodeWidth, type ColumnFacts } from './format/segment.ts';
export { IndexError, type IndexErrorCode } from './index-error.ts';
export type { GatheredValues } from './shard/gather-values.ts';
export { ROW_COLUMNS } from './shard/shard-tables.ts';
export { MOST_STORED_CUTS } from './shard/write-ranges.ts';
export type { QuantileRequest } from './worker/find-quantiles.ts';
export type { GroupAggregate, ShardMask, ShardPage } from './worker/protocol.ts';
export { type Codes, type ColumnCodes, type ColumnTexts, ShardWriter } from './write/shard-writer.ts';

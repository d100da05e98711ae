import { divideUp } from '../expression/normalise-intervals.ts';
import { maskBytes } from '../format/segment.ts';
import type { VolumeWriter } from '../format/volume-writer.ts';
import { IndexError } from '../index-error.ts';
import { numberSliceRanges } from './number-slice-ranges.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { segmentNames } from './shard-tables.ts';

/** Slices of stored ranges: missing and up to seven ranges. */
const RANGE_BITS = 3;
/** Most cuts of stored ranges. */
export const MOST_STORED_CUTS = 6;

/** Writes, for each column, which range between its cuts every place lies in. @throws IndexError `too-large` past six cuts */
export function writeStoredRanges(
  shard: Shard,
  writer: VolumeWriter,
  columns: readonly { readonly column: string; readonly cuts: readonly bigint[] }[],
): void {
  for (const { column: name, cuts } of columns) {
    if (cuts.length > MOST_STORED_CUTS) throw new IndexError('too-large', `"${name}" has more than six cuts.`);
    shard.beginStep();
    const column = shard.openColumn(segmentNames.column(name), shard.places);
    const { facts } = column;
    const bytes = Math.max(64, maskBytes(shard.places)) * RANGE_BITS;
    const out = shard.temporary(bytes);
    const codes = cuts.map((cut) => divideUp(cut - facts.base, facts.scale) + 1n);
    numberRanges(shard, column, codes, out);
    writer.append(
      segmentNames.ranges(name),
      { kind: 'slices', bits: RANGE_BITS },
      { base: 0n, scale: 1n, mostCode: BigInt(cuts.length + 1), hasMissing: true },
      shard.memory.bytes.subarray(out, out + bytes),
    );
  }
}

function numberRanges(shard: Shard, column: OpenColumn, cuts: readonly bigint[], out: number): void {
  const { shape } = column.segment;
  const { facts } = column;
  if (shape.kind === 'slices') {
    numberSliceRanges(shard, column, shape.bits, cuts, out, RANGE_BITS);
    return;
  }
  if (shape.kind === 'blob' || shape.width > 2) {
    throw new IndexError('too-large', `"${column.segment.name}" has too wide codes for ranges.`);
  }
  const size = Number(facts.mostCode) + 1;
  const table = shard.temporary(size);
  const view = shard.memory.bytes;
  for (let code = 1; code < size; code += 1) {
    view[table + code] = 1 + cuts.filter((cut) => cut <= BigInt(code)).length;
  }
  const scratch = shard.temporary(512);
  shard.kernels.codesRanges(column.at, shape.width, shard.places, table, out, RANGE_BITS, scratch);
}

import type { MaskExpression, ValueTest } from '../expression/expression.ts';
import { type CodeInterval, toCode, toCodeIntervals } from '../expression/normalise-intervals.ts';
import { type ColumnFacts, maskBytes, paddedPlaces, type Segment } from '../format/segment.ts';
import { IndexError } from '../index-error.ts';
import { type Kernels, MASK_MODE } from '../kernels/kernels.ts';
import { writeByteSet } from './byte-set.ts';
import { findListCodes, findTextCodes } from './column-texts.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { evaluateSequence } from './evaluate-sequence.ts';
import { clearTail, writeBits } from './mask-bits.ts';
import { SegmentCache } from './segment-cache.ts';
import { ShardMemory } from './shard-memory.ts';
import { segmentNames } from './shard-tables.ts';
import { SortedTexts, sortTexts } from './sorted-texts.ts';
import { testEach } from './test-each.ts';

/** A column ready to be read: where it lies and how. */
export interface OpenColumn {
  readonly at: number;
  readonly segment: Segment;
  readonly facts: ColumnFacts;
  readonly places: number;
}

/**
 * One shard: some places (customers) with their columns and tables of rows, in a memory of its own. Everything runs
 * synchronously within a step; places in memory hold until the next {@link beginStep}.
 */
export class Shard {
  readonly places: number;
  readonly maskBytes: number;
  readonly memory: ShardMemory;
  readonly cache: SegmentCache;
  readonly #temporary: number[] = [];
  readonly #preparedBytes: number;

  /** @throws IndexError `damaged`, `format` */
  constructor(dir: string, places: number, volumes: readonly string[], budgetBytes: number) {
    this.places = places;
    this.maskBytes = Math.max(64, maskBytes(places));
    this.#preparedBytes = Math.floor(Math.min(PREPARED_MASKS * this.maskBytes, budgetBytes / PREPARED_PART));
    this.memory = new ShardMemory(budgetBytes);
    this.cache = new SegmentCache(this.memory, dir, volumes, budgetBytes - this.#preparedBytes);
  }

  get kernels(): Kernels {
    return this.memory.kernels;
  }

  /** Begins a step: frees what the one before had for itself. */
  beginStep(): void {
    for (const at of this.#temporary) this.memory.free(at);
    this.#temporary.length = 0;
    this.cache.beginStep();
  }

  /** Has a little memory ready for the next masks; false when there is enough (see {@link ShardMemory.prepare}). */
  prepare(): boolean {
    return this.memory.prepare(this.#preparedBytes);
  }

  close(): void {
    for (const at of this.#temporary) this.memory.free(at);
    this.#temporary.length = 0;
    this.cache.close();
  }

  /** Zeros until the end of the step. */
  temporary(bytes: number): number {
    const at = this.memory.allocateZeros(bytes);
    this.#temporary.push(at);
    return at;
  }

  /** A copy of numbers or bytes in the shard's memory until the end of the step. */
  put(data: Uint8Array | BigInt64Array | Uint32Array): number {
    const at = this.memory.allocate(data.byteLength);
    this.#temporary.push(at);
    this.memory.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    return at;
  }

  /** The mask of everything. */
  everything(): number {
    const at = this.cache.derive('everything', this.maskBytes, (out) => fillOnes(this.memory.bytes, out, this.places));
    this.cache.hold('everything');
    return at;
  }

  /** The places of an expression, as a mask that is kept by the expression's key. @throws IndexError */
  evaluate(expression: MaskExpression): number {
    const at = this.evaluatePart(expression);
    this.cache.hold('key' in expression ? `m:${expression.key}` : expression.kind);
    return at;
  }

  /** As {@link evaluate}, but the mask stays only until the next part. */
  evaluatePart(expression: MaskExpression): number {
    if (expression.kind === 'everything') return this.everything();
    if (expression.kind === 'nothing') return this.cache.derive('nothing', this.maskBytes, () => {});
    return this.cache.derive(`m:${expression.key}`, this.maskBytes, (at) => this.#make(expression, at));
  }

  /** Takes the mask of each part in turn: thousands of them need not be in memory together. */
  #takeParts(parts: readonly MaskExpression[], take: (mask: number) => void): void {
    for (const part of parts) this.takePart(() => take(this.evaluatePart(part)));
  }

  /** A part of a step: frees what it had for itself. */
  takePart(take: () => void): void {
    const before = this.#temporary.length;
    take();
    for (const at of this.#temporary.splice(before)) this.memory.free(at);
    this.cache.beginPart();
  }

  #make(expression: Exclude<MaskExpression, { kind: 'everything' | 'nothing' }>, out: number): void {
    const { kernels, maskBytes: bytes } = this;
    switch (expression.kind) {
      case 'and': {
        kernels.maskOr(out, out, this.everything(), bytes);
        this.#takeParts(expression.parts, (mask) => kernels.maskAnd(out, out, mask, bytes));
        return;
      }
      case 'or':
        this.#takeParts(expression.parts, (mask) => kernels.maskOr(out, out, mask, bytes));
        return;
      case 'not':
        this.#takeParts([expression.part], (mask) => kernels.maskAndNot(out, this.everything(), mask, bytes));
        return;
      case 'values':
        this.test(this.openColumn(segmentNames.column(expression.column), this.places), expression.test, out);
        return;
      case 'labels': {
        const view = this.memory.bytes;
        this.labels().meet(sortTexts(expression.labels), (position) => {
          view[out + (position >> 3)] = (view[out + (position >> 3)] ?? 0) | (1 << (position & 7));
        });
        return;
      }
      case 'rows':
        evaluateRows(this, expression, out);
        return;
      case 'sequence':
        evaluateSequence(this, expression, out);
        return;
    }
  }

  /** A column of so many places, read if need be. @throws IndexError */
  openColumn(name: string, places: number): OpenColumn {
    const segment = this.cache.describe(name);
    if (segment.facts === null) throw new IndexError('unknown-column', `"${name}" is no column.`);
    return { at: this.cache.load(name), segment, facts: segment.facts, places };
  }

  /** Sets in `out` (zeros, a mask over the column's places) the places whose value passes. */
  test(column: OpenColumn, test: ValueTest, out: number): void {
    const { facts } = column;
    switch (test.kind) {
      case 'present':
        this.#testIntervals(column, [{ lo: 1n, hi: facts.mostCode }], out);
        return;
      case 'missing': {
        this.#testIntervals(column, [{ lo: 1n, hi: facts.mostCode }], out);
        const view = this.memory.bytes;
        const bytes = Math.max(64, maskBytes(column.places));
        for (let at = out; at < out + bytes; at += 1) view[at] = ~(view[at] ?? 0);
        clearTail(view, out, column.places, bytes);
        return;
      }
      case 'intervals':
        this.#testIntervals(column, toCodeIntervals(test.intervals, facts), out);
        return;
      case 'set':
        this.#testCodes(
          column,
          test.values.flatMap((value) => {
            const code = toCode(BigInt(value), facts);
            return code === 0n ? [] : [Number(code)];
          }),
          out,
        );
        return;
      case 'texts':
        this.#testCodes(column, findTextCodes(this, column.segment.name, test.texts), out);
        return;
      case 'lists':
        this.#testCodes(column, findListCodes(this, column.segment.name, test.each), out);
        return;
    }
  }

  /** Codes of a column that pass, ascending. */
  #testCodes(column: OpenColumn, codes: readonly number[], out: number): void {
    const runs: CodeInterval[] = [];
    let [lo, hi] = [-1, -2];
    for (const code of [...codes].sort((a, b) => a - b)) {
      if (code === hi) continue;
      if (code !== hi + 1) {
        if (lo >= 0) runs.push({ lo: BigInt(lo), hi: BigInt(hi) });
        lo = code;
      }
      hi = code;
    }
    if (lo >= 0) runs.push({ lo: BigInt(lo), hi: BigInt(hi) });
    this.#testIntervals(column, runs, out);
  }

  #testIntervals(column: OpenColumn, intervals: readonly CodeInterval[], out: number): void {
    const { shape } = column.segment;
    if (intervals.length === 0 || column.facts.mostCode === 0n) return;
    const isWide = shape.kind === 'codes' && shape.width >= 8;
    if (intervals.length > MOST_SLICE_PASSES && (shape.kind === 'slices' || isWide)) {
      testEach(this, column, intervals, out);
      return;
    }
    if (shape.kind === 'slices') {
      for (const { lo, hi } of intervals) this.#sliceInterval(column, shape.bits, lo, hi, out);
      return;
    }
    if (shape.kind === 'blob') throw new IndexError('unknown-column', `"${column.segment.name}" is no column.`);
    const groups = paddedPlaces(column.places) / 16;
    if (shape.width === 16) {
      testEach(this, column, intervals, out);
      return;
    }
    const mostPasses = shape.width === 1 ? 1 : MOST_PASSES;
    if (intervals.length <= mostPasses || shape.width === 8) {
      for (const { lo, hi } of intervals) {
        this.kernels.codesRange(column.at, shape.width, groups, lo, hi, out, MASK_MODE.or);
      }
      return;
    }
    // One look-up a place instead of a pass for each interval.
    if (shape.width === 1) {
      this.kernels.bytesSet(column.at, groups, this.put(writeByteSet(intervals)), out, MASK_MODE.store);
      return;
    }
    const size = Number(column.facts.mostCode) + 1;
    const table = this.temporary(size);
    const view = this.memory.bytes;
    for (const { lo, hi } of intervals) view.fill(1, table + Number(lo), table + Number(hi) + 1);
    this.kernels.codesSet(column.at, shape.width, groups, table, out, MASK_MODE.store);
  }

  #sliceInterval({ at, facts, places }: OpenColumn, bits: number, lo: bigint, hi: bigint, out: number): void {
    const hasLo = lo > 1n || facts.hasMissing;
    const hasHi = hi < facts.mostCode;
    const blocks = paddedPlaces(places) / 512;
    if (!hasLo && !hasHi) {
      this.kernels.maskOr(out, out, this.everything(), this.maskBytes);
      return;
    }
    const low = this.put(writeBits(lo, bits));
    const high = this.put(writeBits(hi, bits));
    const loStop = lowestBit(lo, bits, '1');
    const hiStop = lowestBit(hi, bits, '0');
    // Padding has code 0: with no lower bound it must be kept out by everything's mask.
    const bounds = hasLo ? (hasHi ? 3 : 1) : 2;
    if (bounds !== 2) {
      this.kernels.sliceRange(at, bits, blocks, low, loStop, high, hiStop, bounds, out, MASK_MODE.or);
      return;
    }
    const part = this.temporary(this.maskBytes);
    this.kernels.sliceRange(at, bits, blocks, low, loStop, high, hiStop, bounds, part, MASK_MODE.store);
    this.kernels.maskAnd(part, part, this.everything(), this.maskBytes);
    this.kernels.maskOr(out, out, part, this.maskBytes);
  }

  /** The labels of all places, in order. Views: hold for this step. */
  labels(): SortedTexts {
    const bytes = this.cache.describe(segmentNames.textBytes(segmentNames.labels));
    const bytesAt = this.cache.load(bytes.name);
    const endsAt = this.cache.load(segmentNames.textEnds(segmentNames.labels));
    return new SortedTexts(
      this.memory.bytes.subarray(bytesAt, bytesAt + bytes.bytes),
      new Uint32Array(this.memory.buffer, endsAt, this.places),
    );
  }
}

/** New masks for which memory is kept ready, at most this part of the budget, of which it is taken. */
const PREPARED_MASKS = 48;
const PREPARED_PART = 16;
/** More intervals than this of codes of two or four bytes are looked up in a table. */
const MOST_PASSES = 4;
/** More intervals than this of wide columns are searched place by place. */
const MOST_SLICE_PASSES = 40;

/** The lowest slice of a constant that is 1 (or 0); `bits` - 1 at most, so that at least one slice is read. */
function lowestBit(code: bigint, bits: number, digit: '0' | '1'): number {
  for (let slice = 0; slice < bits - 1; slice += 1) if (((code >> BigInt(slice)) & 1n) === BigInt(digit)) return slice;
  return bits - 1;
}

function fillOnes(view: Uint8Array, at: number, places: number): void {
  view.fill(0xff, at, at + (places >> 3));
  if ((places & 7) !== 0) view[at + (places >> 3)] = (1 << (places & 7)) - 1;
}

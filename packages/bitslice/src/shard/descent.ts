import { paddedPlaces } from '../format/segment.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { segmentNames } from './shard-tables.ts';

/** One step towards a quantile: keep those whose slice `slice` is `want`, then count those with slice `next` set; -1: none, all. */
export interface DescentStep {
  readonly slice: number;
  readonly want: 0 | 1;
  readonly next: number;
}

/** The places of a shard that a descent through one column's slices has not left behind. Keeps memory until {@link release}. */
export class Descent {
  readonly #shard: Shard;
  readonly #column: string;
  readonly #candidates: number;

  private constructor(shard: Shard, column: string) {
    this.#shard = shard;
    this.#column = column;
    this.#candidates = shard.memory.allocate(shard.maskBytes);
  }

  /** Begins with the places of a mask that have a value. */
  static start(shard: Shard, column: string, mask: number): Descent {
    const present = shard.temporary(shard.maskBytes);
    shard.test(shard.openColumn(segmentNames.column(column), shard.places), { kind: 'present' }, present);
    const descent = new Descent(shard, column);
    shard.kernels.maskAnd(descent.#candidates, present, mask, shard.maskBytes);
    return descent;
  }

  /** Another descent that begins with the places that this one has left. */
  fork(): Descent {
    const forked = new Descent(this.#shard, this.#column);
    const { bytes } = this.#shard.memory;
    bytes.copyWithin(forked.#candidates, this.#candidates, this.#candidates + this.#shard.maskBytes);
    return forked;
  }

  /** Narrows, then counts. */
  step({ slice, want, next }: DescentStep): number {
    const { at, segment } = this.#open();
    const { shape } = segment;
    const bits = shape.kind === 'slices' ? shape.bits : 0;
    const { maskBytes } = this.#shard;
    // A shard with smaller codes has fewer slices: those above are 0 everywhere.
    if (slice >= bits && want === 1) this.#shard.memory.bytes.fill(0, this.#candidates, this.#candidates + maskBytes);
    if (next >= bits) {
      if (slice >= 0 && slice < bits) this.#narrow(at, bits, slice, want, -1);
      return 0;
    }
    return this.#narrow(at, bits, slice < bits ? slice : -1, want, next);
  }

  release(): void {
    this.#shard.memory.free(this.#candidates);
  }

  #narrow(at: number, bits: number, slice: number, want: 0 | 1, next: number): number {
    const blocks = paddedPlaces(this.#shard.places) / 512;
    return this.#shard.kernels.sliceNarrow(at, bits, blocks, this.#candidates, slice, want, next);
  }

  #open(): OpenColumn {
    return this.#shard.openColumn(segmentNames.column(this.#column), this.#shard.places);
  }
}

import { type Aggregate, type AggregateResult, subtractResults } from '../expression/aggregate.ts';
import type { MaskExpression } from '../expression/expression.ts';
import { aggregateShard } from '../shard/aggregate-shard.ts';
import type { Shard } from '../shard/shard.ts';

/** Most numbers kept; past them all are forgotten. */
const MOST_NUMBERS = 20_000_000;

/**
 * Results of large sets that groups lie within (everyone), by shard: for a group above half of such a set what lies outside of it
 * is counted instead, and taken away.
 */
export class WholeResults {
  readonly #results = new Map<string, AggregateResult>();
  #numbers = 0;

  /** An aggregate over a group within `whole`. Begins a step of the shard. */
  aggregate(
    shard: Shard,
    number: number,
    group: MaskExpression,
    whole: MaskExpression | null,
    aggregate: Aggregate,
  ): AggregateResult {
    shard.beginStep();
    const { kernels, maskBytes } = shard;
    const mask = shard.evaluate(group);
    if (whole === null || aggregate.kind === 'extremes') return aggregateShard(shard, mask, aggregate);
    const within = shard.evaluate(whole);
    if (kernels.maskCount(mask, maskBytes) * 2 <= kernels.maskCount(within, maskBytes)) {
      return aggregateShard(shard, mask, aggregate);
    }
    const everything = this.#find(shard, number, whole, within, aggregate);
    const rest = shard.temporary(maskBytes);
    kernels.maskAndNot(rest, shard.evaluate(whole), shard.evaluate(group), maskBytes);
    return subtractResults(everything, aggregateShard(shard, rest, aggregate));
  }

  #find(shard: Shard, number: number, whole: MaskExpression, within: number, aggregate: Aggregate): AggregateResult {
    const cuts = aggregate.kind === 'ranges' ? aggregate.cuts.join() : '';
    const key = JSON.stringify([number, 'key' in whole ? whole.key : whole.kind, aggregate.kind, aggregate.column, cuts]);
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = aggregateShard(shard, within, aggregate);
    const size = sizeOf(result);
    if (this.#numbers + size > MOST_NUMBERS) {
      this.#results.clear();
      this.#numbers = 0;
    }
    this.#results.set(key, result);
    this.#numbers += size;
    return result;
  }
}

/** Roughly how many numbers' memory a result takes. */
function sizeOf(result: AggregateResult): number {
  if (result.kind === 'lists') return 20 * result.counts.size;
  return result.kind === 'histogram' || result.kind === 'ranges' ? result.counts.length : 100;
}

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
  readonly #most = new Map<string, boolean>();
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
    if (whole === null || aggregate.kind === 'extremes' || !this.#isMost(shard, number, group, whole)) {
      return aggregateShard(shard, shard.evaluate(group), aggregate);
    }
    const everything = this.#find(shard, number, whole, shard.evaluate(whole), aggregate);
    // Kept for the next aggregate of the same group.
    const rest = shard.cache.derive(`outside:${nameOf(group)}:${nameOf(whole)}`, shard.maskBytes, (out) =>
      shard.kernels.maskAndNot(out, shard.evaluate(whole), shard.evaluate(group), shard.maskBytes),
    );
    return subtractResults(everything, aggregateShard(shard, rest, aggregate));
  }

  /** Forgets which groups are most of their wholes: only a question's own groups are remembered. */
  beginQuestion(): void {
    this.#most.clear();
  }

  /** Whether a group is more than half of the set that it lies within. */
  #isMost(shard: Shard, number: number, group: MaskExpression, whole: MaskExpression): boolean {
    const key = `${number}:${nameOf(group)}:${nameOf(whole)}`;
    const known = this.#most.get(key);
    if (known !== undefined) return known;
    const [mask, within] = [shard.evaluate(group), shard.evaluate(whole)];
    const isMost = shard.kernels.maskCount(mask, shard.maskBytes) * 2 > shard.kernels.maskCount(within, shard.maskBytes);
    this.#most.set(key, isMost);
    return isMost;
  }

  #find(shard: Shard, number: number, whole: MaskExpression, within: number, aggregate: Aggregate): AggregateResult {
    const cuts = aggregate.kind === 'ranges' ? aggregate.cuts.join() : '';
    const key = JSON.stringify([number, nameOf(whole), aggregate.kind, aggregate.column, cuts]);
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

function nameOf(expression: MaskExpression): string {
  return 'key' in expression ? expression.key : expression.kind;
}

/** Roughly how many numbers' memory a result takes. */
function sizeOf(result: AggregateResult): number {
  if (result.kind === 'lists') return 20 * result.counts.size;
  return result.kind === 'histogram' || result.kind === 'ranges' ? result.counts.length : 100;
}

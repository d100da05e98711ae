import type { MaskExpression } from '../expression/expression.ts';
import type { StepExpressions } from '../expression/step-expressions.ts';
import type { Shard } from './shard.ts';

/**
 * Counts steps of one shard: for each, in the order of {@link StepExpressions}, how many are in it and how many are left, one number
 * after the other. What the steps so far leave or find is one mask that goes on from step to step: each costs the same, however many
 * came before. Begins no step; `checkCancelled` is called before each.
 * @throws IndexError
 */
export function countSteps(
  shard: Shard,
  base: MaskExpression,
  group: StepExpressions,
  checkCancelled: () => void,
): readonly number[] {
  const { kernels, maskBytes } = shard;
  const counts: number[] = [];
  const everyone = shard.evaluate(base);
  const count = ({ join, parts }: StepExpressions, among: number): void => {
    const soFar = shard.temporary(maskBytes);
    if (join === 'all') kernels.maskOr(soFar, soFar, among, maskBytes);
    for (const { expression, inner } of parts) {
      checkCancelled();
      const place = counts.length;
      counts.push(0, 0);
      // Those inside choose among whom the steps before leave: before this one is taken.
      if (inner !== null) shard.takePart(() => count(inner, join === 'all' ? soFar : among));
      shard.takePart(() => {
        const mask = shard.evaluatePart(expression);
        counts[place] = kernels.maskCountAnd(everyone, mask, maskBytes);
        if (join === 'all') kernels.maskAnd(soFar, soFar, mask, maskBytes);
        else kernels.maskOr(soFar, soFar, mask, maskBytes);
        counts[place + 1] = kernels.maskCountAnd(among, soFar, maskBytes);
      });
    }
  };
  count(group, everyone);
  return counts;
}

import type { ResolvedPredicate } from '@silhouette/model';
import type { AudienceEngine, Question, StepGroup, StepSize } from '../audience-engine.ts';
import { throwIfWithdrawn } from './throw-if-withdrawn.ts';

/** Steps of one snapshot and as-of, in the order of {@link StepGroup}. @throws SilhouetteError `question-withdrawn` */
export function countSteps(
  engine: AudienceEngine,
  scope: Omit<Question, 'predicate'>,
  group: StepGroup,
): Promise<readonly StepSize[]> {
  return engine.steps?.(scope, group) ?? countEachStep(engine, scope, group);
}

/** The same with two questions for each step. @throws SilhouetteError `question-withdrawn` */
export async function countEachStep(
  engine: Pick<AudienceEngine, 'count'>,
  scope: Omit<Question, 'predicate'>,
  group: StepGroup,
): Promise<readonly StepSize[]> {
  const sizes: StepSize[] = [];
  const ask = async (predicate: ResolvedPredicate): Promise<number> => (await engine.count({ ...scope, predicate })).count;
  const count = async ({ join, parts }: StepGroup, among: readonly ResolvedPredicate[], isOutermost: boolean) => {
    let isOver = false;
    for (const [index, { predicate, inner }] of parts.entries()) {
      throwIfWithdrawn(scope.signal);
      const before = parts.slice(0, index).map((part) => part.predicate);
      const joined: readonly ResolvedPredicate[] =
        join === 'all' ? [...before, predicate] : [{ kind: 'any', children: [...before, predicate] }];
      const [alone, remaining]: readonly [number, number] = await Promise.all([
        ask(predicate),
        isOver ? 0 : ask({ kind: 'all', children: [...among, ...joined] }),
      ]);
      sizes.push({ alone, remaining });
      // Where nobody is left, nobody is left after any further condition: a definition may have thousands.
      isOver = isOutermost && join === 'all' && remaining === 0;
      if (inner !== null) await count(inner, join === 'all' ? [...among, ...before] : among, false);
    }
  };
  await count(group, [], true);
  return sizes;
}

import type { LookAheadAnswer } from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { describeProvenance } from './explore-audience.ts';
import type { PreparedQuestion } from './prepare-question.ts';

/** Questions under way at once: an engine that works on one at a time gains nothing from more. */
const AT_ONCE = 4;

/**
 * How many a group would have if each of some conditions held as well, one at a time. Conditions must be of the group's
 * own snapshot; they are asked at its as-of.
 */
export async function lookAhead(
  engine: AudienceEngine,
  prepared: PreparedQuestion,
  conditions: readonly PreparedQuestion[],
): Promise<LookAheadAnswer> {
  const startedAtMs = performance.now();
  const { question } = prepared;
  const size = await engine.count(question);
  const counts: number[] = [];
  for (let start = 0; start < conditions.length; start += AT_ONCE) {
    const sizes = await Promise.all(
      conditions.slice(start, start + AT_ONCE).map((condition) =>
        engine.count({
          ...question,
          predicate: { kind: 'all', children: [question.predicate, condition.question.predicate] },
        }),
      ),
    );
    counts.push(...sizes.map(({ count }) => count));
  }
  return { count: size.count, base: size.base, counts, ...describeProvenance(engine, prepared, startedAtMs) };
}

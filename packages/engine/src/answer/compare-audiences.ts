import {
  assertNever,
  type CompareAnswer,
  diffPredicates,
  type PredicateDifference,
  type SentenceContext,
  writeDifferenceSentence,
} from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { countCombinations } from './count-combinations.ts';
import { sentenceContextOf } from './prepare-question.ts';
import type { ValueLists } from './value-lists.ts';
import { collectNotesOfAll, describeAudience, type WrittenAudience, writeIntersection } from './written-audience.ts';

/** Differences that are put into words. */
const MOST_DIFFERENCES = 20;

/** Two versions of a definition at one snapshot and as-of (`signal` of the first): who is gained, lost and kept, and what differs. */
export async function compareAudiences(
  engine: AudienceEngine,
  lists: ValueLists,
  before: WrittenAudience,
  after: WrittenAudience,
): Promise<CompareAnswer> {
  const startedAtMs = performance.now();
  const { predicate, ...scope } = before.prepared.question;
  const [{ base, inAll, inExactly }, notes] = await Promise.all([
    countCombinations(engine, scope, [predicate, after.prepared.question.predicate]),
    collectNotesOfAll(engine, lists, [before.prepared, after.prepared]),
  ]);
  const [, countBefore = 0, countAfter = 0, kept = 0] = inAll;
  const [, lost = 0, gained = 0] = inExactly;
  const differences = diffPredicates(before.prepared.predicate, after.prepared.predicate);
  const names = [before, after].flatMap(({ prepared }) => [...prepared.audienceNames]);
  const context = { ...sentenceContextOf(before.prepared), audienceNames: new Map(names) };
  return {
    base,
    before: describeAudience(before.prepared, countBefore, base),
    after: describeAudience(after.prepared, countAfter, base),
    gained: { count: gained, audience: writeIntersection([after], [before]) },
    lost: { count: lost, audience: writeIntersection([before], [after]) },
    kept: { count: kept, audience: writeIntersection([before, after], []) },
    differences: differences.slice(0, MOST_DIFFERENCES).map((one) => answerDifference(one, context)),
    moreDifferences: Math.max(0, differences.length - MOST_DIFFERENCES),
    notes,
    asOf: new Date(scope.asOfMs).toISOString(),
    snapshot: scope.snapshot.id,
    engine: engine.name,
    elapsedMs: performance.now() - startedAtMs,
  };
}

function answerDifference(difference: PredicateDifference, context: SentenceContext): CompareAnswer['differences'][number] {
  const sentence = writeDifferenceSentence(difference, context);
  switch (difference.kind) {
    case 'added':
      return { kind: 'added', beforePath: null, afterPath: difference.after.path, sentence };
    case 'removed':
      return { kind: 'removed', beforePath: difference.before.path, afterPath: null, sentence };
    case 'changed':
      return { kind: 'changed', beforePath: difference.before.path, afterPath: difference.after.path, sentence };
    default:
      return assertNever(difference);
  }
}

import {
  assertNever,
  joinIndex,
  joinKey,
  type NestedStep,
  type Predicate,
  type ResolvedPredicate,
  writeConditionSentence,
} from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { throwIfWithdrawn } from './throw-if-withdrawn.ts';

/** Conditions inside of groups that are counted; an answer about more would keep others waiting. */
const MOST_NESTED = 200;

/** A condition inside of a group, before it is counted. */
interface Inner extends Pick<NestedStep, 'path' | 'join' | 'excluded'> {
  readonly written: Predicate;
  readonly own: ResolvedPredicate;
  /** Whom it leaves, or finds, together with those before it. */
  readonly soFar: ResolvedPredicate;
}

/**
 * The waterfall inside of groups: every condition that is no step of the outermost `all`, in the order of the definition.
 * A group chooses among those whom the steps before it left. Null where there are more than 200.
 */
export async function explainNested(
  engine: AudienceEngine,
  question: Question,
  predicate: Predicate,
): Promise<NestedStep[] | null> {
  const inner = [...listInner(predicate, question.predicate, { path: '', among: [], excluded: false }, true)];
  if (inner.length > MOST_NESTED) return null;
  const steps: NestedStep[] = [];
  for (const { written, own, soFar, ...place } of inner) {
    throwIfWithdrawn(question.signal);
    const [alone, remaining] = await Promise.all([
      engine.count({ ...question, predicate: own }),
      engine.count({ ...question, predicate: soFar }),
    ]);
    steps.push({
      ...place,
      sentence: writeConditionSentence(written, { catalog: question.snapshot.catalog, asOfMs: question.asOfMs }),
      alone: alone.count,
      remaining: remaining.count,
    });
  }
  return steps;
}

interface Place {
  readonly path: string;
  /** Whom the group chooses among: customers who meet all of these. */
  readonly among: readonly ResolvedPredicate[];
  readonly excluded: boolean;
}

function* listInner(written: Predicate, own: ResolvedPredicate, place: Place, isRoot = false): Iterable<Inner> {
  const { path, among, excluded } = place;
  switch (written.kind) {
    case 'all':
    case 'any': {
      // Resolving puts definitions in the place of references and changes nothing else: the two go side by side.
      if (own.kind !== written.kind) return;
      const { kind } = written;
      for (const [index, child] of written.children.entries()) {
        const resolved = own.children[index];
        if (resolved === undefined) return;
        const before = own.children.slice(0, index);
        const childPath = joinIndex(joinKey(path, kind), index);
        const joined: readonly ResolvedPredicate[] =
          kind === 'all' ? [...before, resolved] : [{ kind: 'any', children: [...before, resolved] }];
        const soFar: ResolvedPredicate = { kind: 'all', children: [...among, ...joined] };
        // The steps of the outermost `all` are the waterfall itself.
        if (!isRoot || kind === 'any') yield { path: childPath, join: kind, excluded, written: child, own: resolved, soFar };
        yield* listInner(child, resolved, {
          path: childPath,
          among: kind === 'all' ? [...among, ...before] : among,
          excluded,
        });
      }
      return;
    }
    case 'not':
      if (own.kind !== 'not') return;
      yield* listInner(written.child, own.child, {
        path: joinKey(path, 'not'),
        among,
        excluded: !excluded,
      });
      return;
    case 'attribute':
    case 'event':
    case 'sequence':
    case 'customers':
    case 'audience':
      return;
    default:
      assertNever(written);
  }
}

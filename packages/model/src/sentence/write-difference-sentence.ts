import { assertNever } from '../assert-never.ts';
import type { Label } from '../catalog/catalog.ts';
import type { PredicateDifference } from '../predicate/diff-predicates.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { englishCondition } from './english-sentence.ts';
import { koreanCondition } from './korean-sentence.ts';
import type { SentenceContext } from './sentence-context.ts';

/**
 * One difference of two definitions: `조건 추가: 나이가 30세 이상` / `Added: age is at least 30 years`, for a change what was and
 * what is: `조건 변경: 나이가 30세 이상 → 나이가 40세 이상`.
 */
export function writeDifferenceSentence(difference: PredicateDifference, context: SentenceContext): Label {
  const [ko, en] = [
    ({ predicate }: { readonly predicate: Predicate }) => koreanCondition(predicate, context),
    ({ predicate }: { readonly predicate: Predicate }) => englishCondition(predicate, context),
  ];
  switch (difference.kind) {
    case 'added':
      return { ko: `조건 추가: ${ko(difference.after)}`, en: `Added: ${en(difference.after)}` };
    case 'removed':
      return { ko: `조건 삭제: ${ko(difference.before)}`, en: `Removed: ${en(difference.before)}` };
    case 'changed':
      return {
        ko: `조건 변경: ${ko(difference.before)} → ${ko(difference.after)}`,
        en: `Changed: ${en(difference.before)} → ${en(difference.after)}`,
      };
    default:
      return assertNever(difference);
  }
}

import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Predicate } from '../../src/predicate/predicate.ts';
import { writeConditionSentence, writeSentence } from '../../src/sentence/write-sentence.ts';
import { SAMPLE_CATALOG } from '../catalog/sample-catalog.ts';
import { arbitraryPredicate } from './predicate-arbitrary.ts';

const asOfMs = fc.integer({ min: Date.UTC(1900, 0, 2), max: Date.UTC(2299, 11, 31) });
/** Values as data has them, without brackets: those of the sentence can then be counted. */
const word = fc.oneof(
  fc.constantFrom('서울', '부산 강남구', 'VIP', '100', 'B1', 'on', '수분크림', 'e-mail', '', ' '),
  fc.string({ unit: fc.constantFrom('a', '가', '1', '-', ',', "'", '\n', ' ') }),
);
/** Any text at all, also broken surrogates and control characters. */
const anyText = fc.string({ unit: 'binary', maxLength: 100 });

function sentencesOf(predicate: Predicate, at: number): string[] {
  const context = { catalog: SAMPLE_CATALOG, asOfMs: at };
  return [writeSentence(predicate, context), writeConditionSentence(predicate, context)].flatMap(({ ko, en }) => [ko, en]);
}

function checkForm(sentence: string): void {
  const problem =
    /undefined|null|NaN|Infinity|\[object|Invalid/.exec(sentence)?.[0] ?? findSpacing(sentence) ?? findUnpaired(sentence);
  if (problem !== undefined) throw new Error(`${JSON.stringify(problem)} in: ${sentence}`);
}

function findSpacing(sentence: string): string | undefined {
  return / {2}|^ | $| [,)]|\( |[\n\t]|,,|^$/.exec(sentence.replace(/“[^”]*”/gu, '“”'))?.[0];
}

function findUnpaired(sentence: string): string | undefined {
  let open = 0;
  for (const character of sentence) {
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
    if (open < 0) return ')';
  }
  return open === 0 ? undefined : '(';
}

describe('sentences of random predicates', () => {
  it('are well formed', () => {
    fc.assert(
      fc.property(arbitraryPredicate(SAMPLE_CATALOG, word), asOfMs, (predicate, at) =>
        sentencesOf(predicate, at).forEach(checkForm),
      ),
      { numRuns: 1000 },
    );
  });

  it('never fail, whatever the values are', () => {
    fc.assert(
      fc.property(arbitraryPredicate(SAMPLE_CATALOG, anyText), asOfMs, (predicate, at) => {
        for (const sentence of sentencesOf(predicate, at)) if (/[\p{Cc}]| {2}/u.test(sentence)) throw new Error(sentence);
      }),
      { numRuns: 500 },
    );
  });
});

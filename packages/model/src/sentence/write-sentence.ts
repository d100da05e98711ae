import type { Label } from '../catalog/catalog.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { englishCondition, englishSentence } from './english-sentence.ts';
import { koreanCondition, koreanSentence } from './korean-sentence.ts';
import type { SentenceContext } from './sentence-context.ts';

/**
 * Who a predicate means, in Korean and English, as a noun phrase without a full stop: windows with the local dates they
 * come to at `asOfMs`, values by their labels, groups in groups in brackets. Lists of more than five values show three
 * and say how many more there are.
 * @throws SilhouetteError `unknown-attribute`, `unknown-event`, `unknown-field` for a predicate of another catalog
 */
export function writeSentence(predicate: Predicate, context: SentenceContext): Label {
  return { ko: koreanSentence(predicate, context), en: englishSentence(predicate, context) };
}

/** One condition by itself, for a card or a step of the waterfall; as `writeSentence` without naming the customers. */
export function writeConditionSentence(predicate: Predicate, context: SentenceContext): Label {
  return { ko: koreanCondition(predicate, context), en: englishCondition(predicate, context) };
}

import type { WhyNeed } from '../answer/why-answer.ts';
import { assertNever } from '../assert-never.ts';
import type { Label } from '../catalog/catalog.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { parseDecimal } from '../value/decimal.ts';
import { englishCondition } from './english-sentence.ts';
import { koreanCondition } from './korean-sentence.ts';
import type { SentenceContext } from './sentence-context.ts';
import { amountText } from './unit-text.ts';
import type { Language } from './value-text.ts';
import type { ValueWords } from './write-value-text.ts';

/** What one condition needs for its verdict to change, and the value it has now. */
export interface NeedFacts {
  readonly condition: Predicate;
  /** The verdict it has to have. */
  readonly wanted: boolean;
  readonly need: WhyNeed;
  /** The value now, in words; null where the condition has none. */
  readonly now: Label | null;
  /** How amounts are told. */
  readonly unit: ValueWords['unit'];
}

/**
 * `‘나이가 30세 이상’에 해당해야 합니다(지금 28세, +2세).` / `“Age is at least 30 years” has to hold (now 28 years; +2 years).`
 */
export function writeNeedSentence(facts: NeedFacts, context: SentenceContext): Label {
  return { ko: writeKorean(facts, context), en: writeEnglish(facts, context) };
}

function writeKorean({ condition, wanted, need, now, unit }: NeedFacts, context: SentenceContext): string {
  const quoted = `‘${koreanCondition(condition, context)}’`;
  if (need.kind === 'impossible') {
    return wanted ? `어떤 값이어도 ${quoted}에 해당할 수 없습니다.` : `어떤 값이어도 ${quoted}에 해당하지 않을 수 없습니다.`;
  }
  const by = distanceText(need, unit.ko, 'ko');
  const facts = [now === null ? '' : `지금 ${now.ko}`, by].filter((text) => text !== '').join(', ');
  return `${quoted}에 ${wanted ? '해당해야' : '해당하지 않아야'} 합니다${facts === '' ? '' : `(${facts})`}.`;
}

function writeEnglish({ condition, wanted, need, now, unit }: NeedFacts, context: SentenceContext): string {
  const quoted = `“${englishCondition(condition, context)}”`;
  if (need.kind === 'impossible') return `No value can ${wanted ? 'meet' : 'fail'} ${quoted}.`;
  const by = distanceText(need, unit.en, 'en');
  const facts = [now === null ? '' : `now ${now.en}`, by].filter((text) => text !== '').join('; ');
  return `${quoted} ${wanted ? 'has to hold' : 'must not hold'}${facts === '' ? '' : ` (${facts})`}.`;
}

/** `+2세`, `−3 days`; past an open bound `17,000원 넘게 늘어야 함`, `up by more than ₩17,000`; empty where there is no distance. */
function distanceText(need: Exclude<WhyNeed, { kind: 'impossible' }>, unit: string | null, language: Language): string {
  switch (need.kind) {
    case 'number': {
      const by = parseDecimal(need.by);
      if (by === null) return '';
      const amount = amountText(by, unit, language);
      if (!need.open) return signedText(amount);
      const size = amount.replace(/^-/, '');
      const isLess = amount.startsWith('-');
      return language === 'ko'
        ? `${size} 넘게 ${isLess ? '줄어야' : '늘어야'} 함`
        : `${isLess ? 'down' : 'up'} by more than ${size}`;
    }
    case 'days':
      return signedText(amountText({ units: BigInt(need.by), scale: 0 }, 'day', language));
    case 'time':
    case 'condition':
      return '';
    default:
      return assertNever(need);
  }
}

/** Amounts below 0 have their sign. */
function signedText(amount: string): string {
  return amount.startsWith('-') ? amount.replace('-', '−') : `+${amount}`;
}

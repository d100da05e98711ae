import { assertNever } from '../assert-never.ts';
import { withJosa } from './josa.ts';
import type { Phrase } from './phrase.ts';

/** A Korean clause up to its ending: `be` a noun (…이다), `exist` a subject with its particle (…이 있다), `belong` …에 (속하다). */
export interface KoreanClause {
  readonly text: string;
  readonly verb: 'be' | 'exist' | 'belong';
  /** Said instead of `text` (and its particle) before 아닌 and 없는, such as `지역이 서울도 부산도`; null: as every other. */
  readonly neither: string | null;
  readonly isNegated: boolean;
}

/** A clause as it is, without a negated form of its own. */
export function koreanClause(text: string, verb: KoreanClause['verb'], isNegated = false): KoreanClause {
  return { text, verb, neither: null, isNegated };
}

/** How a clause goes on: 이고, 이거나, 인 (before a noun), or stops as a noun phrase. */
export type KoreanEnding = 'and' | 'or' | 'before' | 'stop';

const ENDINGS = {
  be: { and: '이고', or: '이거나', before: '인', stop: '' },
  notBe: { and: ' 아니고', or: ' 아니거나', before: ' 아닌', stop: ' 아님' },
  exist: { and: ' 있고', or: ' 있거나', before: ' 있는', stop: ' 있음' },
  notExist: { and: ' 없고', or: ' 없거나', before: ' 없는', stop: ' 없음' },
  belong: { and: ' 속하고', or: ' 속하거나', before: ' 속하는', stop: ' 속함' },
  notBelong: { and: ' 속하지 않고', or: ' 속하지 않거나', before: ' 속하지 않는', stop: ' 속하지 않음' },
} as const satisfies Record<string, Record<KoreanEnding, string>>;

/** The clause with an ending. */
export function endKorean(clause: KoreanClause, ending: KoreanEnding): string {
  switch (clause.verb) {
    case 'be':
      return clause.isNegated
        ? `${clause.neither ?? withJosa(clause.text, '이/가')}${ENDINGS.notBe[ending]}`
        : `${clause.text}${ENDINGS.be[ending]}`;
    case 'exist':
      return clause.isNegated
        ? `${clause.neither ?? clause.text}${ENDINGS.notExist[ending]}`
        : `${clause.text}${ENDINGS.exist[ending]}`;
    case 'belong':
      return `${clause.text}${ENDINGS[clause.isNegated ? 'notBelong' : 'belong'][ending]}`;
    default:
      return assertNever(clause.verb);
  }
}

/** The nouns that groups come to: of customers, or of an event's rows. */
export interface KoreanNouns {
  /** What a bracketed group is: `(성별이 여성이거나 … 고객)`. */
  readonly noun: string;
  readonly everything: string;
  readonly nothing: string;
}

/** A phrase with an ending; groups in groups stand in brackets, as a noun. */
export function joinKorean(phrase: Phrase<KoreanClause>, ending: KoreanEnding, nouns: KoreanNouns): string {
  if (phrase.kind === 'clause' || phrase.kind === 'not' || phrase.children.length === 0) {
    return endKorean(toClause(phrase, nouns), ending);
  }
  const connective = phrase.kind === 'all' ? 'and' : 'or';
  return phrase.children
    .map((child, index) => endKorean(toClause(child, nouns), index < phrase.children.length - 1 ? connective : ending))
    .join(' ');
}

/** One clause of any phrase: a group becomes a noun in brackets. */
function toClause(phrase: Phrase<KoreanClause>, nouns: KoreanNouns): KoreanClause {
  switch (phrase.kind) {
    case 'clause':
      return phrase.clause;
    case 'not':
      return { ...toClause(phrase.child, nouns), isNegated: true };
    case 'all':
    case 'any': {
      if (phrase.children.length > 0) return koreanClause(`(${joinKorean(phrase, 'before', nouns)} ${nouns.noun})`, 'be');
      return koreanClause(`(${phrase.kind === 'all' ? nouns.everything : nouns.nothing})`, 'be');
    }
    default:
      return assertNever(phrase);
  }
}

import { assertNever } from '../assert-never.ts';
import type { Phrase } from './phrase.ts';

/**
 * An English clause: of something the customer has (`whose` age `is` 30), or of the customer (who `have` …). `no` is
 * the whole rest of a negated clause where it is not the verb with not.
 */
export interface EnglishClause {
  /** `age`, `total purchase amount`: the subject after whose; null: the customer. */
  readonly subject: string | null;
  readonly verb: 'is' | 'has' | 'includes';
  readonly rest: string;
  /** Whether the subject is a plural: interests include. */
  readonly isPlural: boolean;
  /** Said instead of verb and rest when negated: for the customer in the plural and by itself in the singular. */
  readonly negated: { readonly plural: string; readonly singular: string } | null;
  readonly isNegated: boolean;
}

/** How clauses are led in and how groups are named. */
export interface EnglishStyle {
  /** `whose`, `the`: before a clause with a subject. */
  readonly possessive: string;
  /** `those`, `rows`: what a negated group is a group of. */
  readonly noun: string;
  readonly everything: string;
  readonly nothing: string;
  /** Whether clauses of the whole are parted by commas when there are more than two. */
  readonly hasCommas: boolean;
}

/** The clause after a noun: `whose age is 30`, `who do not have …`. */
function relativeEnglish(clause: EnglishClause, possessive: string): string {
  if (clause.subject !== null) {
    // A quoted name needs no article.
    const lead = possessive === 'the' && clause.subject.startsWith('“') ? '' : `${possessive} `;
    return `${lead}${clause.subject} ${verbText(clause, clause.isPlural)}`;
  }
  return `who ${verbText(clause, true)}`;
}

/** The clause by itself: `Age is 30`, `Has at least one purchase`. */
export function standaloneEnglish(clause: EnglishClause): string {
  return clause.subject === null ? verbText(clause, false) : `${clause.subject} ${verbText(clause, clause.isPlural)}`;
}

const VERBS = {
  is: { singular: ['is', 'is not'], plural: ['are', 'are not'] },
  has: { singular: ['has', 'does not have'], plural: ['have', 'do not have'] },
  includes: { singular: ['includes', 'does not include'], plural: ['include', 'do not include'] },
} as const;

function verbText({ verb, rest, isNegated, negated }: EnglishClause, isPlural: boolean): string {
  const number = isPlural ? 'plural' : 'singular';
  return isNegated && negated !== null ? negated[number] : `${VERBS[verb][number][isNegated ? 1 : 0]} ${rest}`;
}

/** A phrase after a noun; groups in groups stand in brackets. */
export function joinEnglishClauses(phrase: Phrase<EnglishClause>, style: EnglishStyle): string {
  switch (phrase.kind) {
    case 'clause':
      return relativeEnglish(phrase.clause, style.possessive);
    case 'not':
      return `${style.noun} (${joinEnglishClauses(phrase.child, { ...style, hasCommas: false })})`;
    case 'all':
    case 'any': {
      if (phrase.children.length === 0) return phrase.kind === 'all' ? style.everything : style.nothing;
      const word = phrase.kind === 'all' ? 'and' : 'or';
      const texts = phrase.children.map((child) =>
        (child.kind === 'all' || child.kind === 'any') && child.children.length > 0
          ? `(${joinEnglishClauses(child, { ...style, hasCommas: false })})`
          : joinEnglishClauses(child, style),
      );
      if (!style.hasCommas || texts.length < 3) return texts.join(` ${word} `);
      return `${texts.slice(0, -1).join(', ')}, ${word} ${texts.at(-1) ?? ''}`;
    }
    default:
      return assertNever(phrase);
  }
}

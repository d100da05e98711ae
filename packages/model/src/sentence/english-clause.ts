import { assertNever } from '../assert-never.ts';
import type { Phrase } from './phrase.ts';

/**
 * An English clause: of something the customer has (`whose` age `is` 30), or of the customer (who `have` …). `no` is
 * the whole rest of a negated clause where it is not the verb with not.
 */
export type EnglishClause = {
  /** `age`, `total purchase amount`: the subject after whose; null: the customer. */
  readonly subject: string | null;
  readonly verb: 'is' | 'has';
  readonly rest: string;
  /** Said instead of verb and rest when negated: for the customer in the plural and by itself in the singular. */
  readonly negated: { readonly plural: string; readonly singular: string } | null;
  readonly isNegated: boolean;
};

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
export function relativeEnglish(clause: EnglishClause, possessive: string): string {
  if (clause.subject !== null) return `${possessive} ${clause.subject} ${verbText(clause)}`;
  if (clause.isNegated && clause.negated !== null) return `who ${clause.negated.plural}`;
  const verb = clause.verb === 'is' ? 'are' : 'have';
  if (!clause.isNegated) return `who ${verb} ${clause.rest}`;
  return clause.verb === 'is' ? `who are not ${clause.rest}` : `who do not have ${clause.rest}`;
}

/** The clause by itself: `Age is 30`, `Has at least one purchase`. */
export function standaloneEnglish(clause: EnglishClause): string {
  if (clause.subject !== null) return `${clause.subject} ${verbText(clause)}`;
  if (clause.isNegated && clause.negated !== null) return clause.negated.singular;
  return verbText(clause);
}

function verbText({ verb, rest, isNegated }: EnglishClause): string {
  if (!isNegated) return `${verb} ${rest}`;
  return verb === 'is' ? `is not ${rest}` : `does not have ${rest}`;
}

/** A phrase after a noun; groups in groups stand in brackets. */
export function joinEnglishClauses(phrase: Phrase<EnglishClause>, style: EnglishStyle): string {
  switch (phrase.kind) {
    case 'clause':
      return relativeEnglish(phrase.clause, style.possessive);
    case 'not':
      return negate(phrase.child, style);
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

function negate(phrase: Phrase<EnglishClause>, style: EnglishStyle): string {
  if (phrase.kind === 'clause' && !phrase.clause.isNegated) {
    return relativeEnglish({ ...phrase.clause, isNegated: true }, style.possessive);
  }
  return `${style.noun} (${joinEnglishClauses(phrase, { ...style, hasCommas: false })})`;
}

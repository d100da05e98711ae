/** Conditions in words, before they are joined: leaves are clauses of one language, which can be said negated. */
export type Phrase<Clause> =
  | { readonly kind: 'clause'; readonly clause: Clause }
  | GroupPhrase<Clause>
  /** The complement of a group; that of a clause is the clause negated. */
  | { readonly kind: 'not'; readonly child: GroupPhrase<Clause> };

/** Phrases joined by and or or; without children everything or nothing. */
interface GroupPhrase<Clause> {
  readonly kind: 'all' | 'any';
  readonly children: readonly Phrase<Clause>[];
}

/** One clause. */
export function clausePhrase<Clause>(clause: Clause): Phrase<Clause> {
  return { kind: 'clause', clause };
}

/** Children joined by and (`all`) or or (`any`): a group of one is that one, a group in a group of its kind dissolves. */
export function groupPhrase<Clause>(kind: 'all' | 'any', children: readonly Phrase<Clause>[]): Phrase<Clause> {
  const flat = children.flatMap((child) => (child.kind === kind && child.children.length > 0 ? child.children : [child]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, children: flat };
}

/** The complement: conditions are two-valued, so that not not is nothing and a clause is negated where it stands. */
export function notPhrase<Clause extends { readonly isNegated: boolean }>(phrase: Phrase<Clause>): Phrase<Clause> {
  if (phrase.kind === 'not') return phrase.child;
  if (phrase.kind === 'clause') return clausePhrase({ ...phrase.clause, isNegated: !phrase.clause.isNegated });
  return { kind: 'not', child: phrase };
}

/** Conditions in words, before they are joined: leaves are clauses of one language. */
export type Phrase<Clause> =
  | { readonly kind: 'clause'; readonly clause: Clause }
  | { readonly kind: 'all' | 'any'; readonly children: readonly Phrase<Clause>[] }
  | { readonly kind: 'not'; readonly child: Phrase<Clause> };

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

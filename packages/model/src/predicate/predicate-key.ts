import { writeCanonicalText } from './canonicalise-predicate.ts';
import type { Predicate } from './predicate.ts';

/** A predicate's text, with the parts of a group (no part a group of its kind) and what a `not` negates. */
interface Keyed {
  readonly text: string;
  readonly group: { readonly kind: 'all' | 'any'; readonly parts: readonly Keyed[] } | null;
  readonly negated: Keyed | null;
}

/**
 * Texts of predicates: equal exactly where their canonical forms are, but that a reference to a saved audience stands for
 * itself. Each node's is made once, however often it is asked for.
 */
export class PredicateKeys {
  readonly #known = new WeakMap<Predicate, Keyed>();

  /** The text of a predicate. */
  keyOf(predicate: Predicate): string {
    return this.#find(predicate).text;
  }

  #find(predicate: Predicate): Keyed {
    const known = this.#known.get(predicate);
    if (known !== undefined) return known;
    const keyed = this.#make(predicate);
    this.#known.set(predicate, keyed);
    return keyed;
  }

  #make(predicate: Predicate): Keyed {
    switch (predicate.kind) {
      case 'all':
      case 'any': {
        const { kind } = predicate;
        const parts = new Map<string, Keyed>();
        for (const child of predicate.children.map((one) => this.#find(one))) {
          for (const part of child.group?.kind === kind ? child.group.parts : [child]) parts.set(part.text, part);
        }
        const [only] = parts.values();
        if (parts.size === 1 && only !== undefined) return only;
        const text = JSON.stringify([kind, [...parts.keys()].sort()]);
        return { text, group: { kind, parts: [...parts.values()] }, negated: null };
      }
      case 'not': {
        const child = this.#find(predicate.child);
        return child.negated ?? { text: JSON.stringify(['not', child.text]), group: null, negated: child };
      }
      case 'audience':
        return leaf(JSON.stringify(['audience', predicate.audience, predicate.version]));
      default:
        return leaf(writeCanonicalText(predicate));
    }
  }
}

function leaf(text: string): Keyed {
  return { text, group: null, negated: null };
}

import {
  type AttributePredicate,
  assertNever,
  type Comparison,
  joinIndex,
  joinKey,
  type Literal,
  type ResolvedPredicate,
} from '@silhouette/model';

/** One condition, and where it stands in its definition. */
export interface ConditionLeaf {
  readonly kind: 'leaf';
  readonly predicate: ResolvedPredicate;
  readonly isNegated: boolean;
  readonly path: string;
  /** The level of its ladder on which each of its bounds was found to stand; none: not looked for yet. */
  readonly levels: readonly number[];
}

/**
 * A definition as its conditions: no `not` but of a single one, no group of one, none within another of its kind, and no constant
 * beside a condition. Spellings of one definition (De Morgan's, `not` of `not`) have one tree. Each value of a list and each bound of
 * a range is a condition of its own; customers named by their keys are nobody.
 */
export type ConditionTree =
  | ConditionLeaf
  | { readonly kind: 'all' | 'any'; readonly parts: readonly [ConditionTree, ConditionTree, ...ConditionTree[]] };

/** The tree of a definition. */
export function toConditionTree(predicate: ResolvedPredicate, path = '', isNegated = false): ConditionTree {
  switch (predicate.kind) {
    case 'all':
    case 'any': {
      const parts = predicate.children.map((child, place) =>
        toConditionTree(child, joinIndex(joinKey(path, predicate.kind), place), isNegated),
      );
      return joinParts(negate(predicate.kind, isNegated), parts);
    }
    case 'not':
      return toConditionTree(predicate.child, joinKey(path, 'not'), !isNegated);
    case 'attribute':
      return splitAttribute(predicate, path, isNegated);
    case 'customers':
      return makeConstant(negate('any', isNegated));
    case 'event':
    case 'sequence':
      return makeLeaf(predicate, path, isNegated);
    case 'audience':
      throw new TypeError(`The audience "${predicate.audience}" stands for a definition that is not there yet.`);
    default:
      return assertNever(predicate);
  }
}

/** A group of parts, flattened, without constants that change nothing; the only part, or the constant that it comes to. */
export function joinParts(kind: 'all' | 'any', parts: readonly ConditionTree[]): ConditionTree {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const other = negate(kind, true);
  const decides = flat.find((part) => constantOf(part) === other);
  if (decides !== undefined) return decides;
  const [first, second, ...others] = flat.filter((part) => constantOf(part) !== kind);
  if (first === undefined) return makeConstant(kind);
  return second === undefined ? first : { kind, parts: [first, second, ...others] };
}

/** The definition of a tree. */
export function toPredicate(tree: ConditionTree): ResolvedPredicate {
  if (tree.kind !== 'leaf') return { kind: tree.kind, children: tree.parts.map(toPredicate) };
  return tree.isNegated ? { kind: 'not', child: tree.predicate } : tree.predicate;
}

/** All conditions of a tree, in order. */
export function listLeaves(tree: ConditionTree): readonly ConditionLeaf[] {
  return tree.kind === 'leaf' ? [tree] : tree.parts.flatMap(listLeaves);
}

/** Where customers are named by their keys. */
export function listKeyPaths(predicate: ResolvedPredicate, path = ''): readonly string[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.children.flatMap((child, place) => listKeyPaths(child, joinIndex(joinKey(path, predicate.kind), place)));
    case 'not':
      return listKeyPaths(predicate.child, joinKey(path, 'not'));
    case 'customers':
      return [path];
    case 'attribute':
    case 'event':
    case 'sequence':
    case 'audience':
      return [];
    default:
      return assertNever(predicate);
  }
}

/** Each value of a list: of what is there they match or not one by one. Null: there is nothing to take apart. */
export function splitComparison(comparison: Comparison): readonly Comparison[] | null {
  switch (comparison.op) {
    case 'in':
      return comparison.values.length < 2 ? null : comparison.values.map((value) => ({ op: 'in', values: [value] }));
    case 'containsAny':
      if (comparison.values.length < 2) return null;
      return comparison.values.map((value) => ({ op: 'containsAny', values: [value] }));
    default:
      return null;
  }
}

/** The tree with the values of each list in one condition again. */
export function joinLists(tree: ConditionTree): ConditionTree {
  if (tree.kind === 'leaf') return tree;
  const lists = new Map<string, ConditionLeaf>();
  const parts: ConditionTree[] = [];
  for (const part of tree.parts) {
    const values = part.kind === 'leaf' && part.isNegated === (tree.kind === 'all') ? valuesOf(part) : null;
    if (part.kind !== 'leaf' || values === null) parts.push(joinLists(part));
    else {
      const before = lists.get(part.path);
      const beside = before === undefined ? null : valuesOf(before);
      lists.set(part.path, beside === null ? part : { ...part, predicate: beside.with([...beside.values, ...values.values]) });
    }
  }
  return joinParts(tree.kind, [...parts, ...lists.values()]);
}

/** The values of a condition that an attribute has one of a list; null for other conditions. */
function valuesOf({ predicate }: ConditionLeaf): ValueList | null {
  if (predicate.kind !== 'attribute' || predicate.test.kind !== 'compare') return null;
  const [comparison, ...others] = predicate.test.comparisons;
  if (comparison === undefined || others.length > 0) return null;
  const hold = (one: Comparison): AttributePredicate => ({ ...predicate, test: { kind: 'compare', comparisons: [one] } });
  switch (comparison.op) {
    case 'in':
      return { values: comparison.values, with: (values) => hold({ op: 'in', values }) };
    case 'containsAny':
      return {
        values: comparison.values.map((value): Literal => ({ type: 'text', value })),
        with: (values) =>
          hold({ op: 'containsAny', values: values.flatMap((one) => (one.type === 'text' ? [one.value] : [])) }),
      };
    default:
      return null;
  }
}

interface ValueList {
  readonly values: readonly Literal[];
  with(values: readonly Literal[]): AttributePredicate;
}

function splitAttribute(predicate: AttributePredicate, path: string, isNegated: boolean): ConditionTree {
  const { attribute, test } = predicate;
  if (test.kind !== 'compare') return makeLeaf(predicate, path, isNegated);
  const hold = (one: Comparison): ConditionTree =>
    makeLeaf({ kind: 'attribute', attribute, test: { kind: 'compare', comparisons: [one] } }, path, isNegated);
  const parts = test.comparisons.map((one) => joinParts(negate('any', isNegated), (splitComparison(one) ?? [one]).map(hold)));
  return joinParts(negate('all', isNegated), parts);
}

function makeLeaf(predicate: ResolvedPredicate, path: string, isNegated: boolean): ConditionLeaf {
  return { kind: 'leaf', predicate, isNegated, path, levels: [] };
}

/** Everyone (`all`) or nobody (`any`). */
export function makeConstant(kind: 'all' | 'any'): ConditionLeaf {
  return makeLeaf({ kind, children: [] }, '', false);
}

/** `all`: everyone; `any`: nobody; null: neither by its form. */
export function constantOf(tree: ConditionTree): 'all' | 'any' | null {
  if (tree.kind !== 'leaf' || (tree.predicate.kind !== 'all' && tree.predicate.kind !== 'any')) return null;
  return tree.predicate.kind;
}

function negate(kind: 'all' | 'any', isNegated: boolean): 'all' | 'any' {
  if (!isNegated) return kind;
  return kind === 'all' ? 'any' : 'all';
}

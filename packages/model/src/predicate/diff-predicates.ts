import { assertNever } from '../assert-never.ts';
import { joinIndex, joinKey } from '../text/value-path.ts';
import type { Predicate } from './predicate.ts';
import { PredicateKeys } from './predicate-key.ts';

/** A part of a definition and its place there, as in error paths. */
export interface PlacedPredicate {
  readonly predicate: Predicate;
  readonly path: string;
}

/** One difference of two definitions. `changed`: the same thing is asked, otherwise. */
export type PredicateDifference =
  | { readonly kind: 'added'; readonly after: PlacedPredicate }
  | { readonly kind: 'removed'; readonly before: PlacedPredicate }
  | { readonly kind: 'changed'; readonly before: PlacedPredicate; readonly after: PlacedPredicate };

/**
 * What differs between two definitions, condition by condition: parts of groups are matched by what they say (their order does
 * not matter), then by what they ask about; groups that are matched are compared in turn. Changes and removals come in the order
 * of the definition before, additions after those of their group in the order of the definition after. Empty exactly where both
 * have one canonical form (references to saved audiences taken by id and version).
 */
export function diffPredicates(before: Predicate, after: Predicate): readonly PredicateDifference[] {
  const keys = new PredicateKeys();
  return diffNodes({ predicate: before, path: '' }, { predicate: after, path: '' }, keys);
}

function diffNodes(before: PlacedPredicate, after: PlacedPredicate, keys: PredicateKeys): readonly PredicateDifference[] {
  if (keys.keyOf(before.predicate) === keys.keyOf(after.predicate)) return [];
  const kind = commonGroup(before.predicate, after.predicate);
  if (kind === null) return [{ kind: 'changed', before, after }];
  const differences = diffParts(listParts(before, kind), listParts(after, kind), keys);
  // Parts that differ in how they are grouped only: told as a whole.
  return differences.length > 0 ? differences : [{ kind: 'changed', before, after }];
}

/** The kind of group that both can be taken for: a condition by itself is a group of one. */
function commonGroup(before: Predicate, after: Predicate): 'all' | 'any' | null {
  const kinds = [before.kind, after.kind].filter((kind) => kind === 'all' || kind === 'any');
  const [kind, other] = kinds;
  if (kind === undefined || (other !== undefined && other !== kind)) return null;
  return kind;
}

function diffParts(
  before: readonly PlacedPredicate[],
  after: readonly PlacedPredicate[],
  keys: PredicateKeys,
): readonly PredicateDifference[] {
  const [oldKeys, newKeys] = [before, after].map((parts) => new Set(parts.map(({ predicate }) => keys.keyOf(predicate))));
  const gone = before.filter(({ predicate }) => newKeys?.has(keys.keyOf(predicate)) !== true);
  const come = after.filter(({ predicate }) => oldKeys?.has(keys.keyOf(predicate)) !== true);
  const bySubject = new Map<string, PlacedPredicate[]>();
  for (const part of come) {
    const subject = nameSubject(part.predicate);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), part]);
  }
  const differences: PredicateDifference[] = [];
  const matched = new Set<PlacedPredicate>();
  for (const part of gone) {
    const partner = bySubject.get(nameSubject(part.predicate))?.shift();
    if (partner === undefined) differences.push({ kind: 'removed', before: part });
    else {
      matched.add(partner);
      differences.push(...diffNodes(part, partner, keys));
    }
  }
  for (const part of come) if (!matched.has(part)) differences.push({ kind: 'added', after: part });
  return differences;
}

/** Parts of a group with their places, groups of its kind dissolved. */
function listParts(placed: PlacedPredicate, kind: 'all' | 'any'): readonly PlacedPredicate[] {
  const { predicate, path } = placed;
  if (predicate.kind !== kind) return [placed];
  const at = joinKey(path, kind);
  return predicate.children.flatMap((child, index) => listParts({ predicate: child, path: joinIndex(at, index) }, kind));
}

/** What a condition asks about: conditions of one subject are versions of each other. */
function nameSubject(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'all':
    case 'any':
    case 'customers':
    case 'sequence':
      return predicate.kind;
    case 'not':
      // With and without a not the same thing is asked.
      return nameSubject(predicate.child);
    case 'attribute':
      return JSON.stringify(['attribute', predicate.attribute]);
    case 'event': {
      const { kind } = predicate.measure;
      return JSON.stringify(['event', predicate.event, kind, 'field' in predicate.measure ? predicate.measure.field : null]);
    }
    case 'audience':
      return JSON.stringify(['audience', predicate.audience]);
    default:
      return assertNever(predicate);
  }
}

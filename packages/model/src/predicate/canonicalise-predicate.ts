import { assertNever } from '../assert-never.ts';
import { SilhouetteError } from '../error.ts';
import type { PlainValue } from '../text/plain-value.ts';
import { writeCanonicalJson } from '../text/write-canonical-json.ts';
import { compareText, type Parts, writeMeasure, writeTest, writeWindow } from './canonical-leaf.ts';
import type { FieldFilter, ResolvedPredicate, SequenceStep } from './predicate.ts';

/** A canonical node: its data, its RFC 8785 text (for order and equality), and its parts where it is a group or a `not`. */
interface Canonical {
  readonly json: PlainValue;
  readonly text: string;
  readonly group: { readonly kind: 'all' | 'any'; readonly parts: readonly Canonical[] } | null;
  readonly negated: Canonical | null;
}

/**
 * The canonical form: a definition that `parsePredicate` reads back to the same set. Keys are sorted by
 * {@link writeCanonicalText}; defaults are written out (`count` at least 1, `per`), an empty `where` is left out; numbers
 * are shortest decimal strings, instants ISO text in UTC; `eq` is `in` of one, `contains` `containsAny` of one; lists and
 * siblings are sorted and unique (a sequence keeps its order); nested and single `all` and `any` are flattened, `not not`
 * is removed.
 * @throws SilhouetteError `unknown-audience` for a predicate that still refers to an audience
 */
export function canonicalisePredicate(predicate: ResolvedPredicate): PlainValue {
  return canonicalise(predicate).json;
}

/** The RFC 8785 text of the canonical form: equal exactly where canonical forms are. @throws as {@link canonicalisePredicate} */
export function writeCanonicalText(predicate: ResolvedPredicate): string {
  return canonicalise(predicate).text;
}

function canonicalise(predicate: ResolvedPredicate): Canonical {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return joinGroup(predicate.kind, predicate.children.map(canonicalise));
    case 'not':
      return negate(canonicalise(predicate.child));
    case 'attribute':
      return makeLeaf({ attribute: predicate.attribute, ...writeTest(predicate.test) });
    case 'event':
      return makeLeaf({ ...writeRows(predicate), ...writeMeasure(predicate.measure) });
    case 'sequence': {
      const parts: Parts = { sequence: predicate.steps.map(writeRows) };
      if (predicate.gap !== null) parts.gap = { max: String(predicate.gap.max), unit: predicate.gap.unit };
      return makeLeaf(parts);
    }
    case 'audience':
      throw SilhouetteError.of(
        'unknown-audience',
        `The audience "${predicate.audience}" stands for a definition that is not there yet: resolve audiences first.`,
      );
    case 'customers':
      return makeLeaf({ customers: [...new Set(predicate.keys)].sort(compareText) });
    default:
      return assertNever(predicate);
  }
}

function canonicaliseFilter(filter: FieldFilter): Canonical {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return joinGroup(filter.kind, filter.children.map(canonicaliseFilter));
    case 'not':
      return negate(canonicaliseFilter(filter.child));
    case 'field':
      return makeLeaf({ field: filter.field, ...writeTest(filter.test) });
    default:
      return assertNever(filter);
  }
}

function writeRows(step: SequenceStep): Parts {
  const parts: Parts = { event: step.event };
  const where = joinGroup('all', step.where.map(canonicaliseFilter));
  if (where.group?.kind !== 'all') parts.where = [where.json];
  else if (where.group.parts.length > 0) parts.where = where.group.parts.map((part) => part.json);
  if (step.within !== null) parts.within = writeWindow(step.within);
  return parts;
}

function joinGroup(kind: 'all' | 'any', children: readonly Canonical[]): Canonical {
  const byText = new Map<string, Canonical>();
  for (const child of children) {
    for (const part of child.group?.kind === kind ? child.group.parts : [child]) byText.set(part.text, part);
  }
  const parts = [...byText.values()].sort((a, b) => compareText(a.text, b.text));
  const [single, second] = parts;
  if (single !== undefined && second === undefined) return single;
  return {
    json: { [kind]: parts.map((part) => part.json) },
    text: `{"${kind}":[${parts.map((part) => part.text).join(',')}]}`,
    group: { kind, parts },
    negated: null,
  };
}

function negate(child: Canonical): Canonical {
  return child.negated ?? { json: { not: child.json }, text: `{"not":${child.text}}`, group: null, negated: child };
}

function makeLeaf(json: Parts): Canonical {
  return { json, text: writeCanonicalJson(json), group: null, negated: null };
}

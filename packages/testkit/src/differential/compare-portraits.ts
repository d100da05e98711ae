import { isDeepStrictEqual } from 'node:util';
import type { AttributePortrait, AudienceEngine, PortraitData, Question, Versus } from '@silhouette/engine';
import type { ResolvedPredicate } from '@silhouette/model';

/**
 * Where portraits or overlaps of two engines differ: null, or a sentence with both. Against everyone, everyone else and
 * another group. Values that neither group has may be listed or not, in any order.
 */
export async function comparePortraits(
  first: AudienceEngine,
  second: AudienceEngine,
  question: Question,
): Promise<string | null> {
  const attributes = question.snapshot.catalog.attributes.map(({ id }) => id);
  const [named] = attributes;
  const other: ResolvedPredicate =
    named === undefined
      ? { kind: 'any', children: [] }
      : { kind: 'attribute', attribute: named, test: { kind: 'exists', exists: true } };
  for (const versus of [
    { kind: 'everyone' },
    { kind: 'rest' },
    { kind: 'audience', predicate: other },
  ] satisfies readonly Versus[]) {
    const [one, two] = [
      toPlain(await first.portrait(question, versus, attributes)),
      toPlain(await second.portrait(question, versus, attributes)),
    ];
    const what = `portraits versus ${versus.kind}`;
    for (const key of ['count', 'base', 'versusCount', 'bothCount'] as const) {
      if (one[key] !== two[key]) return describe(`${key} of ${what}`, first, one[key], second, two[key]);
    }
    for (const [index, portrait] of one.attributes.entries()) {
      const its = two.attributes[index];
      if (!isDeepStrictEqual(portrait, its)) return describe(what, first, portrait, second, its);
    }
  }
  const groups: readonly ResolvedPredicate[] = [
    question.predicate,
    { kind: 'not', child: question.predicate },
    other,
    { kind: 'all', children: [] },
  ];
  const beside = [groups, other, attributes] as const;
  const [several, others] = [await first.portraits(question, ...beside), await second.portraits(question, ...beside)];
  for (const [place, one] of several.entries()) {
    const [mine, its] = [toPlain(one), toPlain(others[place] ?? one)];
    if (!isDeepStrictEqual(mine, its)) return describe(`portrait ${place} of several`, first, mine, second, its);
  }
  const [sizes, otherSizes] = [await first.overlaps(question, groups), await second.overlaps(question, groups)];
  return isDeepStrictEqual(sizes, otherSizes) ? null : describe('overlaps', first, sizes, second, otherSizes);
}

function toPlain(data: PortraitData) {
  return { ...data, attributes: data.attributes.map(toPlainPortrait) };
}

function toPlainPortrait(portrait: AttributePortrait) {
  const { attribute, present, versusPresent, bothPresent, parts } = portrait;
  const names = parts.kind === 'values' ? parts.values : Array.from(portrait.counts, (_, index) => String(index));
  const rows = names
    .map((name, index) => [name, portrait.counts[index], portrait.versusCounts[index], portrait.bothCounts[index]] as const)
    .filter(([, ...counts]) => parts.kind !== 'values' || counts.some((count) => count !== 0));
  if (parts.kind === 'values') rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const cuts = parts.kind === 'numbers' || parts.kind === 'days' ? parts.cuts : [];
  return { attribute, present, versusPresent, bothPresent, kind: parts.kind, cuts, rows };
}

function describe(what: string, first: AudienceEngine, one: unknown, second: AudienceEngine, two: unknown): string {
  return `${what} differ: ${first.name} ${write(one)}, ${second.name} ${write(two)}`;
}

function write(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? 'nothing';
}

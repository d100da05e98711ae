import type { AttributePortrait, PortraitParts, Versus } from '@silhouette/engine';
import { formatDecimal, parseDay } from '@silhouette/model';
import { expect } from 'vitest';
import { PANELS_WORLD } from './check-panels.ts';
import { buildQuestion, type EngineUnderTest } from './engine-under-test.ts';

/** Holds portraits and overlaps to an example worked out by hand: four members of a base of five. */
export async function checkPortrait(subject: EngineUnderTest): Promise<void> {
  const open = await subject.open(PANELS_WORLD);
  try {
    const question = buildQuestion(open, { customers: ['c0', 'c1', 'c2', 'c3'] });
    const ids = open.snapshot.catalog.attributes.map(({ id }) => id);
    const ask = async (versus: Versus) => {
      const { attributes, ...sizes } = await open.engine.portrait(question, versus, ids);
      return { sizes, attributes: attributes.map(describePortrait) };
    };
    const everyone = await ask({ kind: 'everyone' });
    expect(everyone.sizes).toEqual({ count: 4, base: 5, versusCount: 5, bothCount: 4 });
    expect(everyone.attributes).toEqual([
      { attribute: 'grade', present: '3 4 3', Gold: '1 1 1', Silver: '1 1 1', VIP: '1 2 1' },
      { attribute: 'city', present: '4 5 4', Busan: '1 2 1', Daegu: '1 1 1', Seoul: '2 2 2' },
      { attribute: 'flag', present: '3 4 3', false: '1 1 1', true: '2 3 2' },
      { attribute: 'skin', present: '3 4 3', combo: '0 1 0', dry: '2 2 2', oily: '2 2 2' },
      // Of -3.25, 10, 20.5 and 20.5 the percentiles are all four; nobody lies below the first, 20.5 is told as 20.
      { attribute: 'spend', present: '3 4 3', '< 10': '1 1 1', '< 20': '1 1 1', rest: '1 2 1' },
      { attribute: 'joined', present: '3 4 3', '< 2': '1 1 1', '< 3': '1 1 1', '< 12': '1 1 1', rest: '0 1 0' },
      // Two of the instants are on 1 January in Seoul: nobody lies below it.
      { attribute: 'seen', present: '3 4 3', '< 3': '2 2 2', '< 12': '1 1 1', rest: '0 1 0' },
      { attribute: 'memo', present: '2 2 2' },
    ]);
    const rest = await ask({ kind: 'rest' });
    expect(rest.sizes).toEqual({ count: 4, base: 5, versusCount: 1, bothCount: 0 });
    expect(rest.attributes[1]).toEqual({ attribute: 'city', present: '4 1 0', Busan: '1 1 0', Daegu: '1 0 0', Seoul: '2 0 0' });
    const { predicate: flagged } = buildQuestion(open, { attribute: 'flag', eq: true });
    const other = await ask({ kind: 'audience', predicate: flagged });
    expect(other.sizes, 'flagged are c0, c2 and c4').toEqual({ count: 4, base: 5, versusCount: 3, bothCount: 2 });
    expect(other.attributes[4]).toEqual({
      ...{ attribute: 'spend', present: '3 3 2' },
      ...{ '< 10': '1 1 1', '< 20': '1 1 1', rest: '1 1 0' },
    });
    const groups = [flagged, question.predicate, { kind: 'all', children: [] }, { kind: 'any', children: [] }] as const;
    const several = await open.engine.portraits(question, groups, flagged, ids);
    for (const [place, predicate] of groups.entries()) {
      const alone = await open.engine.portrait({ ...question, predicate }, { kind: 'audience', predicate: flagged }, ids);
      const { attributes, ...sizes } = several[place] ?? { attributes: [] };
      const { attributes: its, ...itsSizes } = alone;
      expect(sizes, `sizes of group ${place} of several`).toEqual(itsSizes);
      expect(attributes.map(describePortrait), `group ${place} of several`).toEqual(its.map(describePortrait));
    }
    expect(several[1]?.bothCount).toBe(2);
    expect(await open.engine.portraits(question, [], flagged, ids)).toEqual([]);
    const backwards = await open.engine.portrait(question, { kind: 'everyone' }, ids.toReversed());
    expect(
      backwards.attributes.map(({ attribute }) => attribute),
      'in the order asked',
    ).toEqual(ids.toReversed());
    const overlapping = [question.predicate, flagged, buildQuestion(open, { any: [] }).predicate];
    expect(await open.engine.overlaps(question, overlapping)).toEqual([
      [4, 2, 0],
      [2, 3, 0],
      [0, 0, 0],
    ]);
    expect(await open.engine.overlaps(question, [])).toEqual([]);
  } finally {
    await open.close();
  }
}

/** Counts of members, those compared with, and both, by part; values that neither has are left out, days are of January 2024. */
function describePortrait(portrait: AttributePortrait): Record<string, string> {
  const { attribute, present, versusPresent, bothPresent, counts, versusCounts, bothCounts } = portrait;
  const parts = nameParts(portrait.parts, counts.length)
    .map((name, index) => [name, `${counts[index]} ${versusCounts[index]} ${bothCounts[index]}`] as const)
    .filter(([, text]) => text !== '0 0 0');
  return { attribute, present: `${present} ${versusPresent} ${bothPresent}`, ...Object.fromEntries(parts) };
}

function nameParts(parts: PortraitParts, length: number): readonly string[] {
  if (parts.kind === 'values') return parts.values;
  if (parts.kind === 'presence') return [];
  const cuts = parts.kind === 'numbers' ? parts.cuts.map(formatDecimal) : parts.cuts.map((day) => String(day - FIRST + 1));
  expect(length, 'one part more than cuts').toBe(cuts.length + 1);
  return [...cuts.map((cut) => `< ${cut}`), 'rest'];
}

const FIRST = parseDay('2024-01-01') ?? Number.NaN;

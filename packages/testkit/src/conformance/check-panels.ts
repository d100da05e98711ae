import type { PanelData } from '@silhouette/engine';
import { type AttributeId, type Decimal, parseDay, parseDecimal } from '@silhouette/model';
import { expect } from 'vitest';
import type { World } from '../world/world.ts';
import { buildQuestion, type EngineUnderTest } from './engine-under-test.ts';
import { column, customerTable } from './example.ts';

const attributes = [
  { ...column('grade', 'category'), order: ['VIP', 'Gold', 'None'] },
  column('city', 'category'),
  column('flag', 'boolean'),
  column('skin', 'tags'),
  column('spend', 'number'),
  column('joined', 'date'),
  column('seen', 'datetime'),
  column('memo', 'text'),
];
// The world has these attributes: its catalog brands them.
const ids = attributes.map(({ id }) => id as AttributeId);

/** Five customers with a value of every type, and some without. */
export const PANELS_WORLD: World = {
  timeZone: 'Asia/Seoul',
  now: '2024-03-09',
  format: 'csv',
  customers: customerTable(attributes, [
    ['c0', null, 'VIP', 'Seoul', 'true', ['oily', 'dry'], '10', '2024-01-01', '2023-12-31T15:00:00Z', 'x'],
    ['c1', null, 'Gold', 'Seoul', 'false', ['dry'], '20.5', '2024-01-02', '2024-01-01T14:59:59.999Z', null],
    ['c2', null, 'Silver', 'Busan', 'true', null, '-3.25', '2024-01-03', null, 'y'],
    ['c3', null, null, 'Daegu', null, ['oily'], null, null, '2024-01-02T15:00:00Z', null],
    ['c4', null, 'VIP', 'Busan', 'true', ['combo'], '20.50', '2024-01-12', '2024-01-11T15:00:00Z', null],
  ]),
  events: [],
};

/** Holds panels and pages of members to an example worked out by hand: four members of a base of five. */
export async function checkPanels(subject: EngineUnderTest): Promise<void> {
  const open = await subject.open(PANELS_WORLD);
  try {
    const question = buildQuestion(open, { customers: ['c3', 'c1', 'c0', 'c2'] });
    const answer = await open.engine.panels(question, ids);
    expect({ count: answer.count, base: answer.base }).toEqual({ count: 4, base: 5 });
    for (const [index, panel] of expectedPanels().entries()) expect(answer.panels[index], attributes[index]?.id).toEqual(panel);
    const everyone = await open.engine.panels(buildQuestion(open, { all: [] }), ids);
    const medians = everyone.panels.map((panel) => (panel.kind === 'number' || panel.kind === 'date' ? panel.median : null));
    expect(medians.slice(4, 7), 'of four values the second').toEqual([
      decimal('10'),
      day(2),
      Date.parse('2024-01-01T14:59:59.999Z'),
    ]);
    const one = await open.engine.panels(buildQuestion(open, { customers: ['c0'] }), ids.slice(0, 1));
    expect(one.panels[0], 'others of the base are not members').toMatchObject({
      present: 1,
      missing: 0,
      other: 0,
      otherBase: 1,
    });
    const backwards = await open.engine.panels(question, ids.toReversed());
    expect(
      backwards.panels.map(({ attribute }) => attribute),
      'in the order asked',
    ).toEqual(ids.toReversed());
    const first = await open.engine.members(question, { attributes: ids, afterKey: null, limit: 1 });
    expect(first).toEqual([
      { key: 'c0', values: ['VIP', 'Seoul', true, ['dry', 'oily'], '10.00', '2024-01-01', '2023-12-31T15:00:00.000Z', 'x'] },
    ]);
    const next = await open.engine.members(question, { attributes: ids.toSpliced(2, 1), afterKey: 'c2', limit: 5 });
    expect(next).toHaveLength(1);
    expect(next[0]?.key).toBe('c3');
    expect(next[0]?.values).toEqual([null, 'Daegu', ['oily'], null, null, '2024-01-02T15:00:00.000Z', null]);
    expect(await open.engine.members(question, { attributes: [], afterKey: 'c3', limit: 5 })).toEqual([]);
  } finally {
    await open.close();
  }
}

function expectedPanels(): readonly PanelData[] {
  const [grade, city, flag, skin, spend, joined, seen, memo] = ids;
  if (!grade || !city || !flag || !skin || !spend || !joined || !seen || !memo)
    throw new RangeError('An attribute is missing.');
  return [
    {
      ...{ kind: 'values', attribute: grade, present: 3, missing: 1, basePresent: 4, other: 1, otherBase: 1 },
      values: [
        { value: 'VIP', count: 1, baseCount: 2 },
        { value: 'Gold', count: 1, baseCount: 1 },
        { value: 'None', count: 0, baseCount: 0 },
      ],
    },
    {
      ...{ kind: 'values', attribute: city, present: 4, missing: 0, basePresent: 5, other: 0, otherBase: 0 },
      values: [
        { value: 'Seoul', count: 2, baseCount: 2 },
        { value: 'Busan', count: 1, baseCount: 2 },
        { value: 'Daegu', count: 1, baseCount: 1 },
      ],
    },
    {
      ...{ kind: 'values', attribute: flag, present: 3, missing: 1, basePresent: 4, other: 0, otherBase: 0 },
      values: [
        { value: 'true', count: 2, baseCount: 3 },
        { value: 'false', count: 1, baseCount: 1 },
      ],
    },
    {
      ...{ kind: 'values', attribute: skin, present: 3, missing: 1, basePresent: 4, other: 0, otherBase: 0 },
      values: [
        { value: 'dry', count: 2, baseCount: 2 },
        { value: 'oily', count: 2, baseCount: 2 },
        { value: 'combo', count: 0, baseCount: 1 },
      ],
    },
    {
      ...{ kind: 'number', attribute: spend, present: 3, missing: 1, basePresent: 4 },
      ...{ sum: decimal('27.25'), min: decimal('-3.25'), median: decimal('10'), max: decimal('20.5') },
      // From -3.25 to 20.50 steps of one make 25 bins, from the one of -4 to the one of 20.
      bins: Array.from({ length: 25 }, (_, index) => ({
        from: index === 0 ? null : decimal(String(index - 4)),
        to: index === 24 ? null : decimal(String(index - 3)),
        count: [0, 14, 24].includes(index) ? 1 : 0,
        baseCount: index === 24 ? 2 : [0, 14].includes(index) ? 1 : 0,
      })),
    },
    {
      ...{ kind: 'date', attribute: joined, present: 3, missing: 1, basePresent: 4 },
      ...{ min: day(1), median: day(2), max: day(3) },
      bins: Array.from({ length: 12 }, (_, index) => ({
        fromDay: index === 0 ? null : day(index + 1),
        toDay: index === 11 ? null : day(index + 2),
        count: index < 3 ? 1 : 0,
        baseCount: index < 3 || index === 11 ? 1 : 0,
      })),
    },
    {
      ...{ kind: 'date', attribute: seen, present: 3, missing: 1, basePresent: 4 },
      min: Date.parse('2023-12-31T15:00:00Z'),
      median: Date.parse('2024-01-01T14:59:59.999Z'),
      max: Date.parse('2024-01-02T15:00:00Z'),
      bins: Array.from({ length: 12 }, (_, index) => ({
        fromDay: index === 0 ? null : day(index + 1),
        toDay: index === 11 ? null : day(index + 2),
        count: index === 0 ? 2 : index === 2 ? 1 : 0,
        baseCount: index === 0 ? 2 : index === 2 || index === 11 ? 1 : 0,
      })),
    },
    { kind: 'presence', attribute: memo, present: 2, missing: 2, basePresent: 2 },
  ];
}

/** A day of January 2024. */
function day(dayOfMonth: number): number {
  return parseDay(`2024-01-${String(dayOfMonth).padStart(2, '0')}`) ?? Number.NaN;
}

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new RangeError(`${text} is no number.`);
  return value;
}

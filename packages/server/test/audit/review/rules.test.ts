import { type AuditAction, TimeZone } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import type { SealedBody } from '../../../src/audit/read-body.ts';
import { ActivityCounter } from '../../../src/audit/review/count-activities.ts';
import { DifferencingFinder } from '../../../src/audit/review/find-differencing.ts';
import type { MonthFacts } from '../../../src/audit/review/month-facts.ts';
import { findMonth, readMonth } from '../../../src/audit/review/read-month.ts';
import { findOutstanding } from '../../../src/audit/review/rules.ts';

const SEOUL = TimeZone.of('Asia/Seoul');
const KIM = { kind: 'person', id: 'p1', name: 'kim@example.com' } as const;

let sequence = 0;
function entry(action: AuditAction, over: Partial<SealedBody> & { readonly address?: string } = {}): SealedBody {
  sequence += 1;
  const { address = '10.0.0.1', ...rest } = over;
  return {
    sequence,
    previous: '',
    // Noon in Seoul.
    at: '2026-10-14T03:00:00.000Z',
    actor: KIM,
    action,
    subject: [],
    details: {},
    texts: [],
    request: { address, method: 'GET', route: '/', status: 200, userAgent: '' },
    ...rest,
  };
}
function find(entries: readonly SealedBody[], over: Partial<MonthFacts> = {}) {
  return findOutstanding({
    zone: SEOUL,
    entries,
    pairs: new Map(),
    seenBefore: new Map(),
    exportersBefore: new Set(['person p1']),
    addressesBefore: new Map(),
    approved: new Set(),
    ...over,
  });
}
const repeat = (times: number, make: (place: number) => SealedBody) => Array.from({ length: times }, (_, place) => make(place));

describe('what stands out in a month', () => {
  it('is nothing where nothing does', () => {
    expect(find([])).toEqual([]);
    const usual = [entry('export-requested'), entry('export-downloaded'), entry('saw-members', { details: { customers: 99 } })];
    expect(find(usual, { seenBefore: new Map([['person p1', [1, 1, 1]]]) })).toEqual([]);
  });

  it.each([
    ['2026-10-14T13:59:59.999Z', 0],
    ['2026-10-14T14:00:00.000Z', 1],
    ['2026-10-14T21:59:59.999Z', 1],
    ['2026-10-14T22:00:00.000Z', 0],
  ])('a download at %s, by the clock of Seoul: %i', (at, found) => {
    const off = find([entry('export-downloaded', { at })]).filter(({ rule }) => rule === 'off-hours-download');
    expect(off.length).toBe(found);
  });

  it.each([
    [100, [33, 30, 40], 1],
    [99, [10, 10, 10], 0],
    [300, [100, 100], 0],
    [301, [100, 100], 1],
    [100, [], 0],
    [100, [0, 0, 80, 0], 1],
  ])('%i customers seen, and %j in the months before: %i', (number, before, found) => {
    const seen = [
      entry('saw-members', { details: { customers: number - 11 } }),
      entry('saw-why', { details: { customers: 1 } }),
      entry('export-downloaded', { details: { rows: 10 } }),
    ];
    const many = find(seen, { seenBefore: new Map([['person p1', before]]) });
    expect(many.filter(({ rule }) => rule === 'many-customers')).toMatchObject(found === 0 ? [] : [{ number }]);
  });

  it('many refusals of one sender, those that were only counted too; others are told apart by their address', () => {
    const stranger = { kind: 'unknown', id: '', name: '' } as const;
    const refused = (address: string, more?: number) =>
      entry('refused', { actor: stranger, address, details: more === undefined ? {} : { more } });
    expect(find([...repeat(10, () => refused('1.1.1.1')), ...repeat(10, () => refused('2.2.2.2'))])).toEqual([]);
    expect(find([...repeat(10, () => refused('1.1.1.1')), refused('1.1.1.1', 500)])).toMatchObject([
      { rule: 'many-refusals', number: 510, actor: { name: '1.1.1.1' }, entriesInAll: 11 },
    ]);
  });

  it('a first export; one that had been before is none', () => {
    const asked = [entry('export-requested'), entry('export-requested')];
    expect(find(asked)).toEqual([]);
    expect(find(asked, { exportersBefore: new Set() })).toMatchObject([
      { rule: 'first-export', entries: [asked[0]?.sequence] },
    ]);
  });

  it('personal data that were fetched without approval', () => {
    const fetched = (id: string, personal: boolean) => entry('export-downloaded', { subject: [id], details: { personal } });
    const found = find([fetched('a', true), fetched('b', true), fetched('c', false)], { approved: new Set(['b']) });
    expect(found).toMatchObject([{ rule: 'unapproved-export', number: 1 }]);
  });

  it('a new address, but for the first of all', () => {
    const signed = (address: string) => entry('signed-in', { address });
    expect(find([signed('1.1.1.1'), signed('1.1.1.1')])).toEqual([]);
    expect(find([signed('1.1.1.1'), signed('2.2.2.2'), signed('2.2.2.2')])).toMatchObject([{ rule: 'new-address', number: 1 }]);
    const before = new Map([['person p1', new Set(['1.1.1.1'])]]);
    expect(find([signed('3.3.3.3')], { addressesBefore: before })).toMatchObject([{ rule: 'new-address', number: 1 }]);
  });

  it('five failed sign-ins within an hour', () => {
    const failed = (minutes: number) =>
      entry('sign-in-failed', { at: new Date(Date.UTC(2026, 9, 14, 3, minutes)).toISOString() });
    expect(find([0, 10, 20, 30].map(failed))).toEqual([]);
    expect(find([0, 20, 40, 60, 80].map(failed))).toEqual([]);
    expect(find([0, 15, 30, 45, 60].map(failed))).toMatchObject([{ rule: 'failed-sign-ins', number: 5 }]);
    const nobody = { kind: 'unknown', id: '', name: '' } as const;
    const spread = (email: (place: number) => string) =>
      repeat(5, (place) => entry('sign-in-failed', { actor: nobody, address: `10.0.0.${place}`, subject: [email(place)] }));
    expect(find(spread(() => 'kim@example.com'))).toMatchObject([{ rule: 'failed-sign-ins', number: 5 }]);
    expect(find(spread((place) => `kim${place}@example.com`))).toEqual([]);
  });

  it('changes of roles and accounts', () => {
    expect(find([entry('role-saved'), entry('person-changed')])).toMatchObject([{ rule: 'role-change', number: 2 }]);
  });

  it('at most twenty links, and how many there are', () => {
    const [found] = find(repeat(30, () => entry('role-saved')));
    expect([found?.entries.length, found?.entriesInAll]).toEqual([20, 30]);
  });
});

describe('differencing', () => {
  const ask = (hash: string, count: number, parts: readonly string[], actor: SealedBody['actor'] = KIM) =>
    entry('asked', { actor, details: { asked: [{ definitions: [{ hash, count, parts }] }] } });
  const pairsOf = (entries: readonly SealedBody[]): number => {
    const finder = new DifferencingFinder();
    for (const one of entries) finder.tell(one);
    return [...finder.pairs.values()].flat().length;
  };

  it.each([
    ['one condition more, one customer less', [ask('a', 100, ['x', 'y']), ask('b', 99, ['x', 'y', 'z'])], 1],
    ['one condition less', [ask('a', 100, ['x', 'y']), ask('b', 104, ['x'])], 1],
    ['another condition in its place', [ask('a', 100, ['x', 'y']), ask('b', 97, ['x', 'z'])], 1],
    ['five customers less', [ask('a', 100, ['x', 'y']), ask('b', 95, ['x', 'y', 'z'])], 0],
    ['as many customers', [ask('a', 100, ['x', 'y']), ask('b', 100, ['x', 'y', 'z'])], 0],
    ['two conditions more', [ask('a', 100, ['x']), ask('b', 99, ['x', 'y', 'z'])], 0],
    ['the same once more', [ask('a', 100, ['x', 'y']), ask('b', 99, ['x']), ask('b', 99, ['x'])], 1],
    ['of another person', [ask('a', 100, ['x', 'y']), ask('b', 99, ['x'], { ...KIM, id: 'p2' })], 0],
    [
      'with ten others in between',
      [ask('a', 100, ['x', 'y']), ...repeat(10, (n) => ask(`n${n}`, 5000 * (n + 1), [`${n}`])), ask('b', 99, ['x'])],
      0,
    ],
  ] as const)('%s', (_what, entries, found) => {
    expect(pairsOf(entries)).toBe(found);
  });

  it('stands out from twenty on', () => {
    const pair = repeat(20, () => entry('asked'));
    expect(find([], { pairs: new Map([['person p1', pair.slice(1)]]) })).toEqual([]);
    expect(find([], { pairs: new Map([['person p1', pair]]) })).toMatchObject([{ rule: 'differencing', number: 20 }]);
  });
});

describe('activities', () => {
  it('are counted by what entries stand for', () => {
    const counter = new ActivityCounter();
    for (const one of [
      entry('asked', { details: { asked: [1, 2, 3] } }),
      entry('asked', { details: { values: {} } }),
      entry('saw-members', { details: { customers: 50 } }),
      entry('export-downloaded', { details: { rows: 7 } }),
      entry('refused', { details: { more: 9 } }),
      entry('role-saved'),
    ])
      counter.tell(one);
    expect(counter.list()).toEqual([
      { actor: KIM, questions: 4, customersSeen: 57, exports: 0, downloads: 1, changes: 1, signIns: 0, refusals: 9 },
    ]);
  });
});

describe('months', () => {
  it('are those of the zone', () => {
    expect(readMonth('2026-10', SEOUL)).toEqual({
      text: '2026-10',
      startMs: Date.UTC(2026, 8, 30, 15),
      endMs: Date.UTC(2026, 9, 31, 15),
    });
    expect(findMonth(Date.UTC(2026, 8, 30, 15), SEOUL).text).toBe('2026-10');
    expect(findMonth(Date.UTC(2026, 0, 10), SEOUL, 1).text).toBe('2025-12');
    expect(() => readMonth('2026-13', SEOUL)).toThrow('such as 2026-11');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveAudienceId, describeAudienceIdProblem, parseAudienceId } from '../../src/audience/audience-id.ts';

describe('ids of saved audiences', () => {
  it.each(['vip', '서울-고객', 'a_b-2', '30s', 'é', 'x'.repeat(64), '한'.repeat(64)])('takes %s', (id) => {
    expect(parseAudienceId(id)).toBe(id);
  });

  it.each([
    ...['', 'VIP', 'a b', 'a/b', '../x', '.x', 'a.yaml', '-a', '_a', '{a}', 'a\n', 'a\u0000', 'x'.repeat(65)],
    ...['everyone', 'rest', 'con', 'lpt1', 'e\u0301', '가'.normalize('NFD'), '__proto__', '😀', '\ud800'],
    // More bytes than a file name may have; a device of Windows.
    ...['\u{20000}'.repeat(64), 'com¹'],
  ])('refuses %j', (id) => {
    expect(parseAudienceId(id)).toBeNull();
    expect(describeAudienceIdProblem(id)).toMatch(/\.$/);
  });

  it('are made of names', () => {
    expect(
      ['VIP, 서울', '  --  ', 'Rest', 'ＶＩＰ①', '가'.normalize('NFD'), '_x'].map((name) => deriveAudienceId(name)),
    ).toEqual(['vip-서울', 'audience', 'audience-rest', 'vip1', '가', 'x']);
    expect([...deriveAudienceId('\u{20000}'.repeat(99), 2)].length).toBe(49);
    expect([deriveAudienceId('vip', 2), deriveAudienceId('!', 3), deriveAudienceId('x'.repeat(99), 12)]).toEqual([
      'vip-2',
      'audience-3',
      `${'x'.repeat(61)}-12`,
    ]);
  });

  it('made of any name is one, and another attempt another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9999 }), (name, attempt) => {
        const [first, later] = [deriveAudienceId(name), deriveAudienceId(name, attempt)];
        expect([describeAudienceIdProblem(first), describeAudienceIdProblem(later)]).toEqual([null, null]);
        expect(later).not.toBe(first);
      }),
      { numRuns: 2000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/features/explore/definition/to-definition.ts';
import { writeComparable } from '../../src/features/explore/saved/write-comparable.ts';

const isSame = (a: JsonObject, b: JsonObject) => writeComparable(a) === writeComparable(b);

describe('whether what is on the page is what was saved', () => {
  it('does not hang on how one thing is written', () => {
    expect(isSame({ attribute: 'g', eq: 'F' }, { in: ['F'], attribute: 'g' })).toBe(true);
    expect(isSame({ all: [{ attribute: 'g', in: ['a', 'b'] }] }, { all: [{ attribute: 'g', in: ['b', 'a', 'b'] }] })).toBe(
      true,
    );
    expect(isSame({ event: 'e', where: [{ field: 'f', eq: '1' }] }, { event: 'e', where: [{ field: 'f', in: ['1'] }] })).toBe(
      true,
    );
  });

  it('does hang on everything that could mean something else', () => {
    expect(isSame({ attribute: 'g', eq: true }, { attribute: 'g', eq: 'true' })).toBe(false);
    expect(isSame({ attribute: 'g', eq: 'a', in: ['b'] }, { attribute: 'g', in: ['a', 'b'] })).toBe(false);
    expect(isSame({ sequence: [{ event: 'a' }, { event: 'b' }] }, { sequence: [{ event: 'b' }, { event: 'a' }] })).toBe(false);
    expect(isSame({ all: [{ audience: 'a' }] }, { all: [{ audience: 'a', version: 1 }] })).toBe(false);
    expect(isSame({ not: { attribute: 'g', eq: 'F' } }, { attribute: 'g', eq: 'F' })).toBe(false);
  });
});

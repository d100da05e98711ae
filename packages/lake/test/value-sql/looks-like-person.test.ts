import { describe, expect, it } from 'vitest';
import { judgeTexts } from '../../src/value-sql/looks-like-person.ts';

describe('keys that tell who somebody is', () => {
  it.each([
    ['email', ['a@example.com', 'mina.kim@shop.co.kr', 'x+y@a.b']],
    ['phone', ['010-1234-5678', '01012345678', '+82 10-1234-5678', '02-123-4567']],
    ['resident-number', ['900101-1234567', '9001011234567', '010203-4234567']],
    [null, ['k01', 'C-00017', '20240131', '100234', '01234567']],
    [null, ['9912311', '1000000000000', 'a@b', '2024-01-31']],
    [null, []],
    ['email', ['a@b.kr', 'b@b.kr', 'c@b.kr', 'd@b.kr', 'guest']],
    [null, ['a@b.kr', 'b@b.kr', 'c@b.kr', 'guest', 'nobody']],
  ] as const)('%s: %j', (kind, texts) => expect(judgeTexts(texts)).toBe(kind));
});

import { ERROR_CODES, type ErrorCode } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { isAskedAgain, waitBeforeAskingMs } from '../src/api/queries.ts';
import { ApiError } from '../src/api/request-json.ts';
import { describeFailure, findFailureKind } from '../src/app/describe-failure.ts';
import { en } from '../src/i18n/en.ts';
import { ko } from '../src/i18n/ko.ts';

function fail(code: ErrorCode, path = '', retryAfterSeconds: number | null = null): ApiError {
  return new ApiError('problem', ERROR_CODES[code], 'Said.', [{ path, code, message: 'Said.' }], { retryAfterSeconds });
}

describe('the words of a failure', () => {
  it('blames a condition only where one is to blame', () => {
    expect(findFailureKind(fail('impossible-window', 'audience.all[0].within'))).toBe('definition');
    expect(findFailureKind(fail('unknown-attribute', 'versus.attribute'))).toBe('definition');
    expect(findFailureKind(fail('unsupported-predicate'))).toBe('definition');
    const others = Object.keys(ERROR_CODES).map((code) => code as ErrorCode); // keys of the table are its codes
    const blamed = others.filter((code) => findFailureKind(fail(code)) === 'definition');
    expect(blamed.sort()).toEqual(['audience-cycle', 'invalid-definition', 'too-deep', 'unsupported-predicate']);
    // However a definition is sent with it.
    for (const code of ['not-allowed', 'too-large', 'too-many-questions', 'not-found', 'audience-changed'] as const) {
      expect(findFailureKind(fail(code, 'audience.all[0]'))).not.toBe('definition');
    }
  });

  it.each([
    ['not-signed-in', 'signed-out'],
    ['not-allowed', 'not-allowed'],
    ['foreign-origin', 'not-allowed'],
    ['not-found', 'missing'],
    ['audience-in-use', 'conflict'],
    ['snapshot-gone', 'gone'],
    ['audience-changed', 'changed'],
    ['too-large', 'too-large'],
    ['too-many-exports', 'too-many'],
    ['too-many-questions', 'too-many'],
    ['invalid-as-of', 'refused'],
    ['store-unreachable', 'unavailable'],
    ['disk-full', 'unavailable'],
    ['internal', 'server'],
  ] as const)('tells %s as %s', (code, kind) => {
    expect(findFailureKind(fail(code))).toBe(kind);
  });

  it('says the same kinds in both languages, and keeps what the server said', () => {
    for (const code of Object.keys(ERROR_CODES).map((key) => key as ErrorCode)) {
      const [english, korean] = [en, ko].map((t) => describeFailure(fail(code, 'audience'), t));
      expect(english?.details).toBe('Said.');
      expect(korean?.kind).toBe(english?.kind);
      expect(korean?.title).toMatch(/[가-힣]/);
      expect(korean?.advice).toMatch(/[가-힣]/);
      expect(english?.title).not.toMatch(/[가-힣]/);
    }
    expect(Object.keys(ko.failures.codes)).toEqual(Object.keys(en.failures.codes));
    expect(Object.keys(ko.failures.issues)).toEqual(Object.keys(en.failures.issues));
    for (const code of [...Object.keys(en.failures.codes), ...Object.keys(en.failures.issues)]) {
      expect(ERROR_CODES).toHaveProperty(code);
    }
  });

  it('points at a marked card only where a card is marked', () => {
    expect(describeFailure(fail('invalid-value', 'audience.all[0].gte'), en).advice).toBe(en.errors.definitionDo);
    expect(describeFailure(fail('unsupported-predicate'), en).advice).toBe(en.failures.definitionUnmarked);
  });

  it('says when to try again where the server does', () => {
    expect(describeFailure(fail('too-many-attempts', '', 30), en).advice).toBe('Try again in 30 seconds.');
    expect(describeFailure(fail('too-many-attempts', '', 1), ko).advice).toBe('1초 뒤에 다시 시도하세요.');
    expect(describeFailure(fail('too-many-exports'), en).advice).toMatch(/^Cancel some/);
  });

  it('asks again by itself what was one question too many, when the server takes it', () => {
    const many = fail('too-many-questions', '', 2);
    expect([0, 3, 4].map((failures) => isAskedAgain(failures, many))).toEqual([true, true, false]);
    expect(waitBeforeAskingMs(0, many)).toBeGreaterThanOrEqual(2000);
    expect(waitBeforeAskingMs(0, many)).toBeLessThanOrEqual(3000);
    expect(isAskedAgain(0, fail('not-allowed'))).toBe(false);
    expect(isAskedAgain(0, fail('too-many-exports'))).toBe(false);
    const silence = new ApiError('network', 0, '', []);
    expect([0, 1].map((failures) => isAskedAgain(failures, silence))).toEqual([true, false]);
  });
});

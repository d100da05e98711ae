import { describe, expect, it } from 'vitest';
import { ApiError } from '../src/api/request-json.ts';
import { describeAgent } from '../src/features/account/describe-agent.ts';
import { readNext } from '../src/features/account/read-next.ts';
import { isAboutScope, readScope } from '../src/features/people/power-fields.tsx';
import { accountsEn } from '../src/i18n/accounts-en.ts';
import { accountsKo } from '../src/i18n/accounts-ko.ts';

describe('where signing in leads', () => {
  it.each(['/', '/catalog?x=1', '/audiences/vip#q=1', '/#q=abc'])('%s is of this page', (path) => {
    expect(readNext(path)).toBe(path);
  });

  it.each([
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/sign-in?next=/',
  ])('%j leads nowhere else', (text) => {
    expect(readNext(text)).toBe('/');
  });
});

describe('a browser in short', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari · macOS',
    ],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1', 'Safari · iOS'],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Safari/537.36',
      'Samsung Internet · Android',
    ],
    ['curl/8.0', 'curl/8.0'],
    ['', '?'],
  ])('%s', (agent, short) => {
    expect(describeAgent(agent)).toBe(short);
  });
});

describe('a row scope as typed', () => {
  it('is all customers when empty, and nothing when it is not JSON', () => {
    expect(readScope('  ')).toBe(null);
    expect(readScope('{"attribute":"city","eq":"서울"}')).toEqual({ attribute: 'city', eq: '서울' });
    expect(readScope('city = 서울')).toBe(undefined);
  });
});

describe('the Korean texts', () => {
  it('take particles that fit the names in them', () => {
    expect(accountsKo.sso('구글')).toBe('구글로 계속하기');
    expect(accountsKo.sso('회사 계정')).toBe('회사 계정으로 계속하기');
    expect(accountsKo.acceptLead('a@b.kr', '마케터')).toContain('마케터로 초대');
    expect(accountsKo.acceptLead('a@b.kr', '조회 담당')).toContain('조회 담당으로 초대');
  });

  it('say something else than the English ones', () => {
    for (const [key, text] of Object.entries(accountsEn)) {
      if (typeof text === 'string') expect(Object(accountsKo)[key], key).not.toBe(text);
    }
  });
});

describe('what was refused of an invitation', () => {
  const refuse = (path: string) => new ApiError('problem', 400, 'No.', [{ path, code: 'invalid-value', message: 'No.' }]);
  it('is the row scope only where the server says so', () => {
    expect(isAboutScope(refuse('rowScope.all[0].attribute'))).toBe(true);
    expect(isAboutScope(refuse('email'))).toBe(false);
    expect(isAboutScope(new Error('gone'))).toBe(false);
    expect(isAboutScope(null)).toBe(false);
  });
});

import type { AuditEntry } from '@silhouette/model';
import { expect, test } from 'vitest';
import { describeEntry } from '../src/features/audit/describe-entry.ts';
import { en } from '../src/i18n/en.ts';
import { ko } from '../src/i18n/ko.ts';

const REFUSED: AuditEntry = {
  sequence: 7,
  at: '2026-06-01T00:00:00.000Z',
  actor: { kind: 'unknown', id: '', name: '' },
  action: 'refused',
  subject: [],
  details: { code: 'not-signed-in', more: 1200 },
  texts: [],
  request: { address: '10.0.0.1', method: 'GET', route: '/api/audiences/:id', status: 401, userAgent: 'curl' },
  previous: '',
  hash: '',
};

test('a refusal tells what was asked, why not, and how many more there were', () => {
  expect(describeEntry(REFUSED, en, 'en')).toBe('GET /api/audiences/:id · not-signed-in · and 1,200 more');
  expect(describeEntry(REFUSED, ko, 'ko')).toBe('GET /api/audiences/:id · not-signed-in · 외 1,200건');
});

test('an address that there is not has no route, and one refusal stands for itself', () => {
  const details = { code: 'not-found' };
  const request = { address: '10.0.0.1', method: 'GET', route: '', status: 404, userAgent: 'curl' };
  expect(describeEntry({ ...REFUSED, details, request }, en, 'en')).toBe('GET · not-found');
  expect(describeEntry({ ...REFUSED, details, request: null }, en, 'en')).toBe('not-found');
});

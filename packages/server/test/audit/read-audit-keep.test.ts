import { expect, test } from 'vitest';
import { readAuditKeep } from '../../src/audit/read-audit-keep.ts';

test.each(['1y', '23m', '0y', '2', '730d', 'two years', '-3y', '2y '])('%s is refused', (text) => {
  expect(() => readAuditKeep({ SILHOUETTE_AUDIT_KEEP: text })).toThrow('SILHOUETTE_AUDIT_KEEP');
});

test.each([
  [undefined, '2026-11-26T10:00:00Z', '2024-11-25T00:00:00.000Z'],
  ['', '2026-11-26T10:00:00Z', '2024-11-25T00:00:00.000Z'],
  ['24m', '2026-11-26T10:00:00Z', '2024-11-25T00:00:00.000Z'],
  ['30m', '2026-11-26T10:00:00Z', '2024-05-25T00:00:00.000Z'],
  ['5y', '2028-02-29T10:00:00Z', '2023-02-28T00:00:00.000Z'],
])('%s at %s keeps what is younger than %s', (text, now, cutoff) => {
  const keep = readAuditKeep({ SILHOUETTE_AUDIT_KEEP: text });
  expect(new Date(keep.findCutoff(Date.parse(now))).toISOString()).toBe(cutoff);
});

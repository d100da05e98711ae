import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAccountSettings } from '../../src/accounts/account-settings.ts';

const SSO = {
  SILHOUETTE_OIDC_ISSUER: 'https://id.example.com/',
  SILHOUETTE_OIDC_CLIENT_ID: 'silhouette',
  SILHOUETTE_OIDC_CLIENT_SECRET: 'hush hush',
};

test('nothing is set by default', () => {
  expect(readAccountSettings({})).toEqual({
    publicUrl: null,
    trustedProxies: null,
    sso: null,
    rules: { idleMs: 86_400_000, longestMs: 14 * 86_400_000, holdsBackPowers: false },
  });
});

test('sessions of 12 hours, 30 minutes without use, and powers that wait for a second factor', () => {
  const env = { SILHOUETTE_SESSION_IDLE_MINUTES: '30', SILHOUETTE_SESSION_HOURS: '12', SILHOUETTE_SECOND_FACTOR: 'powers' };
  expect(readAccountSettings(env).rules).toEqual({ idleMs: 1_800_000, longestMs: 43_200_000, holdsBackPowers: true });
});

test('the company’s sign-in, its secret from the environment or a file', () => {
  expect(readAccountSettings(SSO).sso).toEqual({
    issuer: new URL('https://id.example.com/'),
    clientId: 'silhouette',
    clientSecret: 'hush hush',
    name: 'id.example.com',
    defaultRole: null,
  });
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-settings-test-'));
  const file = join(dir, 'secret');
  writeFileSync(file, 'from a file\n');
  const { SILHOUETTE_OIDC_CLIENT_SECRET: _, ...rest } = SSO;
  const env = {
    ...rest,
    SILHOUETTE_OIDC_CLIENT_SECRET_FILE: file,
    SILHOUETTE_OIDC_NAME: 'ACME',
    SILHOUETTE_OIDC_DEFAULT_ROLE: 'viewer',
  };
  expect(readAccountSettings(env).sso).toMatchObject({ clientSecret: 'from a file', name: 'ACME', defaultRole: 'viewer' });
  rmSync(dir, { recursive: true });
  expect(() => readAccountSettings(env)).toThrow('cannot be read');
});

test.each([
  [{ ...SSO, SILHOUETTE_OIDC_ISSUER: 'http://id.example.com' }, 'https://'],
  [{ ...SSO, SILHOUETTE_OIDC_ISSUER: 'id.example.com' }, 'https://'],
  [{ ...SSO, SILHOUETTE_OIDC_CLIENT_ID: ' ' }, 'CLIENT_ID is missing'],
  [{ ...SSO, SILHOUETTE_OIDC_CLIENT_SECRET: '' }, 'CLIENT_SECRET_FILE is missing'],
  [{ SILHOUETTE_SESSION_IDLE_MINUTES: '4' }, 'whole number of 5 to'],
  [{ SILHOUETTE_SESSION_HOURS: '1.5' }, 'whole number of 1 to'],
  [{ SILHOUETTE_SECOND_FACTOR: 'yes' }, 'optional, powers'],
  [{ SILHOUETTE_PUBLIC_URL: 'silhouette.example.com' }, 'without a path'],
  [{ SILHOUETTE_PUBLIC_URL: 'https://example.com/silhouette' }, 'without a path'],
])('what cannot be is refused without showing a secret: %#', (env, message) => {
  const read = () => readAccountSettings(env);
  expect(read).toThrow(message);
  expect(read).not.toThrow('hush');
});

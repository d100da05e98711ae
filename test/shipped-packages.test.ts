import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

/** Licences that ask for no more than to be named. */
const PERMISSIVE = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense']);
/** Looked at one by one: the page's font, shipped as it is, and what bundles the page, which is no part of it. */
const LOOKED_AT: readonly (readonly [place: RegExp, license: string])[] = [
  [/^node_modules\/pretendard$/, 'OFL-1.1'],
  [/^node_modules\/lightningcss(-[a-z0-9-]+)?$/, 'MPL-2.0'],
];

/** Whether one of the licences that may be chosen is permissive, or all that must be kept are. */
function isPermissive(expression: string): boolean {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (text.includes(' OR ')) return text.split(' OR ').some(isPermissive);
  return text.split(' AND ').every((one) => PERMISSIVE.has(one));
}

const shipped = Object.entries(lock.packages).filter(
  ([place, { dev, link }]) => place.includes('node_modules/') && dev !== true && link !== true,
);

test('every package that is shipped has a permissive licence', () => {
  expect(shipped.length).toBeGreaterThan(100);
  const others = shipped.filter(
    ([place, { license = 'none' }]) =>
      !isPermissive(license) && !LOOKED_AT.some(([known, its]) => known.test(place) && its === license),
  );
  expect(others.map(([place, { license }]) => `${place}: ${license}`)).toEqual([]);
});

test('licences are read as they are written', () => {
  for (const text of ['MIT', '(MIT OR GPL-3.0)', 'MIT AND ISC', 'GPL-3.0 OR Apache-2.0'])
    expect(isPermissive(text), text).toBe(true);
  for (const text of ['GPL-3.0', 'MIT AND GPL-3.0', 'AGPL-3.0-only', 'none', 'UNLICENSED'])
    expect(isPermissive(text), text).toBe(false);
});

test('npm writes the list of all packages, as docs/security.md says (CycloneDX)', () => {
  const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  expect(status, stderr).toBe(0);
  const list: { readonly components: readonly { readonly name: string; readonly version: string }[] } = JSON.parse(stdout);
  const names = new Set(list.components.map(({ name }) => name));
  for (const name of ['fastify', 'better-auth', 'react', 'kysely']) expect(names, name).toContain(name);
});

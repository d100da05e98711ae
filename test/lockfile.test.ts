import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

test('the lock records no address of a registry', () => {
  const addresses = Object.entries(lock.packages).filter(([, { resolved, link }]) => resolved !== undefined && link !== true);
  expect(addresses).toEqual([]);
});

test('the lock holds every optional package of every platform (scripts/complete-lock.mjs adds those of chDB)', () => {
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        lock.packages[`${place}/node_modules/${name}`] === undefined && lock.packages[`node_modules/${name}`] === undefined,
    ),
  );
  expect(missing).toEqual([]);
});

// Run after a dependency changes: adds to package-lock.json the libraries of chDB for platforms that the registry in use
// may not show, so that the lock is whole everywhere (`npm ci` refuses one that is not). `npm install` keeps them.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const { optionalDependencies = {} } = lock.packages['node_modules/chdb'];
let added = 0;
for (const [name, version] of Object.entries(optionalDependencies)) {
  const place = `node_modules/${name}`;
  if (lock.packages[place] !== undefined) continue;
  const [, os, cpu] = /lib-(darwin|linux)-(arm64|x64)/.exec(name) ?? [];
  if (os === undefined || cpu === undefined) throw new Error(`No platform is known of ${name}.`);
  const libc = name.endsWith('-gnu') ? { libc: ['glibc'] } : {};
  lock.packages[place] = { version, cpu: [cpu], ...libc, license: 'Apache-2.0', optional: true, os: [os] };
  added += 1;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} added`);

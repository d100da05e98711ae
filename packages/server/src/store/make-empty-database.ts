// Run by the build: an embedded database as `initdb` makes it, once, so that no workspace has to.
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { EMPTY_DATABASE } from './empty-database.ts';

const sources = [createRequire(import.meta.url).resolve('@electric-sql/pglite'), fileURLToPath(import.meta.url)];
const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (changedMs(EMPTY_DATABASE) < Math.max(...sources.map(changedMs))) {
  const database = await PGlite.create();
  const archive = await database.dumpDataDir('gzip');
  await database.close();
  mkdirSync(dirname(EMPTY_DATABASE), { recursive: true });
  const aside = `${EMPTY_DATABASE}.new`;
  writeFileSync(aside, Buffer.from(await archive.arrayBuffer()));
  renameSync(aside, EMPTY_DATABASE);
}

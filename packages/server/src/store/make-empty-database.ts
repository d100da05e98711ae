// Run by the build: an embedded database with the tables of this version, made once, so that no workspace has to.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { EMPTY_DATABASE, packDatabase } from './empty-database.ts';
import { migrateStore } from './migrations.ts';
import { connectStore } from './open-store.ts';

// What makes the tables lies beside this file, compiled.
const compiled = dirname(fileURLToPath(import.meta.url));
const sources = [
  createRequire(import.meta.url).resolve('@electric-sql/pglite'),
  ...readdirSync(compiled)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(compiled, name)),
];
const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (changedMs(EMPTY_DATABASE) < Math.max(...sources.map(changedMs))) {
  const stateDir = mkdtempSync(join(tmpdir(), 'silhouette-empty-'));
  try {
    const signal = new AbortController().signal;
    const { db, close } = await connectStore({ stateDir, env: {}, signal, onLock: () => {}, withoutTables: true });
    await migrateStore(db);
    // Databases to make further ones from, which nobody does here: two thirds of the files that every workspace would have.
    await sql`update pg_database set datistemplate = false, datallowconn = true`.execute(db);
    await sql`drop database template0`.execute(db);
    await sql`drop database template1`.execute(db);
    await close();
    const packed = packDatabase(join(stateDir, 'db'));
    mkdirSync(dirname(EMPTY_DATABASE), { recursive: true });
    const aside = `${EMPTY_DATABASE}.new`;
    writeFileSync(aside, packed);
    renameSync(aside, EMPTY_DATABASE);
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const FILE = createRequire(import.meta.url).resolve('@electric-sql/pglite/pglite.wasm');

let compiled: Promise<WebAssembly.Module> | null = null;

/**
 * PGlite's PostgreSQL, compiled once in a process, in the background: threads that open a database, one after another, are given it, for
 * compiling is more than half of the work of opening. @throws when the file cannot be read; asked again, it is tried again.
 */
export function compilePostgres(): Promise<WebAssembly.Module> {
  compiled ??= readFile(FILE)
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((error: unknown) => {
      compiled = null;
      throw error;
    });
  return compiled;
}

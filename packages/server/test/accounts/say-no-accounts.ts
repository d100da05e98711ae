import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';

/** What a server leaves that once read a database without accounts: while it cannot be read the local owner is let in. */
export function sayNoAccounts(dir: string, databaseUrl: string): void {
  const { host, pathname } = new URL(databaseUrl);
  const name = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 32);
  const { stateDir } = openWorkspace(dir);
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(join(stateDir, 'accounts'), `There are no accounts in the database ${name}.\n`);
}

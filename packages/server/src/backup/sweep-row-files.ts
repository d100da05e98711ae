import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A new file for the rows of a backup, until they are sent. */
export function nameRowFile(stateDir: string): string {
  return join(stateDir, `rows-${randomBytes(8).toString('hex')}.partial`);
}

/** Another's, which is under way, is younger. */
const OLD_MS = 3_600_000;

/** Removes files of rows that are at least so old, in milliseconds: what killed servers left. */
export function sweepRowFiles(stateDir: string, oldMs = OLD_MS): void {
  if (!existsSync(stateDir)) return;
  for (const name of readdirSync(stateDir)) {
    if (!/^rows-[0-9a-f]{16}\.partial$/.test(name)) continue;
    const path = join(stateDir, name);
    const writtenAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (writtenAtMs !== undefined && Date.now() - writtenAtMs >= oldMs) rmSync(path, { force: true });
  }
}

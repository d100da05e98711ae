import type { ExportsExamination } from '@silhouette/server';
import { formatBytes, formatCount } from '../terminal/format.ts';
import type { Finding } from './finding.ts';

/** What lies in the folder of exports, in words; null: there is none. `isServed`: a process may be writing there. */
export function checkExportsFolder(found: ExportsExamination | null, isServed: boolean): Finding {
  const check = 'exports’ files';
  if (found === null) return { check, state: 'ok', message: 'nothing was exported yet' };
  const { dir, files, bytes, unfinished, unfinishedBytes } = found;
  const message = `${formatCount(files)} files (${formatBytes(bytes)}) in ${dir}`;
  if (found.isOpenToOthers) {
    return { check, state: 'problem', message: `${message}, which others on this machine may read; run "chmod 700 ${dir}"` };
  }
  if (unfinished === 0) return { check, state: 'ok', message };
  const unwritten = `${message}, and ${formatCount(unfinished)} unfinished (${formatBytes(unfinishedBytes)})`;
  return isServed
    ? { check, state: 'ok', message: unwritten }
    : {
        check,
        state: 'warning',
        message: `${unwritten}, left by a server that was killed; the next "silhouette serve" sweeps them`,
      };
}

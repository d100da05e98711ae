import { assertNever, type StoreReport } from '@silhouette/model';
import type { StoreExamination } from '@silhouette/server';
import { formatBytes, formatCount } from '../terminal/format.ts';
import type { Finding } from './finding.ts';

/** What the examination of the store comes to, in words. */
export function checkStore(found: StoreExamination): readonly Finding[] {
  switch (found.kind) {
    case 'none':
      return [{ check: 'store', state: 'ok', message: 'nothing is kept yet; the first saved audience makes the database' }];
    case 'looked':
      return describeReport(found.report, found.where, '');
    case 'held':
      return checkHeld(found);
    case 'broken':
      return found.failure.issues.map(({ message }) => ({
        check: 'store',
        state: 'problem',
        message: `${found.where}: ${message}`,
      }));
    default:
      return assertNever(found);
  }
}

function checkHeld(found: Extract<StoreExamination, { kind: 'held' }>): readonly Finding[] {
  const { where, pid, host, address, report, failure } = found;
  const who = `process ${pid} on ${host} has it open`;
  if (report !== null) return describeReport(report, where, `; ${who} and answers at ${address}`);
  if (address === '') {
    const message = `${where}: ${who} and answers nowhere (a command, or a server that is starting); look again in a moment, and end it if it stays`;
    return [{ check: 'store', state: 'warning', message }];
  }
  const why = failure?.issues.map(({ message }) => message).join(' ') ?? '';
  return [{ check: 'store', state: 'problem', message: `${where}: ${who} (${address}) and cannot use it: ${why}` }];
}

/** `who` follows: who has it open. */
function describeReport(report: StoreReport, where: string, who: string): readonly Finding[] {
  const { kind, version, sizeBytes, migrations, audiences, exports } = report;
  const name = kind === 'embedded' ? `embedded PostgreSQL ${version} in ${where}` : `${where}, version ${version}`;
  const findings: Finding[] = [{ check: 'store', state: 'ok', message: `${name} (${formatBytes(sizeBytes)})${who}` }];
  const { done, waiting } = migrations;
  findings.push({
    check: 'store tables',
    state: 'ok',
    message:
      waiting === 0
        ? `all ${done} migrations are made`
        : `${waiting} of ${done + waiting} migrations are not made yet; the next command or server that uses them makes them`,
  });
  if (waiting > 0) return findings;
  findings.push({ check: 'saved audiences', state: 'ok', message: formatCount(audiences) });
  const counts = `${formatCount(exports.running)} running, ${formatCount(exports.queued)} waiting, ${formatCount(exports.failed)} failed`;
  findings.push(
    exports.failed > 0
      ? {
          check: 'exports',
          state: 'warning',
          message: `${counts}; the exports page says why: ask for them anew, or remove them`,
        }
      : { check: 'exports', state: 'ok', message: counts },
  );
  return findings;
}

// Asks the registry whether shipped packages have known weaknesses. Where no registry answers that, it says so and is left out.
import { spawnSync } from 'node:child_process';
import { root } from './steps.mjs';

/** `clean`, `found` (with what), or `skipped` (with why): three ends, so that a silent registry is never taken for a clean one. */
export function auditDependencies() {
  const args = ['audit', '--omit=dev', '--audit-level=high', '--json'];
  const { stdout, stderr, error } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', timeout: 120_000 });
  const report = readReport(stdout ?? '');
  if (report === null || report.error !== undefined || report.metadata?.vulnerabilities === undefined) {
    const reason = report?.message ?? report?.error?.summary ?? error?.message ?? (stderr ?? '').trim().split('\n')[0] ?? '';
    return { kind: 'skipped', text: reason === '' ? 'npm audit gave no report' : reason };
  }
  const { high, critical } = report.metadata.vulnerabilities;
  if (high + critical === 0) return { kind: 'clean', text: '' };
  const named = Object.values(report.vulnerabilities ?? {}).filter(
    ({ severity }) => severity === 'high' || severity === 'critical',
  );
  return { kind: 'found', text: named.map(({ name, severity, range }) => `${name} ${range} (${severity})`).join('\n') };
}

function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

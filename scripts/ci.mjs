// .ci/run: npm test, known weaknesses of dependencies, then the checks that need real data (where it is present) and a whole demo.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { auditDependencies } from './audit-dependencies.mjs';
import { root, run, tool } from './steps.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'silhouette-ci-'));
const results = { passed: 0, failed: 0 };

function add(file, done) {
  try {
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    results.passed += counts.passed ?? counts.numPassedTests;
    const failed = counts.failed ?? counts.numFailedTests;
    results.failed += failed === 0 && !done ? 1 : failed;
  } catch {
    results.failed += 1;
  }
}

const tests = join(scratch, 'tests.json');
add(tests, run('npm', ['test'], { env: { ...process.env, SILHOUETTE_RESULTS: tests } }));

const audited = auditDependencies();
switch (audited.kind) {
  case 'clean':
    console.error('✓ no shipped package has a weakness that is known as high or critical');
    results.passed += 1;
    break;
  case 'found':
    console.error(`✗ shipped packages have weaknesses that are known:\n${audited.text}`);
    results.failed += 1;
    break;
  default:
    console.error(`Weaknesses of dependencies were not asked for: the registry does not tell (${audited.text}).`);
}

const data = resolve(root, process.env.SILHOUETTE_REAL_DATA ?? '../shared/data');
console.error(
  existsSync(data)
    ? 'Checks on real data and on the demo'
    : `No real data at ${data}: those checks are left out; the checks on the demo run.`,
);
const checks = join(scratch, 'checks.json');
const done = run(
  tool('vitest'),
  ['run', '--config', 'checks/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${checks}`],
  {
    env: { ...process.env, SILHOUETTE_REAL_DATA: data },
  },
);
add(checks, done);
rmSync(scratch, { recursive: true, force: true });
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed === 0 ? 0 : 1);

// .ci/run: npm test, known weaknesses of dependencies, then the checks that need real data (where it is present) and a whole demo.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { auditDependencies } from './audit-dependencies.mjs';
import { root, run } from './steps.mjs';
import { addResults, check, noResults, runSuite, tellResults } from './suites.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'silhouette-ci-'));
const results = noResults();

const tests = join(scratch, 'tests.json');
const done = run('npm', ['test'], { env: { ...process.env, SILHOUETTE_RESULTS: tests } });
if (existsSync(tests)) addResults(results, JSON.parse(readFileSync(tests, 'utf8')));
if (!done && results.failed === 0) check(results, 'npm test ends without an error and reports its results', false);
rmSync(scratch, { recursive: true, force: true });

const audited = auditDependencies();
if (audited.kind === 'skipped')
  console.error(`Weaknesses of dependencies were not asked for: the registry does not tell (${audited.text}).`);
else
  check(results, 'no shipped package has a weakness that is known as high or critical', audited.kind === 'clean', audited.text);

const data = resolve(root, process.env.SILHOUETTE_REAL_DATA ?? '../shared/data');
console.error(
  existsSync(data)
    ? 'Checks on real data and on the demo'
    : `No real data at ${data}: those checks are left out; the checks on the demo run.`,
);
runSuite(results, 'checks', 'checks/vitest.config.ts', { SILHOUETTE_REAL_DATA: data });
console.log(tellResults(results));
process.exit(results.failed === 0 ? 0 : 1);

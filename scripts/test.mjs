// npm test: installs, builds, type-checks, lints, then runs the unit, conformance and browser tests.
import { writeFileSync } from 'node:fs';
import { build, install, provideChromium, requireNode, run, tool } from './steps.mjs';
import { check, noResults, runSuite, tellResults } from './suites.mjs';

requireNode();
const results = noResults();

const ready = check(results, 'dependencies', install()) && check(results, 'build and types', build());
if (ready) {
  check(results, 'types of the tests', run(tool('tsc'), ['-p', 'tsconfig.test.json']));
  check(results, 'lint', run(tool('biome'), ['check', '.']));
  check(results, 'unused code and dependencies', run(tool('knip'), []));
  runSuite(results, 'unit', 'vitest.config.ts');
  const chromium = provideChromium();
  if (chromium === null) {
    const remedy = 'No Chromium was found: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.';
    check(results, 'a browser for the browser tests', false, remedy);
  } else runSuite(results, 'browser', 'e2e/vitest.config.ts', { CHROMIUM_PATH: chromium });
}
if (process.env.SILHOUETTE_RESULTS) writeFileSync(process.env.SILHOUETTE_RESULTS, JSON.stringify(results));
console.log(tellResults(results));
process.exit(results.failed === 0 ? 0 : 1);

// npm test: installs, builds, type-checks, lints, then runs the unit, conformance and browser tests.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install, provideChromium, requireNode, run, tool } from './steps.mjs';

requireNode();
const results = { passed: 0, failed: 0 };
const reports = mkdtempSync(join(tmpdir(), 'silhouette-test-'));

function check(name, holds) {
  console.error(`${holds ? '✓' : '✗'} ${name}`);
  results[holds ? 'passed' : 'failed'] += 1;
  return holds;
}

function vitest(name, config, env = {}) {
  const report = join(reports, `${name}.json`);
  const done = run(
    tool('vitest'),
    ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    {
      env: { ...process.env, ...env },
    },
  );
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8'));
    results.passed += counts.numPassedTests;
    results.failed += counts.numFailedTests;
    // A file that fails to load, or an error outside a test, fails the run without a failed test.
    if (!done && counts.numFailedTests === 0) check(`${name} tests end without an error`, false);
    if (counts.numPassedTests === 0) check(`${name} tests ran`, false);
  } catch {
    check(`${name} tests report their results`, false);
  }
}

const ready = check('dependencies', install()) && check('build and types', build());
if (ready) {
  check('types of the tests', run(tool('tsc'), ['-p', 'tsconfig.test.json']));
  check('lint', run(tool('biome'), ['check', '.']));
  check('unused code and dependencies', run(tool('knip'), []));
  vitest('unit', 'vitest.config.ts');
  const chromium = provideChromium();
  if (chromium === null) {
    console.error('No Chromium was found: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
    check('a browser for the browser tests', false);
  } else vitest('browser', 'e2e/vitest.config.ts', { CHROMIUM_PATH: chromium });
}
rmSync(reports, { recursive: true, force: true });
if (process.env.SILHOUETTE_RESULTS) writeFileSync(process.env.SILHOUETTE_RESULTS, JSON.stringify(results));
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed === 0 ? 0 : 1);

// Shared by `npm test` and `.ci/run`: runs suites of tests, tries once more what failed beside others, and tells at the end what failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root, run, tool } from './steps.mjs';

/** More files than these do not fail by accident. */
const MOST_TRIED_AGAIN = 4;
/** What a generated case or a kill at a drawn moment found is a fault, also where the next ones do not find it. */
const FOUND_BY_CHANCE = /\bseed\b|\brandom\b|differential|(^|\/)killed-/i;
const LINES_TOLD = 12;

/** What has been tested so far: nothing. */
export function noResults() {
  return { passed: 0, failed: 0, failures: [], secondTries: [] };
}

/** Counts one thing that is not a test of a suite, and says so. Returns whether it holds. */
export function check(results, name, holds, reason = '') {
  console.error(`${holds ? '✓' : '✗'} ${name}`);
  if (holds) results.passed += 1;
  else {
    results.failed += 1;
    results.failures.push({ name, reason });
  }
  return holds;
}

/**
 * Runs the suite of a vitest configuration and adds what came of it. Few files that failed are run once more, one after the other with nothing
 * beside them: a busy machine now and then loses a moment, and what fails twice is broken. What needed its second try is told.
 */
export function runSuite(results, name, config, env = {}, runVitest = runVitestOn) {
  const first = runVitest(config, env, []);
  if (first.report === null) {
    check(results, `${name} tests report their results`, false);
    return;
  }
  const failed = first.report.testResults.filter((file) => !isWhole(file));
  const tried = mayTryAgain(failed)
    ? runVitest(
        config,
        env,
        failed.map(({ name }) => name),
      )
    : null;
  const again = new Map((tried?.report?.testResults ?? []).map((file) => [file.name, file]));
  for (const file of first.report.testResults) {
    const failures = failuresOf(file);
    const second = again.get(file.name);
    const isMended = failures.length > 0 && second !== undefined && isWhole(second);
    results.passed += passedOf(isMended ? second : file);
    if (isMended) results.secondTries.push(...failures);
    else {
      results.failed += failures.length;
      results.failures.push(...failures);
    }
  }
  // An error outside of tests fails a run without a failed test.
  const last = tried ?? first;
  if (!last.done && (last.report?.testResults ?? []).every(isWhole))
    check(results, `${name} tests end without an error`, false);
  if (first.report.testResults.every((file) => isWhole(file) && passedOf(file) === 0))
    check(results, `${name} tests ran`, false);
}

/** Adds what another process counted. */
export function addResults(results, more) {
  results.passed += more.passed;
  results.failed += more.failed;
  results.failures.push(...more.failures);
  results.secondTries.push(...more.secondTries);
}

/** The last lines of a run: what needed its second try, what failed and why, and how many passed and failed. */
export function tellResults(results) {
  const tell = ({ name, reason }) => {
    const lines = reason.split('\n').filter((line) => line.trim() !== '');
    return [`- ${name}`, ...lines.slice(0, LINES_TOLD).map((line) => `    ${line}`)];
  };
  const part = (title, told) => (told.length === 0 ? [] : [title, ...told.flatMap(tell)]);
  return [
    ...part('Passed at the second try:', results.secondTries),
    ...part('Failed:', results.failures),
    `${results.passed} passed, ${results.failed} failed`,
  ].join('\n');
}

function isWhole(file) {
  return file.status !== 'failed' && file.assertionResults.every(({ status }) => status !== 'failed');
}

function passedOf(file) {
  return file.assertionResults.filter(({ status }) => status === 'passed').length;
}

/** The failed tests of a file; the file itself where it failed as a whole. */
function failuresOf(file) {
  if (isWhole(file)) return [];
  const path = relative(root, file.name);
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [{ name: path, reason: file.message ?? '' }];
  return failed.map((test) => ({ name: `${path} > ${test.fullName}`, reason: test.failureMessages.join('\n') }));
}

function mayTryAgain(failed) {
  return (
    failed.length > 0 &&
    failed.length <= MOST_TRIED_AGAIN &&
    !failed.some((file) => failuresOf(file).some(({ name, reason }) => FOUND_BY_CHANCE.test(`${name}\n${reason}`)))
  );
}

/** Runs files of a configuration, all without any named: whether vitest ended well, and its report, null without one. */
function runVitestOn(config, env, files) {
  const folder = mkdtempSync(join(tmpdir(), 'silhouette-suite-'));
  const path = join(folder, 'report.json');
  const alone = files.length === 0 ? [] : ['--no-file-parallelism'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  try {
    const done = run(tool('vitest'), ['run', '--config', config, ...alone, ...reporters, ...files], {
      env: { ...process.env, ...env },
    });
    return { done, report: JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    return { done: false, report: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

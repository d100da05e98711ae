import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { noResults, type Report, runSuite, tellResults } from '../scripts/suites.mjs';

const root = `${resolve(import.meta.dirname, '..')}/`;

type File = Report['testResults'][number];

function file(name: string, tests: Record<string, string>): File {
  const assertionResults = Object.entries(tests).map(([fullName, failure]) => ({
    fullName,
    status: failure === '' ? 'passed' : 'failed',
    failureMessages: failure === '' ? [] : [failure],
  }));
  const status = assertionResults.some((one) => one.status === 'failed') ? 'failed' : 'passed';
  return { name: join(root, name), status, assertionResults };
}

function report(...files: File[]): Report {
  return { testResults: files };
}

/** What is told of runs that end in these reports, one after the other, and which files each was asked for. */
function tell(...reports: (Report | null)[]): { text: string; asked: string[][]; isGreen: boolean } {
  const results = noResults();
  const asked: string[][] = [];
  runSuite(results, 'unit', 'vitest.config.ts', {}, (_config, _env, files) => {
    asked.push(files.map((path) => path.slice(root.length)));
    const next = reports[asked.length - 1] ?? null;
    return { done: next?.testResults.every(({ status }) => status === 'passed') ?? false, report: next };
  });
  return { text: tellResults(results), asked, isGreen: results.failed === 0 };
}

// What is told on the way would stand among the results of the run that this is part of.
beforeAll(() => vi.spyOn(console, 'error').mockImplementation(() => {}));
afterAll(() => vi.restoreAllMocks());

describe('a suite of tests', () => {
  test('without a failure is run once', () => {
    const told = tell(report(file('a.test.ts', { one: '', two: '' })));
    expect(told).toEqual({ text: '2 passed, 0 failed', asked: [[]], isGreen: true });
  });

  test('what failed beside others is run once more alone, counted once, and told', () => {
    const whole = file('a.test.ts', { one: '', two: '' });
    const told = tell(
      report(whole, file('b.test.ts', { three: '', four: 'Error: timed out\n  at b.test.ts:1' })),
      report(file('b.test.ts', { three: '', four: '' })),
    );
    expect(told.asked).toEqual([[], ['b.test.ts']]);
    expect(told.isGreen).toBe(true);
    expect(told.text).toBe(
      [
        'Passed at the second try:',
        '- b.test.ts > four',
        '    Error: timed out',
        '      at b.test.ts:1',
        '4 passed, 0 failed',
      ].join('\n'),
    );
  });

  test('what fails twice failed, also where it is another test of the file', () => {
    const told = tell(
      report(file('b.test.ts', { three: '', four: 'Error: first' })),
      report(file('b.test.ts', { three: 'Error: second', four: '' })),
    );
    expect(told.isGreen).toBe(false);
    expect(told.text).toBe(['Failed:', '- b.test.ts > four', '    Error: first', '1 passed, 1 failed'].join('\n'));
  });

  test('what a generated case or a drawn moment found is not tried again', () => {
    expect(tell(report(file('cli/test/killed-save.test.ts', { four: 'Error' }))).asked).toEqual([[]]);
    const told = tell(report(file('b.test.ts', { four: 'Error: Property failed after 12 tests\n{ seed: 7 }' })));
    expect(told).toMatchObject({ asked: [[]], isGreen: false });
  });

  test('many files that fail are not tried again', () => {
    const told = tell(report(...['a', 'b', 'c', 'd', 'e'].map((name) => file(name, { one: 'Error' }))));
    expect(told).toMatchObject({ asked: [[]], isGreen: false });
    expect(told.text).toMatch(/0 passed, 5 failed$/);
  });

  test('a file that does not load failed, and its tests count where it loads at the second try', () => {
    const broken: File = { ...file('b.test.ts', {}), status: 'failed', message: 'Error: no such module' };
    const whole = file('a.test.ts', { one: '' });
    expect(tell(report(whole, broken), report(broken)).text).toBe(
      ['Failed:', '- b.test.ts', '    Error: no such module', '1 passed, 1 failed'].join('\n'),
    );
    expect(tell(report(whole, broken), report(file('b.test.ts', { three: '', four: '' }))).text).toMatch(
      /\n3 passed, 0 failed$/,
    );
  });

  test('a file whose clean-up failed counts its tests once', () => {
    const dirty: File = { ...file('b.test.ts', { three: '', four: '' }), status: 'failed', message: 'Error: still open' };
    const clean = file('b.test.ts', { three: '', four: '' });
    expect(tell(report(dirty), report(dirty)).text).toMatch(/\n2 passed, 1 failed$/);
    expect(tell(report(dirty), report(clean)).text).toMatch(/\n2 passed, 0 failed$/);
  });

  test('no report, no tests, and an error outside of tests are failures', () => {
    expect(tell(null)).toMatchObject({ isGreen: false });
    expect(tell(report())).toMatchObject({ isGreen: false });
    const left = file('a.test.ts', { one: '' });
    const skipped = { ...left, assertionResults: left.assertionResults.map((one) => ({ ...one, status: 'skipped' })) };
    expect(tell(report(skipped)).text).toMatch(/unit tests ran\n0 passed, 1 failed$/);
    const results = noResults();
    runSuite(results, 'unit', 'c', {}, () => ({ done: false, report: report(file('a.test.ts', { one: '' })) }));
    expect(tellResults(results)).toMatch(/unit tests end without an error\n1 passed, 1 failed$/);
  });

  test('a second run that ends without a report mends nothing', () => {
    const told = tell(report(file('b.test.ts', { three: '', four: 'Error: first' })), null);
    expect(told.text).toMatch(/- b.test.ts > four\n[\s\S]*failed$/);
    expect(told.isGreen).toBe(false);
  });
});

import { rmSync } from 'node:fs';
import { compareAnswerSchema, historyAnswerSchema, overlapAnswerSchema, whyAnswerSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
now: 2026-03-15
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: id
  since: since
  attributes:
    city: { column: city, type: category, label: { ko: 도시, en: City } }
    age: { column: age, type: number, label: { ko: 나이, en: Age } }
events: {}
`;
const people = Array.from(
  { length: 40 },
  (_, customer) => `k${customer},${customer % 2 === 0 ? 'Seoul' : 'Busan'},${20 + customer},2026-0${1 + (customer % 3)}-10`,
);
const dir = makeFolder({
  'silhouette.yaml': CATALOG,
  'people.csv': `id,city,age,since\n${people.join('\n')}\n`,
  'old.yaml': 'attribute: age\ngte: 40\n',
});
const at = ['--workspace', dir];
const seoul = '{"attribute":"city","eq":"Seoul"}';
const old = `${dir}/old.yaml`;

beforeAll(async () => {
  const loaded = await runHere(['load', ...at, '--json']);
  expect(loaded.stderr + loaded.stdout).toContain('"changed":true');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function json(...args: string[]) {
  const { code, stdout, stderr } = await runHere([...args, ...at, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
}

describe('overlap', () => {
  test('counts every combination', async () => {
    const answer = overlapAnswerSchema.strict().parse(await json('overlap', seoul, old));
    expect(answer.regions.map((region) => [region.in, region.count])).toEqual([
      [[0], 10],
      [[1], 10],
      [[0, 1], 10],
    ]);
    const { stdout } = await runHere(['overlap', seoul, old, '--portrait', '2', ...at]);
    expect(stdout).toContain('A + B');
    expect(stdout).toContain('30 of 40 customers are in at least one');
  });

  test('takes two to five, one of them from standard input, and tells what is wrong with each', async () => {
    expect((await runHere(['overlap', seoul, ...at])).code).toBe(2);
    expect((await runHere(['overlap', '-', '-', ...at])).code).toBe(2);
    const piped = await runHere(['overlap', '-', seoul, ...at, '--json'], { input: seoul });
    expect(JSON.parse(piped.stdout).pairs).toMatchObject([{ both: 20, either: 20, jaccard: 1 }]);
    const wrong = await runHere(['overlap', '{"attribute":"x","eq":1}', '{"event":"y"}', '--as-of', 'soon', ...at, '--json']);
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout).issues.map(({ path }: { path: string }) => path)).toEqual([
      'asOf',
      'audiences[0].attribute',
      'audiences[1].event',
    ]);
  });
});

describe('compare', () => {
  test('tells who is gained, lost and in both, and what differs', async () => {
    const older = '{"all":[{"attribute":"city","eq":"Seoul"},{"attribute":"age","gte":40}]}';
    const answer = compareAnswerSchema.strict().parse(await json('compare', older, old, '--engine', 'chdb'));
    expect([answer.before.count, answer.after.count, answer.base, answer.engine]).toEqual([10, 20, 40, 'chdb']);
    expect([answer.gained.count, answer.lost.count, answer.kept.count]).toEqual([10, 0, 10]);
    expect(answer.differences.map(({ kind, beforePath }) => [kind, beforePath])).toEqual([['removed', 'all[0]']]);
    const back = await runHere(['compare', old, older, ...at]);
    expect(back.stdout).toMatch(/lost\s+10\s+50\.0 %\s+of those before/);
    expect(back.stdout).toMatch(/in both\s+10\s+50\.0 %\s+of those before/);
    expect(back.stdout).toMatch(/^\+\s.*도시.*all\[0\]$/m);
    const early = compareAnswerSchema.parse(await json('compare', seoul, old, '--as-of', '2026-01-31'));
    expect([early.base, early.asOf]).toEqual([14, '2026-01-31T15:00:00.000Z']);
    expect((await runHere(['compare', seoul, seoul, ...at])).stdout).toContain('Both say the same.');
  });

  test('takes two, one of them from standard input, and tells what is wrong with each', async () => {
    expect((await runHere(['compare', seoul, ...at])).code).toBe(2);
    expect((await runHere(['compare', seoul, old, seoul, ...at])).code).toBe(2);
    expect((await runHere(['compare', '-', '-', ...at])).code).toBe(2);
    const piped = await runHere(['compare', seoul, '-', ...at, '--json'], { input: 'attribute: city\neq: Busan\n' });
    expect(JSON.parse(piped.stdout)).toMatchObject({ gained: { count: 20 }, lost: { count: 20 }, kept: { count: 0 } });
    const wrong = await runHere(['compare', '{"attribute":"x","eq":1}', '{"event":"y"}', '--as-of', 'soon', ...at, '--json']);
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout).issues.map(({ path }: { path: string }) => path)).toEqual([
      'asOf',
      'audience.attribute',
      'other.event',
    ]);
  });
});

describe('history', () => {
  test('tells the size at the end of each month', async () => {
    const answer = historyAnswerSchema.strict().parse(await json('history', seoul, '--months', '3'));
    expect(answer.points.map(({ lastDay, count, base }) => [lastDay, count, base])).toEqual([
      ['2025-12-31', 0, 0],
      ['2026-01-31', 7, 14],
      ['2026-02-28', 13, 27],
      ['2026-03-15', 20, 40],
    ]);
    const { stdout } = await runHere(['history', seoul, '--months', '1', ...at]);
    expect(stdout).toMatch(/2026-02-28\s+13\s+27/);
    expect((await runHere(['history', seoul, '--months', '61', ...at])).code).toBe(2);
  });
});

describe('why', () => {
  test('tells verdicts and the smallest change', async () => {
    const definition = `{"all":[${seoul},{"attribute":"age","gte":40}]}`;
    const answer = whyAnswerSchema.strict().parse(await json('why', definition, '--customer', 'k4'));
    expect(answer.flip?.leaves).toMatchObject([{ path: 'all[1]', need: { kind: 'number', by: '16', to: '40' } }]);
    const { stdout } = await runHere(['why', definition, '--customer', 'k4', ...at]);
    expect(stdout).toContain('k4 is not in the group');
    expect(stdout).toContain('‘나이가 40 이상’에 해당해야 합니다(지금 24, +16).');
    expect((await runHere(['why', definition, '--customer', 'nobody', ...at])).stdout).toContain(
      'is no customer of this snapshot',
    );
    expect((await runHere(['why', definition, ...at])).code).toBe(2);
  });
});

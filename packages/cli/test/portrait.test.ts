import { rmSync } from 'node:fs';
import { portraitAnswerSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder } from './run-cli.ts';
import { runHere } from './run-here.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: id
  attributes:
    city: { column: city, type: category }
    pet: { column: pet, type: category }
    age: { column: age, type: number }
events: {}
`;
const people = Array.from({ length: 120 }, (_, customer) => {
  const isInSeoul = customer % 2 === 0;
  const pet = isInSeoul ? customer % 12 !== 0 : customer % 12 === 1;
  return `k${customer},${isInSeoul ? 'Seoul' : 'Busan'},${pet ? 'dog' : 'cat'},${20 + (customer % 40)}`;
});
const dir = makeFolder({ 'silhouette.yaml': CATALOG, 'people.csv': `id,city,pet,age\n${people.join('\n')}\n` });
const at = ['--workspace', dir];
const seoul = '{"attribute":"city","eq":"Seoul"}';

beforeAll(async () => {
  const loaded = await runHere(['load', ...at, '--json']);
  expect(loaded.stderr + loaded.stdout).toContain('"changed":true');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('portrait', () => {
  test('prints one JSON document in the published shape; all engines say the same', async () => {
    const answers = await Promise.all(
      ['chdb', 'reference', 'index'].map(async (engine) => {
        const { code, stdout, stderr } = await runHere(['portrait', seoul, ...at, '--engine', engine, '--json']);
        expect([code, stderr]).toEqual([0, '']);
        expect(stdout.trimEnd().split('\n')).toHaveLength(1);
        return portraitAnswerSchema.strict().parse(JSON.parse(stdout));
      }),
    );
    expect(answers[0]).toMatchObject({ count: 60, base: 120, versus: { kind: 'everyone', count: 120 } });
    expect(answers[0]?.traits).toMatchObject([{ attribute: 'pet', count: 50, of: 60, versusCount: 60, versusOf: 120 }]);
    for (const other of answers.slice(1))
      expect({ ...other, engine: 'chdb', elapsedMs: 0 }).toEqual({ ...answers[0], elapsedMs: 0 });
  });

  test('compares with the rest and with another audience, at most so many', async () => {
    const json = async (...args: string[]) => JSON.parse((await runHere(['portrait', seoul, ...at, ...args, '--json'])).stdout);
    const [rest, other] = await Promise.all([
      json('--versus', 'rest', '--top', '1'),
      json('--versus', '{"attribute":"age","lt":30}'),
    ]);
    expect(rest).toMatchObject({ versus: { kind: 'rest', count: 60, bothCount: 0 }, traits: [{ attribute: 'pet' }] });
    expect(other).toMatchObject({ versus: { kind: 'audience', count: 30, bothCount: 15 } });
  });

  test('is readable without --json', async () => {
    const { code, stdout } = await runHere(['portrait', seoul, ...at, '--versus', 'rest']);
    expect(code).toBe(0);
    expect(stdout).toContain('versus everyone else: 60 customers');
    expect(stdout).toMatch(/Pet is dog +83\.3 % +16\.7 % +5\.0x +large/);
    expect(stdout).toMatch(/Given by the definition, not ranked\n.*\nCity is Seoul +100\.0 %/);
    expect(stdout).not.toMatch(/undefined|NaN|null/);
  });

  test('tells what is wrong with both definitions, and what options it takes', async () => {
    const wrong = await runHere([
      'portrait',
      '{"attribute":"citi","eq":1}',
      ...at,
      '--versus',
      '{"attribute":"aje","eq":1}',
      '--json',
    ]);
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout).issues.map(({ path }: { path: string }) => path)).toEqual([
      'attribute',
      '--versus.attribute',
    ]);
    const twice = await runHere(['portrait', '-', ...at, '--versus', '-'], { input: seoul });
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('Standard input holds one definition')]);
    const many = await runHere(['portrait', seoul, ...at, '--top', '101']);
    expect([many.code, many.stderr]).toEqual([2, expect.stringContaining('1 to 100')]);
    expect((await runHere(['portrait', '--help'])).stdout).toContain('--versus <whom>');
  });
});

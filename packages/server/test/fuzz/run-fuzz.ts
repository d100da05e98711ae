import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** Inputs of one kind that were kept: each is tried again by every run. */
const CORPUS = join(import.meta.dirname, 'corpus');
/** `FUZZ_RUNS` in `npm run fuzz`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 0);
const MOST_MS = 10_000;

/** What is tried with inputs. */
export interface FuzzTarget {
  /** Folder of the corpus. */
  readonly name: string;
  /** Runs of the unit suite. */
  readonly runs: number;
  /** Longer than this is a hang, whatever the machine; ms, 10,000 when absent. */
  readonly mostMs?: number;
  /** Random inputs. */
  readonly inputs: fc.Arbitrary<string>;
  /** Throws where an input has done what none may. */
  attempt(input: string): Promise<void> | void;
}

/** Tests of one target: the corpus, and random inputs whose shrunk failures are kept in it. Seeds are printed by fast-check. */
export function describeFuzz({ name, runs, inputs, attempt, mostMs = MOST_MS }: FuzzTarget): void {
  const folder = join(CORPUS, name);
  mkdirSync(folder, { recursive: true });
  const run = async (input: string): Promise<void> => {
    const startedAtMs = performance.now();
    await attempt(input);
    expect(performance.now() - startedAtMs).toBeLessThan(mostMs);
  };

  test(`${name}: the corpus`, async () => {
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      try {
        await run(readFileSync(join(folder, file), 'utf8'));
      } catch (error) {
        throw new Error(`${name}/${file}`, { cause: error });
      }
    }
  });

  test(`${name}: random inputs`, async () => {
    const details = await fc.check(fc.asyncProperty(inputs, run), { numRuns: RUNS || runs });
    const [smallest] = details.counterexample ?? [];
    if (smallest !== undefined) {
      const file = createHash('sha256').update(smallest).digest('hex').slice(0, 16);
      writeFileSync(join(folder, file), smallest);
    }
    expect(details.failed, fc.defaultReportMessage(details) ?? '').toBe(false);
  });
}

/** Texts made by cutting, repeating, exchanging and adding to texts that mean something: what random characters never reach. */
export function mutate(seeds: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.nat(),
    fc.nat(40),
    fc.constantFrom(...words, '', '\u0000', '\uFEFF', '\uD800', '\u2028', '9'.repeat(400)),
  );
  return fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 6 })).map(([seed, changes]) =>
    changes.reduce((text, [at, length, word]) => {
      const place = text.length === 0 ? 0 : at % text.length;
      return text.slice(0, place) + word + text.slice(place + (at % 2 === 0 ? length : 0));
    }, seed),
  );
}

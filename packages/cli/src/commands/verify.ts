import { randomInt } from 'node:crypto';
import {
  type EngineName,
  Engines,
  type PlainDefinition,
  prepareQuestion,
  randomAsOfs,
  randomDefinitions,
  readEngineName,
  sampleValues,
  type VerifyResult,
  verifyDefinitions,
} from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { canonicalisePredicate, listReferences, parseAsOf, SilhouetteError } from '@silhouette/model';
import type { Command } from 'commander';
import { readAudienceArgument } from '../audience-argument.ts';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from '../command-context.ts';
import { addCommonOptions, readInteger, readList } from '../options.ts';
import { withSavedAudiences } from '../saved-audiences.ts';
import { formatCount, formatDuration } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

interface VerifyOptions extends CommonOptions {
  readonly asOf?: string;
  readonly snapshot?: string;
  readonly random?: number;
  readonly seed?: number;
  readonly engines: readonly string[];
  /** GiB that the index may keep in memory; a third of the machine's when absent. */
  readonly indexMemory?: number;
}

const MOST_SEED = 2 ** 32;
/** As-of instants that random definitions are asked at: the snapshot's own, and others drawn from the data. */
const AS_OFS = 4;

/** `silhouette verify`: the same definitions on several engines, member for member. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('verify'))
    .description('ask several engines the same and compare them member for member')
    .argument('[audience]', 'definition, file, - or saved id; without it random definitions are drawn from the catalog')
    .option('--random <n>', 'how many random definitions (200 when no audience is given)', readInteger(1, 1_000_000))
    .option('--seed <n>', 'seed of the random definitions; drawn and printed when not given', readInteger(0, MOST_SEED))
    .option('--engines <names>', 'engines to compare', readList, ['index', 'chdb'])
    .option('--index-memory <gib>', 'memory that the index may take; a third of the machine’s when not given', readInteger(1))
    .option('--as-of <time>', 'answer as of a date (its end) or date-time')
    .option('--snapshot <id>', 'answer from a kept snapshot')
    .action((audience: string | undefined, options: VerifyOptions) => verify(context, audience, options));
}

async function verify(context: CommandContext, audience: string | undefined, options: VerifyOptions): Promise<void> {
  if (audience !== undefined && options.random !== undefined) {
    throw SilhouetteError.of('invalid-option', 'Give either an audience or --random, not both.', '--random');
  }
  const names = readEngineNames(options.engines);
  const workspace = openCommandWorkspace(context, options);
  const snapshot = await openCommandSnapshot(workspace, options.snapshot);
  const seed = options.seed ?? randomInt(MOST_SEED);
  const { indexMemory } = options;
  const budget = indexMemory === undefined ? {} : { budgetBytes: indexMemory * 2 ** 30 };
  const engines = new Engines({ index: { indexDir: workspace.indexDir, build: 'wait', ...budget } });
  const bar = new ProgressBar(context.terminal);
  const startedAtMs = performance.now();
  try {
    const cases =
      audience === undefined
        ? await drawCases(engines, snapshot, options, seed)
        : await readCase(context, snapshot, audience, options);
    const result = await verifyDefinitions({
      engines: await Promise.all(names.map((name) => engines.open(name))),
      snapshot,
      ...cases,
      onProgress: (checked) => {
        context.signal.throwIfAborted();
        bar.update({ stage: 'Comparing engines', rows: checked, fraction: checked / cases.definitions.length });
      },
    });
    bar.end();
    if (options.json) printJson(context, { seed, ...result });
    else printResult(context, names, seed, result, performance.now() - startedAtMs);
    if (result.different > 0) process.exitCode = 1;
  } finally {
    bar.end();
    await engines.close();
  }
}

interface Cases {
  readonly definitions: readonly PlainDefinition[];
  readonly asOfs: readonly number[];
}

async function drawCases(engines: Engines, snapshot: Snapshot, options: VerifyOptions, seed: number): Promise<Cases> {
  const samples = sampleValues(await engines.openSampleRows(snapshot), seed);
  const definitions = await randomDefinitions(snapshot.catalog, samples, seed, options.random ?? 200);
  if (options.asOf === undefined)
    return { definitions, asOfs: await randomAsOfs(snapshot.catalog, samples, snapshot.asOfMs, seed, AS_OFS) };
  const asked = parseAsOf(options.asOf, snapshot.catalog.timeZone);
  if (!asked.ok) throw new SilhouetteError(asked.issues);
  return { definitions, asOfs: [asked.asOfMs] };
}

async function readCase(context: CommandContext, snapshot: Snapshot, audience: string, options: VerifyOptions): Promise<Cases> {
  const definition = await readAudienceArgument(audience, context.cwd);
  const { question, predicate } = await withSavedAudiences(context, options, ({ resolve }) =>
    prepareQuestion({ snapshot, definition, asOf: options.asOf ?? null, resolveAudience: resolve }),
  );
  // The engines are asked for what saved audiences inside stand for. As JSON its numbers are decimal strings, the same values.
  const asked = listReferences(predicate).length === 0 ? definition : canonicalisePredicate(question.predicate);
  return { definitions: [JSON.parse(JSON.stringify(asked))], asOfs: [question.asOfMs] };
}

function readEngineNames(given: readonly string[]): EngineName[] {
  const names = given.map((name) => readEngineName(name, '--engines'));
  if (new Set(names).size < 2)
    throw SilhouetteError.of('invalid-option', 'Name at least two engines, such as reference,chdb.', '--engines');
  return names;
}

function printResult(
  context: CommandContext,
  names: readonly string[],
  seed: number,
  result: VerifyResult,
  elapsedMs: number,
): void {
  const { terminal } = context;
  for (const difference of result.differences) {
    print(terminal, `${paint(terminal, 'red', '✗')} ${JSON.stringify(difference.definition)} as of ${difference.asOf}`);
    if (difference.problem !== null) print(terminal, `    ${difference.problem}`);
    for (const [index, engine] of difference.engines.entries()) {
      const only = difference.onlyIn[index] ?? [];
      print(
        terminal,
        `    ${engine}: ${formatCount(difference.counts[index] ?? 0)} members${only.length === 0 ? '' : `, alone with ${only.join(', ')}`}`,
      );
    }
  }
  const mark = result.different === 0 ? paint(terminal, 'green', '✓') : paint(terminal, 'red', '✗');
  print(
    terminal,
    `${mark} ${formatCount(result.checked)} definitions on ${names.join(' and ')}: ${result.different === 0 ? 'no difference' : `${formatCount(result.different)} different`}`,
  );
  tell(terminal, paint(terminal, 'dim', `seed ${seed} · ${formatDuration(elapsedMs)}`));
}

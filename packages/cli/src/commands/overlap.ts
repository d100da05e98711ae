import { DEFAULT_REGION_TOP, LEAST_OVERLAP, MOST_OVERLAP, MOST_REGION_TOP } from '@silhouette/engine';
import { type OverlapAnswer, SilhouetteError } from '@silhouette/model';
import type { Command } from 'commander';
import { type AudienceOptions, openAnswering, openAudiences } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions, readInteger } from '../options.ts';
import { printNotes } from '../print-answer.ts';
import { formatCount, formatDuration, formatShare } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

interface OverlapOptions extends AudienceOptions {
  /** True where no number follows `--portrait`. */
  readonly portrait?: number | true;
}

/** `silhouette overlap A B…`: who is in which of two to five audiences. */
export function addOverlapCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('overlap'))
    .description('who is in which of two to five groups: exact counts of every combination')
    .argument('<audiences...>', 'definitions, files, - or saved ids')
    .option(
      '--portrait [n]',
      `say what sets each combination apart, at most n facts each (${DEFAULT_REGION_TOP})`,
      readInteger(1, MOST_REGION_TOP),
    )
    .action((audiences: string[], options: OverlapOptions) => overlap(context, audiences, options));
}

async function overlap(context: CommandContext, named: readonly string[], options: OverlapOptions): Promise<void> {
  if (named.length < LEAST_OVERLAP || named.length > MOST_OVERLAP) {
    const message = `Give ${LEAST_OVERLAP} to ${MOST_OVERLAP} audiences; these are ${named.length}.`;
    throw SilhouetteError.of('invalid-option', message, 'audiences');
  }
  const top = options.portrait === true ? DEFAULT_REGION_TOP : (options.portrait ?? null);
  const answering = openAnswering(context, options);
  try {
    const [first, ...others] = await openAudiences(context, named, options);
    if (first === undefined) throw new Error('Audiences were read, and there is none.');
    const answer = await answering.overlap([first, ...others], top);
    if (options.json) printJson(context, answer);
    else printOverlap(context.terminal, answer);
  } finally {
    await answering.close();
  }
}

function printOverlap(terminal: Terminal, answer: OverlapAnswer): void {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  printTable(
    terminal,
    [{ title: '' }, { title: 'group' }, right('members'), right('share')],
    answer.audiences.map((one, place) => [nameOf(place), one.sentence.ko, formatCount(one.count), formatShare(one.share)]),
  );
  const { union, base } = answer;
  print(terminal, `${formatCount(union.count)} of ${formatCount(base)} customers are in at least one`);
  const from = `as of ${answer.asOf} · snapshot ${answer.snapshot} · ${answer.engine} · ${formatDuration(answer.elapsedMs)}`;
  print(terminal, paint(terminal, 'dim', from));
  printNotes(terminal, answer.notes);
  print(terminal);
  printTable(
    terminal,
    [{ title: 'in exactly' }, right('members'), right('of all in one'), { title: 'what sets them apart' }],
    answer.regions.map((region) => [
      region.in.map(nameOf).join(' + '),
      formatCount(region.count),
      formatShare(region.share),
      region.portrait?.traits.map((trait) => trait.says.en).join('; ') ?? '',
    ]),
  );
  print(terminal);
  printTable(
    terminal,
    [{ title: 'pair' }, right('in both'), right('in one at least'), right('alike')],
    answer.pairs.map((pair) => [
      `${nameOf(pair.first)}, ${nameOf(pair.second)}`,
      formatCount(pair.both),
      formatCount(pair.either),
      formatShare(pair.jaccard),
    ]),
  );
}

/** A, B, C … */
function nameOf(place: number): string {
  return String.fromCharCode(65 + place);
}

import type { CompareAnswer } from '@silhouette/model';
import type { Command } from 'commander';
import { type AudienceOptions, openAnswering, openAudiences } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions } from '../options.ts';
import { printNotes } from '../print-answer.ts';
import { formatCount, formatDuration, formatShare } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

/** `silhouette compare AUDIENCE OTHER`: who OTHER gains and loses beside AUDIENCE, and which conditions differ. */
export function addCompareCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('compare'))
    .description('two groups, such as two versions of one: who is gained, lost and in both, and which conditions differ')
    .argument('<audience>', 'the one before: definition, file, - or saved id')
    .argument('<other>', 'the one after, likewise')
    .action((audience: string, other: string, options: AudienceOptions) => compare(context, [audience, other], options));
}

async function compare(context: CommandContext, named: readonly string[], options: AudienceOptions): Promise<void> {
  const answering = openAnswering(context, options);
  try {
    const [before, after] = await openAudiences(context, named, options, ['audience', 'other']);
    if (before === undefined || after === undefined) throw new Error('Two audiences were read, and one is missing.');
    const answer = await answering.compare(before, after);
    if (options.json) printJson(context, answer);
    else printComparison(context.terminal, answer);
  } finally {
    await answering.close();
  }
}

function printComparison(terminal: Terminal, answer: CompareAnswer): void {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  printTable(
    terminal,
    [{ title: '' }, { title: 'group' }, right('members'), right('share')],
    (['before', 'after'] as const).map((side) => {
      const { sentence, count, share } = answer[side];
      return [side, sentence.ko, formatCount(count), formatShare(share)];
    }),
  );
  print(terminal, `of ${formatCount(answer.base)} customers`);
  const from = `as of ${answer.asOf} · snapshot ${answer.snapshot} · ${answer.engine} · ${formatDuration(answer.elapsedMs)}`;
  print(terminal, paint(terminal, 'dim', from));
  printNotes(terminal, answer.notes);
  print(terminal);
  const row = (name: string, count: number, side: 'before' | 'after'): string[] => [
    name,
    formatCount(count),
    formatShare(answer[side].count === 0 ? null : count / answer[side].count),
    `of those ${side}`,
  ];
  printTable(
    terminal,
    [{ title: 'people' }, right('members'), right('share'), { title: '' }],
    [
      row('gained', answer.gained.count, 'after'),
      row('lost', answer.lost.count, 'before'),
      row('in both', answer.kept.count, 'before'),
    ],
  );
  print(terminal);
  printDifferences(terminal, answer);
}

function printDifferences(terminal: Terminal, { differences, moreDifferences }: CompareAnswer): void {
  if (differences.length === 0) {
    print(terminal, 'Both say the same.');
    return;
  }
  printTable(
    terminal,
    [{ title: '' }, { title: 'condition' }, { title: 'place before' }, { title: 'place after' }],
    differences.map(({ kind, sentence, beforePath, afterPath }) => [
      MARKS[kind],
      sentence.ko,
      placeText(beforePath),
      placeText(afterPath),
    ]),
  );
  if (moreDifferences > 0) print(terminal, `and ${formatCount(moreDifferences)} more`);
}

const MARKS = { added: '+', removed: '-', changed: '~' } as const;

/** Where a condition stands; the definition as a whole has no path. */
function placeText(path: string | null): string {
  return path === '' ? '(all of it)' : (path ?? '');
}

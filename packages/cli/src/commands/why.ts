import type { WhyAnswer } from '@silhouette/model';
import type { Command } from 'commander';
import { openAnswering, openQuestion } from '../answering.ts';
import { type CommandContext, type CommonOptions, printJson } from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { printNotes } from '../print-answer.ts';
import { formatDuration } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

interface WhyOptions extends CommonOptions {
  readonly customer: string;
  readonly asOf?: string;
  readonly snapshot?: string;
}

/** `silhouette why AUDIENCE --customer KEY`: why one customer is in a group or is not. */
export function addWhyCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('why'))
    .description('why one customer is in a group or is not, and the smallest change that would make it otherwise')
    .argument('<audience>', 'definition, file, - or saved id')
    .requiredOption('--customer <key>', 'key of the customer')
    .option('--as-of <time>', 'answer as of a date (its end) or date-time, instead of the snapshot’s own')
    .option('--snapshot <id>', 'answer from a kept snapshot, instead of the current one')
    .action((audience: string, options: WhyOptions) => why(context, audience, options));
}

async function why(context: CommandContext, audience: string, options: WhyOptions): Promise<void> {
  const answering = openAnswering(context, options);
  try {
    const answer = await answering.why(await openQuestion(context, audience, options), options.customer);
    if (options.json) printJson(context, answer);
    else printWhy(context.terminal, answer);
  } finally {
    await answering.close();
  }
}

function printWhy(terminal: Terminal, answer: WhyAnswer): void {
  print(terminal, answer.sentence.ko);
  print(terminal, paint(terminal, 'dim', answer.sentence.en));
  print(terminal, paint(terminal, 'bold', `${answer.customer} ${nameStanding(answer)}`));
  const from = `as of ${answer.asOf} · snapshot ${answer.snapshot} · ${answer.engine} · ${formatDuration(answer.elapsedMs)}`;
  print(terminal, paint(terminal, 'dim', from));
  printNotes(terminal, answer.notes);
  if (answer.nodes.length === 0) return;
  print(terminal);
  const depths: number[] = [];
  const rows = answer.nodes.map((node) => {
    const depth = node.parent === null ? 0 : (depths[node.parent] ?? 0) + 1;
    depths.push(depth);
    const name = node.sentence?.ko ?? { all: '모두', any: '하나 이상', not: '아님' }[String(node.kind)] ?? node.kind;
    return [node.holds ? '✓' : '✗', `${'  '.repeat(depth)}${name}`, node.shown?.ko ?? '', countText(node.rows)];
  });
  printTable(terminal, [{ title: '' }, { title: 'condition' }, { title: 'value' }, { title: 'rows', align: 'right' }], rows);
  print(terminal);
  print(terminal, nameChange(answer));
  for (const leaf of answer.flip?.leaves ?? []) print(terminal, `  ${leaf.sentence.ko}`);
}

function countText(rows: number | undefined): string {
  return rows === undefined ? '' : String(rows);
}

function nameStanding({ known, inBase, member }: WhyAnswer): string {
  if (!known) return 'is no customer of this snapshot';
  if (!inBase) return 'is not known yet at this time';
  return member ? 'is in the group' : 'is not in the group';
}

function nameChange({ flip }: WhyAnswer): string {
  if (flip === null) return 'No change of conditions would make it otherwise.';
  return flip.member ? 'To be in the group:' : 'To be out of the group:';
}

import { DEFAULT_MONTHS, MOST_MONTHS } from '@silhouette/engine';
import type { Command } from 'commander';
import { type AudienceOptions, openAnswering, openQuestion } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions, readInteger } from '../options.ts';
import { printAnswerHead } from '../print-answer.ts';
import { formatCount, formatShare } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { print } from '../terminal/terminal.ts';

interface HistoryOptions extends AudienceOptions {
  readonly months: number;
}

/** `silhouette history AUDIENCE`: the size at the end of each of the past months. */
export function addHistoryCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('history'))
    .description('how large a group was at the end of each of the past months')
    .argument('<audience>', 'definition, file, - or saved id')
    .option('--months <n>', `months back, 1 to ${MOST_MONTHS}`, readInteger(1, MOST_MONTHS), DEFAULT_MONTHS)
    .action((audience: string, options: HistoryOptions) => history(context, audience, options));
}

async function history(context: CommandContext, audience: string, options: HistoryOptions): Promise<void> {
  const answering = openAnswering(context, options);
  try {
    const answer = await answering.history(await openQuestion(context, audience, options), options.months);
    if (options.json) {
      printJson(context, answer);
      return;
    }
    const { terminal } = context;
    const last = answer.points.at(-1);
    printAnswerHead(terminal, { ...answer, count: last?.count ?? 0, base: last?.base ?? 0 });
    print(terminal);
    const right = (title: string) => ({ title, align: 'right' }) as const;
    printTable(
      terminal,
      [{ title: 'end of' }, right('members'), right('customers'), right('share')],
      answer.points.map((point) => [
        point.lastDay,
        formatCount(point.count),
        formatCount(point.base),
        formatShare(point.share),
      ]),
    );
  } finally {
    await answering.close();
  }
}

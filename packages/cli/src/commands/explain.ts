import type { Command } from 'commander';
import { type AudienceOptions, openAnswering, openQuestion } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions } from '../options.ts';
import { printAnswerHead } from '../print-answer.ts';
import { formatCount } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print } from '../terminal/terminal.ts';

/** `silhouette explain AUDIENCE`: sentence, waterfall, SQL. */
export function addExplainCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('explain'))
    .description('what a group means: its sentence, its waterfall and its SQL')
    .argument('<audience>', 'definition, file, - or saved id')
    .action((audience: string, options: AudienceOptions) => explain(context, audience, options));
}

async function explain(context: CommandContext, audience: string, options: AudienceOptions): Promise<void> {
  const answering = openAnswering(context, options);
  try {
    const answer = await answering.explain(await openQuestion(context, audience, options));
    if (options.json) {
      printJson(context, answer);
      return;
    }
    const { terminal } = context;
    printAnswerHead(terminal, answer);
    print(terminal);
    const right = 'right' as const;
    printTable(
      terminal,
      [{ title: 'condition' }, { title: 'alone', align: right }, { title: 'remaining', align: right }],
      answer.waterfall.map((step) => [step.sentence.ko, formatCount(step.alone), formatCount(step.remaining)]),
    );
    print(terminal);
    print(terminal, paint(terminal, 'dim', '-- SQL (ClickHouse)'));
    print(terminal, answer.sql.text);
    for (const [name, value] of Object.entries(answer.sql.parameters)) print(terminal, `-- ${name} = ${JSON.stringify(value)}`);
  } finally {
    await answering.close();
  }
}

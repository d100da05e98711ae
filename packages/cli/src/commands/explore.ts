import type { ExploreAnswer, Panel } from '@silhouette/model';
import type { Command } from 'commander';
import { type AudienceOptions, openAnswering, openQuestion } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions, readList } from '../options.ts';
import { printAnswerHead } from '../print-answer.ts';
import { formatCount, formatDecimalText, formatRatio, formatShare } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

interface ExploreOptions extends AudienceOptions {
  readonly panels?: readonly string[];
}

/** `silhouette explore AUDIENCE`: count and panels. */
export function addExploreCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('explore'))
    .description('how many customers match, and who they are')
    .argument('<audience>', 'definition, file, - or saved id')
    .option('--panels <ids>', 'attributes to show, such as age,gender', readList)
    .action((audience: string, options: ExploreOptions) => explore(context, audience, options));
}

async function explore(context: CommandContext, audience: string, options: ExploreOptions): Promise<void> {
  const answering = openAnswering(context, options);
  try {
    const question = await openQuestion(
      context,
      audience,
      options,
      options.panels === undefined ? null : { ids: options.panels, path: 'panels' },
    );
    const answer = await answering.explore(question, options.panels ?? null);
    if (options.json) printJson(context, answer);
    else printExplore(context.terminal, answer);
  } finally {
    await answering.close();
  }
}

function printExplore(terminal: Terminal, answer: ExploreAnswer): void {
  printAnswerHead(terminal, answer);
  for (const panel of answer.panels) {
    print(terminal);
    const missing = panel.missing > 0 ? `, ${formatCount(panel.missing)} without` : '';
    print(terminal, `${paint(terminal, 'bold', panel.attribute)}  ${formatCount(panel.present)} with a value${missing}`);
    printPanel(terminal, panel);
  }
}

function printPanel(terminal: Terminal, panel: Panel): void {
  switch (panel.type) {
    case 'text':
      return;
    case 'category':
    case 'boolean':
    case 'tags': {
      const rows = panel.values.map((value) => [
        value.label,
        formatCount(value.count),
        formatShare(value.share),
        formatShare(value.baseShare),
        formatRatio(value.ratio),
      ]);
      if (panel.otherBase > 0) rows.push(['(other)', formatCount(panel.other), '', '', '']);
      printTable(terminal, [{ title: 'value' }, ...right('count', 'share', 'everyone', 'ratio')], rows);
      return;
    }
    case 'number':
    case 'date':
    case 'datetime': {
      const facts = [
        `min ${formatDecimalText(panel.min)}`,
        `median ${formatDecimalText(panel.median)}`,
        `max ${formatDecimalText(panel.max)}`,
      ];
      if (panel.type === 'number')
        facts.push(
          `mean ${panel.mean === null ? '–' : formatDecimalText(panel.mean.toFixed(2))}`,
          `sum ${formatDecimalText(panel.sum)}`,
        );
      print(terminal, paint(terminal, 'dim', `  ${facts.join(' · ')}`));
      const rows = panel.histogram.map((bin) => [
        bin.from === null
          ? `below ${formatDecimalText(bin.to)}`
          : bin.to === null
            ? `${formatDecimalText(bin.from)} and above`
            : `${formatDecimalText(bin.from)} – ${formatDecimalText(bin.to)}`,
        formatCount(bin.count),
        formatShare(panel.present === 0 ? null : bin.count / panel.present),
        formatShare(panel.basePresent === 0 ? null : bin.baseCount / panel.basePresent),
      ]);
      printTable(terminal, [{ title: 'range' }, ...right('count', 'share', 'everyone')], rows);
    }
  }
}

function right(...titles: string[]): { readonly title: string; readonly align: 'right' }[] {
  return titles.map((title) => ({ title, align: 'right' }));
}

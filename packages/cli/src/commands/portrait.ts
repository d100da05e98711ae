import { DEFAULT_TOP, MOST_TOP } from '@silhouette/engine';
import { assertNever, type PortraitAnswer, type Trait } from '@silhouette/model';
import type { Command } from 'commander';
import { type AudienceOptions, openAnswering, openComparison } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions, readInteger } from '../options.ts';
import { printAnswerHead } from '../print-answer.ts';
import { formatCount, formatRatio, formatShare } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

interface PortraitOptions extends AudienceOptions {
  readonly versus: string;
  readonly top: number;
}

/** `silhouette portrait AUDIENCE`: what sets a group apart. */
export function addPortraitCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('portrait'))
    .description('what sets a group apart: every attribute compared, the most telling first')
    .argument('<audience>', 'definition, file, - or saved id')
    .option('--versus <whom>', 'compare with everyone, the rest (everyone else), or another audience', 'everyone')
    .option('--top <n>', `show at most so many, 1 to ${MOST_TOP}`, readInteger(1, MOST_TOP), DEFAULT_TOP)
    .action((audience: string, options: PortraitOptions) => portrait(context, audience, options));
}

async function portrait(context: CommandContext, audience: string, options: PortraitOptions): Promise<void> {
  const answering = openAnswering(context, options);
  try {
    const { question, versus } = await openComparison(context, audience, options.versus, options);
    const answer = await answering.portrait(question, versus, options.top);
    if (options.json) printJson(context, answer);
    else printPortrait(context.terminal, answer);
  } finally {
    await answering.close();
  }
}

function printPortrait(terminal: Terminal, answer: PortraitAnswer): void {
  printAnswerHead(terminal, answer);
  const { versus } = answer;
  print(terminal, `versus ${nameVersus(answer)}: ${formatCount(versus.count)} customers`);
  print(
    terminal,
    `${formatCount(answer.telling)} of ${formatCount(answer.tested)} attributes are telling; those that say the same are folded (+n)`,
  );
  print(terminal);
  if (answer.traits.length > 0) printTraits(terminal, answer.traits);
  else print(terminal, 'Nothing sets this group apart by more than chance and a small effect.');
  if (answer.given.length === 0) return;
  print(terminal);
  print(terminal, paint(terminal, 'bold', 'Given by the definition, not ranked'));
  printTraits(terminal, answer.given);
}

function nameVersus({ versus }: PortraitAnswer): string {
  switch (versus.kind) {
    case 'everyone':
      return 'everyone';
    case 'rest':
      return 'everyone else';
    case 'audience':
      return versus.sentence?.en ?? 'another group';
    default:
      return assertNever(versus.kind);
  }
}

function printTraits(terminal: Terminal, traits: readonly Trait[]): void {
  const rows = traits.map((trait) => [
    trait.says.en,
    formatShare(trait.share),
    formatShare(trait.versusShare),
    formatRatio(trait.ratio),
    trait.effect.size,
    trait.alike.length === 0 ? '' : `+${trait.alike.length}`,
  ]);
  const right = (title: string) => ({ title, align: 'right' }) as const;
  printTable(
    terminal,
    [{ title: 'what' }, right('here'), right('there'), right('ratio'), { title: 'effect' }, right('same')],
    rows,
  );
}

import { traceExport } from '@silhouette/server';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, openCommandWorkspace, printJson } from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { print } from '../terminal/terminal.ts';

/** `silhouette exports trace`: which export a row with personal values comes from. */
export function addExportsCommand(program: Command, context: CommandContext): void {
  const group = program.command('exports').description('files of members: trace');
  addCommonOptions(group.command('trace'))
    .description('the export, person and time that a row of a file comes from')
    .argument('<row>', 'what stands in the column "_row", such as K7Q2M9XA-12-B3ZD5HPN')
    .action((row: string, options: CommonOptions) => trace(context, row, options));
}

async function trace(context: CommandContext, row: string, options: CommonOptions): Promise<void> {
  const { stateDir } = openCommandWorkspace(context, options);
  const found = await traceExport(row, { stateDir, env: context.env, now: Date.now });
  if (options.json) return printJson(context, found);
  const { terminal } = context;
  print(terminal, `Row ${found.row} of ${found.fileName}, export ${found.id}`);
  print(terminal, `Asked for by ${found.requestedBy} at ${found.requestedAt}, written at ${found.writtenAt}`);
  print(terminal, `For: ${found.purpose ?? 'nothing was told'}`);
  print(terminal, `Approved by: ${found.approvedBy ?? 'nobody; it was not needed'}`);
}

import { resolve } from 'node:path';
import { restoreBackup } from '@silhouette/server';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, printJson } from '../command-context.ts';
import { formatCount } from '../terminal/format.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

interface RestoreCommandOptions extends CommonOptions {
  readonly secretFile?: string;
}

/** `silhouette restore`: a new workspace of a backup, checked to the last byte. */
export function addRestoreCommand(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description('make a workspace of a backup; DATABASE_URL names the database that takes its rows')
    .argument('<backup>', 'folder that "silhouette backup" made')
    .argument('<folder>', 'of the workspace: empty, or not there')
    .option('--secret-file <file>', 'the secret, where the backup was made without it')
    .option('--json', 'print one JSON document')
    .option('--debug', 'show what caused an error')
    .action((backup: string, folder: string, options: RestoreCommandOptions) => restore(context, backup, folder, options));
}

async function restore(context: CommandContext, backup: string, folder: string, options: RestoreCommandOptions): Promise<void> {
  const target = resolve(context.cwd, folder);
  const { document, audit } = await restoreBackup({
    source: resolve(context.cwd, backup),
    target,
    env: context.env,
    secretFile: options.secretFile === undefined ? null : resolve(context.cwd, options.secretFile),
    signal: context.signal,
  });
  const { snapshot, rows, createdAt } = document;
  if (audit?.ok === false) process.exitCode = 1;
  if (options.json) return printJson(context, { folder: target, snapshot, rows, createdAt, audit });
  const { terminal } = context;
  print(
    terminal,
    `${paint(terminal, 'green', '✓')} ${target}: as of ${createdAt}, ${snapshot === null ? 'no snapshot' : `snapshot ${snapshot}`}, ${rows === null ? 'no database' : `${formatCount(rows)} rows`}`,
  );
  if (audit?.problem) {
    print(terminal, `${paint(terminal, 'red', '✗')} The audit log was broken when it was kept: ${audit.problem.message}`);
  } else if (audit !== null) {
    print(
      terminal,
      `${paint(terminal, 'green', '✓')} ${formatCount(audit.checked)} entries of the audit log are as they were written`,
    );
  }
  tell(terminal, paint(terminal, 'dim', `The index is made by the first: silhouette serve --workspace ${target}`));
}

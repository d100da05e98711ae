import { resolve } from 'node:path';
import { makeBackup } from '@silhouette/server';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, openCommandWorkspace, printJson } from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

interface BackupCommandOptions extends CommonOptions {
  readonly withSecret?: boolean;
}

/** `silhouette backup`: snapshot, catalog file and database of a workspace, as of one moment, in a folder. */
export function addBackupCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('backup'))
    .description('keep a workspace in a new folder, while it is in use: snapshot, catalog file, database')
    .argument('<folder>', 'made anew; nothing is overwritten')
    .option('--with-secret', 'the secret too: without it restoring needs it from elsewhere')
    .action((folder: string, options: BackupCommandOptions) => backUp(context, folder, options));
}

async function backUp(context: CommandContext, folder: string, options: BackupCommandOptions): Promise<void> {
  const target = resolve(context.cwd, folder);
  const document = await makeBackup({
    workspace: openCommandWorkspace(context, options),
    target,
    env: context.env,
    withSecret: options.withSecret === true,
    signal: context.signal,
    now: Date.now,
  });
  const { files, ...rest } = document;
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (options.json) return printJson(context, { folder: target, ...rest, files: files.length, sizeBytes });
  const { terminal } = context;
  const snapshot = document.snapshot === null ? 'no snapshot' : `snapshot ${document.snapshot}`;
  const rows = document.rows === null ? 'no database' : `${formatCount(document.rows)} rows of the database`;
  print(
    terminal,
    `${paint(terminal, 'green', '✓')} ${target}: ${snapshot}, ${rows}, ${formatCount(files.length)} files, ${formatCount(sizeBytes)} bytes`,
  );
  if (document.hasSecret) {
    tell(
      terminal,
      paint(terminal, 'yellow', 'It holds the secret: who has this folder can sign people in and seal the audit log.'),
    );
  } else {
    const message =
      'Without the secret: keep state/secret (or SILHOUETTE_SECRET) elsewhere. Restoring needs it for the audit log, second factors and signed links.';
    tell(terminal, paint(terminal, 'dim', message));
  }
}

import { join, resolve } from 'node:path';
import { assertNever, type Label } from '@silhouette/model';
import type { Command } from 'commander';
import { describeConflict } from '../audience-files/describe-conflict.ts';
import type { FileConflict, FileResult } from '../audience-files/file-result.ts';
import { type FilesOptions, pullAudiences } from '../audience-files/pull-audiences.ts';
import { pushAudiences } from '../audience-files/push-audiences.ts';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { withSavedAudiences } from '../saved-audiences.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

interface FilesCommandOptions extends CommonOptions {
  readonly force?: boolean;
}

/** `silhouette audiences pull` and `push`: saved audiences as YAML files, for git. */
export function addAudienceFilesCommands(group: Command, context: CommandContext): void {
  addCommonOptions(group.command('pull'))
    .description('write saved audiences as YAML files, one each; exit 1 when a file and its audience were both changed')
    .argument('[dir]', 'folder of the files; audiences/ of the workspace when not given')
    .option('--force', 'where both were changed, replace the file; what it said is printed')
    .action((dir: string | undefined, options: FilesCommandOptions) => runFiles(context, dir, options, pullAudiences));
  addCommonOptions(group.command('push'))
    .description('save the YAML files that were changed; exit 1 when a file and its audience were both changed')
    .argument('[dir]', 'folder of the files; audiences/ of the workspace when not given')
    .option('--force', 'where both were changed, save the file as the next version; what stood is printed and kept')
    .action((dir: string | undefined, options: FilesCommandOptions) => runFiles(context, dir, options, pushAudiences));
}

async function runFiles(
  context: CommandContext,
  given: string | undefined,
  options: FilesCommandOptions,
  work: (options: FilesOptions) => Promise<FileResult[]>,
): Promise<void> {
  const workspace = openCommandWorkspace(context, options);
  const dir = given === undefined ? join(workspace.dir, 'audiences') : resolve(context.cwd, given);
  const results = await withSavedAudiences(context, options, (client) =>
    work({
      client,
      dir,
      force: options.force === true,
      describe: (reason, file, saved) =>
        describeConflict(reason, file, saved, client, () => openCommandSnapshot(workspace, undefined)),
    }),
  );
  const conflicts = results.filter((result) => result.outcome === 'conflict').length;
  if (options.json) printJson(context, { folder: dir, results, conflicts });
  else printResults(context.terminal, dir, results, conflicts);
  if (conflicts > 0) process.exitCode = 1;
}

const OUTCOMES: Readonly<Record<FileResult['outcome'], string>> = {
  same: 'the same',
  new: 'new file',
  updated: 'file updated',
  kept: 'changed in the file; push saves it',
  created: 'new audience',
  saved: 'saved',
  unknown: 'not saved here; push saves it, if it is not an audience that was deleted',
  conflict: 'conflict, nothing was done',
  forced: 'replaced by force',
};

function printResults(terminal: Terminal, dir: string, results: readonly FileResult[], conflicts: number): void {
  for (const { id, outcome, version, conflict } of results) {
    const mark =
      outcome === 'conflict' ? paint(terminal, 'red', '✗') : outcome === 'forced' ? paint(terminal, 'yellow', '!') : ' ';
    print(terminal, `${mark} ${id}${version === null ? '' : ` (version ${version})`}: ${OUTCOMES[outcome]}`);
    if (conflict !== null) printConflict(terminal, conflict);
  }
  print(
    terminal,
    `${results.length} ${results.length === 1 ? 'audience' : 'audiences'}, files in ${dir}${conflicts === 0 ? '' : `; ${conflicts} in conflict`}`,
  );
  if (conflicts > 0) print(terminal, 'Bring file and audience together by hand, or use --force.');
}

function printConflict(terminal: Terminal, { reason, file, saved }: FileConflict): void {
  print(terminal, `    ${describeReason(reason)}`);
  printSide(terminal, `file${file.version === null ? '' : ` (from version ${file.version})`}`, file);
  if (saved !== null) printSide(terminal, `saved version ${saved.version}, by ${saved.by} at ${saved.at}`, saved);
}

function printSide(
  terminal: Terminal,
  title: string,
  side: { readonly sentence: Label | null; readonly definition: unknown },
): void {
  print(terminal, `    ${title}:`);
  if (side.sentence !== null) print(terminal, `      ${side.sentence.ko}\n      ${side.sentence.en}`);
  print(terminal, paint(terminal, 'dim', `      ${JSON.stringify(side.definition)}`));
}

function describeReason(reason: FileConflict['reason']): string {
  switch (reason) {
    case 'both-changed':
      return 'A newer version was saved since the one that the file was pulled as, and the file says something else.';
    case 'no-version':
      return 'The file names no version, and the saved audience says something else.';
    case 'deleted':
      return 'The audience was deleted since the file was pulled.';
    default:
      return assertNever(reason);
  }
}

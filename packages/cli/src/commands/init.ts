import { existsSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inferCatalog } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, printJson } from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

/** `silhouette init`: a new workspace, and a first catalog from the files it is shown. */
export function addInitCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('init'))
    .description('make a workspace; with files: look at them and write a first silhouette.yaml that says why')
    .argument('[dir]', 'folder of the workspace (default: --workspace, else the current folder)')
    .argument('[files...]', 'CSV, TSV, JSON lines or Parquet files to look at')
    .action((dir: string | undefined, files: string[], options: CommonOptions) => init(context, dir, files, options));
}

async function init(
  context: CommandContext,
  first: string | undefined,
  rest: readonly string[],
  options: CommonOptions,
): Promise<void> {
  const { dir, files } = readPlaces(context, first, rest, options);
  const path = join(dir, 'silhouette.yaml');
  if (existsSync(path)) {
    throw SilhouetteError.of(
      'workspace-exists',
      `${path} is there already and is never overwritten; choose another folder or edit it.`,
    );
  }
  const inferred = await inferCatalog(files, { dir });
  await mkdir(dir, { recursive: true });
  const file = await open(path, 'wx');
  await file.writeFile(inferred.yaml);
  await file.close();
  if (options.json) {
    printJson(context, { workspace: dir, catalog: path, findings: inferred.findings });
    return;
  }
  for (const finding of inferred.findings) print(context.terminal, `  ${finding}`);
  print(context.terminal, `${paint(context.terminal, 'green', '✓')} ${path}`);
  tell(context.terminal, paint(context.terminal, 'dim', `Next: read it, then run "silhouette load --workspace ${dir}"`));
}

/** `init data.csv` names a file where the folder is optional: what is a file is taken as one. */
function readPlaces(
  context: CommandContext,
  first: string | undefined,
  rest: readonly string[],
  options: CommonOptions,
): { readonly dir: string; readonly files: readonly string[] } {
  const fallback = resolve(context.cwd, options.workspace ?? '.');
  const firstPath = first === undefined ? null : resolve(context.cwd, first);
  const firstIsFile =
    firstPath !== null &&
    ((existsSync(firstPath) && statSync(firstPath).isFile()) ||
      /\.(csv|tsv|txt|jsonl|ndjson|parquet)(\.(gz|zst))?$/i.test(firstPath));
  const named = [...(firstIsFile && first !== undefined ? [first] : []), ...rest];
  const missing = named.filter((file) => !existsSync(resolve(context.cwd, file)));
  if (missing.length > 0)
    throw new SilhouetteError(
      missing.map((file) => ({ path: file, code: 'source-file-missing', message: 'There is no such file.' })),
    );
  return {
    dir: firstPath === null || firstIsFile ? fallback : firstPath,
    files: named.map((file) => resolve(context.cwd, file)),
  };
}

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Erasure, SilhouetteError } from '@silhouette/model';
import { type ConnectedPrivacy, connectPrivacy } from '@silhouette/server';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, openCommandWorkspace, printJson } from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress.ts';
import { paint, print, type Terminal, tell } from '../terminal/terminal.ts';

interface AccessOptions extends CommonOptions {
  readonly out?: string;
  readonly purpose: string;
}

interface EraseOptions extends CommonOptions {
  readonly reason?: string;
  readonly yes?: boolean;
}

/** `silhouette privacy …`: requests of customers: what is held of one, and erasing some. */
export function addPrivacyCommand(program: Command, context: CommandContext): void {
  const group = program.command('privacy').description('requests of customers: what is held of one, and erasing some');
  addCommonOptions(group.command('access'))
    .description('everything held of one customer, as one JSON document')
    .argument('<key>', 'the customer’s key')
    .option('--out <file>', 'a file; else standard output')
    .option('--purpose <text>', 'what it is for; kept in the audit log', 'a request of the customer')
    .action((key: string, options: AccessOptions) => giveAccess(context, key, options));
  addCommonOptions(group.command('erase'))
    .description('erase customers from lake, index, saved audiences, exports and log; without keys go on with what was begun')
    .argument('[keys...]', 'keys of customers')
    .option('--reason <text>', 'why; kept in the audit log, so it must not name anybody')
    .option('--yes', 'do it: what is erased cannot be brought back')
    .action((keys: string[], options: EraseOptions) => erase(context, keys, options));
}

async function giveAccess(context: CommandContext, key: string, options: AccessOptions): Promise<void> {
  await withPrivacy(context, options, async (privacy) => {
    const text = Readable.from(privacy.access(key, options.purpose));
    if (options.out === undefined) {
      for await (const piece of text) context.terminal.out.write(piece);
      return;
    }
    const path = resolve(context.cwd, options.out);
    const aside = `${path}.partial`;
    try {
      // Only for whoever asked: it holds everything of a person.
      await pipeline(text, createWriteStream(aside, { mode: 0o600, flags: 'wx' }), { signal: context.signal });
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
    if (options.json) printJson(context, { out: path });
    else
      tell(context.terminal, `${paint(context.terminal, 'green', '✓')} Everything that is held of the customer is in ${path}`);
  });
}

async function erase(context: CommandContext, keys: readonly string[], options: EraseOptions): Promise<void> {
  if (keys.length > 0 && options.yes !== true) {
    throw SilhouetteError.of(
      'invalid-option',
      `${keys.length === 1 ? 'This customer' : `These ${keys.length} customers`} would be erased for good, and every snapshot but the new one is removed. Nothing was changed; say --yes to do it, and "silhouette privacy access" before to see what is held.`,
      '--yes',
    );
  }
  const bar = new ProgressBar(context.terminal);
  const done = await withPrivacy(context, options, (privacy) =>
    privacy
      .erase(keys, options.reason ?? null, ({ stage, fraction }) =>
        bar.update({ stage: stage ?? 'Waiting', rows: 0, fraction }),
      )
      .finally(() => bar.end()),
  );
  if (options.json) return printJson(context, { erasures: done });
  if (done.length === 0) print(context.terminal, 'Nothing is left to be erased.');
  for (const erasure of done) printErasure(context.terminal, erasure);
}

function printErasure(terminal: Terminal, { id, customers, result }: Erasure): void {
  print(terminal, `${paint(terminal, 'green', '✓')} ${countOf(customers, 'customer')} erased (request ${id})`);
  if (result === null) return;
  const { customersFound } = result;
  if (customersFound !== null && customersFound < customers)
    print(
      terminal,
      `${paint(terminal, 'yellow', '!')} Keys that no customer had: ${formatCount(customers - customersFound)} of ${formatCount(customers)}. Look at how they are written; loads leave them out all the same`,
    );
  print(
    terminal,
    `  ${countOf(result.rowsErased, 'row')} of sources are left out now; ${countOf(result.exportsRemoved, 'export')} removed, ${countOf(result.audienceVersionsChanged, 'version')} of saved audiences changed, ${countOf(result.auditEntriesErased, 'entry', 'entries')} of the log partly erased`,
  );
  print(
    terminal,
    `  ${countOf(result.cellsErased, 'cell')} of other rows blanked, ${countOf(result.rowScopesChanged, 'row scope')} and ${countOf(result.textsBlanked, 'text')} of people changed`,
  );
  for (const file of result.ownFiles)
    print(terminal, `${paint(terminal, 'yellow', '!')} ${file} is yours and still holds customers who were erased`);
  for (const { table, column, rows } of result.remaining)
    print(
      terminal,
      `${paint(terminal, 'yellow', '!')} ${countOf(rows, 'row')} of ${table}.${column} have a key inside another text`,
    );
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

async function withPrivacy<T>(
  context: CommandContext,
  options: CommonOptions,
  step: (privacy: ConnectedPrivacy) => Promise<T>,
): Promise<T> {
  const workspace = openCommandWorkspace(context, options);
  const privacy = await connectPrivacy({ workspace, env: context.env, signal: context.signal, now: Date.now });
  try {
    return await step(privacy);
  } finally {
    await privacy.close();
  }
}

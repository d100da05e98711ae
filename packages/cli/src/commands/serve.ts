import { once } from 'node:events';
import type { Workspace } from '@silhouette/lake';
import { createServer, type SilhouetteServer } from '@silhouette/server';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, openCommandWorkspace, printJson } from '../command-context.ts';
import { findPage } from '../find-page.ts';
import { addCommonOptions, readInteger, readPort } from '../options.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

/** Options of `serve`. */
export interface ServeOptions extends CommonOptions {
  readonly port: number;
  readonly host: string;
  /** Address that browsers use, behind a proxy; that of `SILHOUETTE_PUBLIC_URL` when absent. */
  readonly publicUrl?: string;
  /** GiB that the index may keep in memory; a third of the machine's when absent. */
  readonly indexMemory?: number;
}

/** `silhouette serve`: the explorer and the HTTP API. */
export function addServeCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('serve'))
    .description('serve the explorer and the HTTP API until stopped')
    .option('--port <port>', 'port; 0 takes a free one', readPort, 4000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--public-url <url>', 'address that browsers use, behind a proxy: https://silhouette.example.com')
    .option('--index-memory <gib>', 'memory that the index may take; a third of the machine’s when not given', readInteger(1))
    .action((options: ServeOptions) => serveWorkspace(context, openCommandWorkspace(context, options), options, () => {}));
}

/** Serves until the command is stopped; `onReady` is told the address. */
export async function serveWorkspace(
  context: CommandContext,
  workspace: Workspace,
  options: ServeOptions,
  onReady: (url: string) => void,
): Promise<void> {
  const server = await createServer({
    workspace,
    host: options.host,
    pageDir: findPage(),
    env: options.publicUrl === undefined ? context.env : { ...context.env, SILHOUETTE_PUBLIC_URL: options.publicUrl },
    ...(options.indexMemory === undefined ? {} : { indexMemoryBytes: options.indexMemory * 2 ** 30 }),
  });
  try {
    const url = await server.listen(options.port);
    if (options.json) printJson(context, { url, workspace: workspace.dir });
    else {
      print(context.terminal, `${paint(context.terminal, 'green', '✓')} Silhouette at ${paint(context.terminal, 'bold', url)}`);
      tell(context.terminal, paint(context.terminal, 'dim', `API at ${url}/api/docs · stop with Ctrl-C`));
    }
    if (!options.json) warnOfNoAccounts(context, server);
    onReady(url);
    if (!context.signal.aborted) await once(context.signal, 'abort');
    if (!options.json) tell(context.terminal, 'Finishing what is under way …');
  } finally {
    await server.close();
  }
  process.exitCode = 0;
}

/** Said when it is known: the database may take seconds to open, and nobody waits for that. */
function warnOfNoAccounts({ terminal }: CommandContext, server: SilhouetteServer): void {
  const message =
    'Nobody has an account: whoever reaches this address on this machine may do everything. Before a proxy stands in front of it, run: silhouette people add-owner';
  server
    .isWithoutAccounts()
    .then((isOpen) => {
      if (isOpen) tell(terminal, paint(terminal, 'dim', message));
    })
    // What is wrong with the database is told by the server itself.
    .catch(() => {});
}

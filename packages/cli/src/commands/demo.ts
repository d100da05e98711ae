import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { generateDemo, openWorkspace } from '@silhouette/lake';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { loadWithIndex } from '../load-with-index.ts';
import { addCommonOptions, readInteger, readPort } from '../options.ts';
import { formatCount, formatDuration } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress.ts';
import { tell } from '../terminal/terminal.ts';
import { type ServeOptions, serveWorkspace } from './serve.ts';

interface DemoOptions extends ServeOptions {
  readonly customers: number;
  readonly events?: number;
  readonly seed: number;
  readonly open: boolean;
}

const DEFAULT_FOLDER = 'silhouette-demo';

/** `silhouette demo`: a synthetic Korean beauty retailer, made, loaded and served. */
export function addDemoCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('demo'))
    .description('make, load and serve a synthetic Korean beauty retailer')
    .option('--customers <n>', 'how many customers', readInteger(1, 15_000_000), 200_000)
    .option('--events <n>', 'about how many events; 18 for each customer, at most 100 million, when not given', readInteger(1))
    .option('--seed <n>', 'the same seed gives the same rows', readInteger(0), 1)
    .option('--port <port>', 'port; 0 takes a free one', readPort, 4000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--index-memory <gib>', 'memory that the index may take; a third of the machine’s when not given', readInteger(1))
    .option('--no-open', 'do not open a browser')
    .action((options: DemoOptions) => runDemo(context, options));
}

async function runDemo(context: CommandContext, options: DemoOptions): Promise<void> {
  const dir = resolve(context.cwd, options.workspace ?? DEFAULT_FOLDER);
  const { terminal } = context;
  const bar = new ProgressBar(terminal);
  const startedAtMs = performance.now();
  try {
    tell(terminal, `${formatCount(options.customers)} customers in ${dir}`);
    await generateDemo({
      dir,
      customers: options.customers,
      ...(options.events === undefined ? {} : { events: options.events }),
      seed: options.seed,
      signal: context.signal,
      progress: ({ customersDone, filesWritten, files }) =>
        bar.update({ stage: 'Making customers', rows: customersDone, fraction: files === 0 ? null : filesWritten / files }),
    });
    const { snapshot } = await loadWithIndex(openWorkspace(dir), context, bar);
    bar.end();
    tell(
      terminal,
      `${formatCount(snapshot.customersKnown)} customers, ${formatCount(snapshot.catalog.attributes.length)} attributes, ready in ${formatDuration(performance.now() - startedAtMs)}`,
    );
  } finally {
    bar.end();
  }
  await serveWorkspace(context, openWorkspace(dir), options, (url) => {
    if (options.open && !options.json) openBrowser(url);
  });
}

/** Opens the page where there is a browser; where there is none the address on the screen must do. */
function openBrowser(url: string): void {
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const opener = spawn(command, [url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}

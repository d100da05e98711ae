import { runWorkbenchCsv, runWorkbenchSql } from '@silhouette/lake';
import { type Command, Option } from 'commander';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from '../command-context.ts';
import { addCommonOptions, readInteger } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, tell } from '../terminal/terminal.ts';

interface SqlOptions extends CommonOptions {
  readonly format: 'table' | 'csv' | 'json';
  readonly snapshot?: string;
  readonly maxRows: number;
  readonly maxSeconds: number;
}

const AFTER = `
Tables: every source and view by its name, lake.customers (_key and every attribute) and lake.<event> (_customer, _time,
_row, _occasion and every field), which also go by their bare names where no source or view has them.
One SELECT in ClickHouse's dialect; it runs in a process of its own that reads the lake and nothing else.
`;

/** `silhouette sql`: an analyst's SELECT over the lake. */
export function addSqlCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('sql'))
    .description('run one SELECT over the lake')
    .argument('<select>', 'the statement')
    .addOption(new Option('--format <format>', 'how to print the answer').choices(['table', 'csv', 'json']).default('table'))
    .option('--snapshot <id>', 'a kept snapshot, instead of the current one')
    .option('--max-rows <n>', 'most rows of the answer; one with more is refused', readInteger(1, 10_000_000), 100_000)
    .option('--max-seconds <n>', 'most time the statement may take', readInteger(1, 3600), 60)
    .addHelpText('after', AFTER)
    .action((sql: string, options: SqlOptions) => runSql(context, sql, options));
}

async function runSql(context: CommandContext, sql: string, options: SqlOptions): Promise<void> {
  const snapshot = await openCommandSnapshot(openCommandWorkspace(context, options), options.snapshot);
  const limits = { maxRows: options.maxRows, maxSeconds: options.maxSeconds, signal: context.signal };
  const format = options.json ? 'json' : options.format;
  const { terminal } = context;
  if (format === 'csv') {
    terminal.out.write(await runWorkbenchCsv(snapshot, sql, limits));
    return;
  }
  const { columns, rows } = await runWorkbenchSql(snapshot, sql, limits);
  if (format === 'json') {
    printJson(context, { columns, rows, snapshot: snapshot.id, asOf: new Date(snapshot.asOfMs).toISOString() });
    return;
  }
  const isNumber = (type: string): boolean => /^(Nullable\()?(U?Int|Float|Decimal)/.test(type);
  printTable(
    terminal,
    columns.map(({ name, type }) => ({ title: name, align: isNumber(type) ? 'right' : 'left' })),
    rows.map((row) => row.map(formatCell)),
  );
  tell(
    terminal,
    paint(terminal, 'dim', `${formatCount(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} · snapshot ${snapshot.id}`),
  );
}

function formatCell(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

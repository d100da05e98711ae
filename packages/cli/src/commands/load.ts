import type { ColumnReport, LoadReport } from '@silhouette/lake';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, openCommandWorkspace, printJson } from '../command-context.ts';
import { loadWithIndex } from '../load-with-index.ts';
import { addCommonOptions } from '../options.ts';
import { describeKeys } from '../terminal/describe-keys.ts';
import { formatCount, formatDuration } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress.ts';
import { paint, print, type Terminal, tell } from '../terminal/terminal.ts';

/** `silhouette load`: sources → lake → snapshot → index. */
export function addLoadCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('load'))
    .description('read what changed in the sources, commit a new snapshot and build its index')
    .action((options: CommonOptions) => load(context, options));
}

async function load(context: CommandContext, options: CommonOptions): Promise<void> {
  const workspace = openCommandWorkspace(context, options);
  const { terminal } = context;
  const bar = new ProgressBar(terminal);
  const startedAtMs = performance.now();
  const { snapshot, changed } = await loadWithIndex(workspace, context, bar).finally(() => bar.end());
  const asOf = new Date(snapshot.asOfMs).toISOString();
  if (options.json) {
    printJson(context, {
      snapshot: snapshot.id,
      asOf,
      changed,
      customers: snapshot.customersKnown,
      elapsedMs: performance.now() - startedAtMs,
      report: snapshot.report,
    });
    return;
  }
  printReport(terminal, snapshot.report);
  const took = formatDuration(performance.now() - startedAtMs);
  print(
    terminal,
    changed
      ? `${paint(terminal, 'green', '✓')} Snapshot ${snapshot.id} as of ${asOf} in ${took}`
      : `${paint(terminal, 'green', '✓')} Nothing changed; snapshot ${snapshot.id} stays (${took})`,
  );
  print(
    terminal,
    `  ${formatCount(snapshot.customersKnown)} customers, ${formatCount(snapshot.catalog.attributes.length)} attributes, ${formatCount(snapshot.catalog.events.length)} events`,
  );
  tell(terminal, paint(terminal, 'dim', 'Next: silhouette catalog, silhouette explore \'{"all":[]}\', silhouette serve'));
}

function printReport(terminal: Terminal, report: LoadReport): void {
  for (const source of report.sources) {
    print(
      terminal,
      `${paint(terminal, 'bold', source.source)}: ${formatCount(source.rows)} rows from ${source.files} ${source.files === 1 ? 'file' : 'files'} (${source.filesRead} read)`,
    );
    if (source.raggedRows > 0)
      warn(
        terminal,
        `${countOf(source.raggedRows, 'row')} with a wrong number of fields, such as ${source.raggedExamples.slice(0, 2).join(' · ')}`,
      );
    if ((source.rowsErased ?? 0) > 0)
      print(terminal, `  ${formatCount(source.rowsErased ?? 0)} left out: their customers were erased`);
    if ((source.cellsErased ?? 0) > 0)
      print(terminal, `  ${formatCount(source.cellsErased ?? 0)} cells blanked: they named customers who were erased`);
    printColumns(terminal, source.columns);
  }
  if (report.customers !== null) printColumns(terminal, report.customers.columns);
  if (report.keys !== undefined) warn(terminal, describeKeys(report.keys));
  for (const event of report.events) {
    print(
      terminal,
      `${paint(terminal, 'bold', event.event)}: ${formatCount(event.rows)} rows of ${formatCount(event.rowsRead)}`,
    );
    if (event.rowsFiltered > 0) print(terminal, `  ${formatCount(event.rowsFiltered)} left out by where`);
    if ((event.rowsErased ?? 0) > 0)
      print(terminal, `  ${formatCount(event.rowsErased ?? 0)} left out: their customers were erased`);
    if (event.rowsWithoutCustomer > 0)
      warn(terminal, `${formatCount(event.rowsWithoutCustomer)} without a customer: kept in the lake, in no history`);
    if (event.rowsWithoutTime > 0)
      warn(terminal, `${formatCount(event.rowsWithoutTime)} without a time: kept in the lake, in no history`);
    if (event.rowsLater > 0)
      warn(terminal, `${formatCount(event.rowsLater)} later than now: kept, but they do not move the as-of`);
    printColumns(terminal, event.columns);
  }
}

function printColumns(terminal: Terminal, columns: readonly ColumnReport[]): void {
  for (const column of columns) {
    if (column.unparsable > 0)
      warn(
        terminal,
        `${column.column}: ${countOf(column.unparsable, 'value')} no ${column.type}, counted as missing, such as ${column.unparsableExamples
          .slice(0, 3)
          .map((text) => JSON.stringify(text))
          .join(', ')}`,
      );
    if (column.rounded > 0)
      warn(
        terminal,
        `${column.column}: ${countOf(column.rounded, 'value')} rounded, such as ${column.roundedExamples.slice(0, 3).join(', ')}`,
      );
    if (column.timesNever > 0)
      warn(
        terminal,
        `${column.column}: ${countOf(column.timesNever, 'local time')} that never existed, moved forward by the clock change`,
      );
    if (column.timesTwice > 0)
      warn(terminal, `${column.column}: ${countOf(column.timesTwice, 'local time')} that existed twice, taken as the first`);
  }
}

function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function warn(terminal: Terminal, text: string): void {
  print(terminal, `  ${paint(terminal, 'yellow', '!')} ${text}`);
}

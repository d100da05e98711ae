import { type CatalogAnswer, type CatalogAttribute, type CatalogField, toCatalogAnswer } from '@silhouette/model';
import { type Command, Option } from 'commander';
import { openAnswering } from '../answering.ts';
import { overlayEdits, showEdits, writeBackEdits } from '../catalog-edits.ts';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { formatCount, formatDecimalText, formatShare } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';

interface CatalogOptions extends CommonOptions {
  readonly snapshot?: string;
  readonly asOf?: string;
  readonly overrides?: boolean;
  readonly writeBack?: boolean;
}

/** `silhouette catalog`: everything that can be asked. */
export function addCatalogCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('catalog'))
    .description('attributes and events: types, values, ranges, fill rates')
    .option('--snapshot <id>', 'a kept snapshot, instead of the current one')
    .addOption(
      new Option('--overrides', 'what people have edited beside silhouette.yaml, instead of the catalog').conflicts('snapshot'),
    )
    .addOption(new Option('--write-back', 'write those edits into silhouette.yaml').conflicts(['snapshot', 'overrides']))
    .action((options: CatalogOptions) => {
      if (options.writeBack) return writeBackEdits(context, options);
      return options.overrides ? showEdits(context, options) : showCatalog(context, options);
    });
}

async function showCatalog(context: CommandContext, options: CatalogOptions): Promise<void> {
  const loaded = await openCommandSnapshot(openCommandWorkspace(context, options), options.snapshot);
  const snapshot = await overlayEdits(context, options, loaded);
  const answering = openAnswering(context, options);
  const base = await answering.countBase(snapshot).finally(() => answering.close());
  const answer = toCatalogAnswer(snapshot.catalog, snapshot.id, snapshot.asOfMs, base);
  if (options.json) printJson(context, answer);
  else printCatalog(context.terminal, answer);
}

function printCatalog(terminal: Terminal, answer: CatalogAnswer): void {
  print(
    terminal,
    `${paint(terminal, 'bold', answer.name)}  ${formatCount(answer.base)} customers · as of ${answer.asOf} · ${answer.timeZone}`,
  );
  for (const [group, attributes] of groupBy(answer.attributes)) {
    print(terminal);
    print(terminal, paint(terminal, 'bold', group));
    printTable(terminal, COLUMNS, attributes.map(describeRow));
  }
  for (const event of answer.events) {
    print(terminal);
    print(
      terminal,
      `${paint(terminal, 'bold', event.id)}  ${event.label.ko} · ${event.label.en}  ${formatCount(event.rows)} rows of ${formatCount(event.customers)} customers, ${event.first?.slice(0, 10) ?? '–'} to ${event.last?.slice(0, 10) ?? '–'}${event.hasOccasion ? ', with occasions' : ''}`,
    );
    if (event.fields.length > 0) printTable(terminal, COLUMNS, event.fields.map(describeRow));
  }
}

const COLUMNS = [
  { title: 'id' },
  { title: 'type' },
  { title: 'filled', align: 'right' },
  { title: 'values', align: 'right' },
  { title: 'range' },
  { title: 'ko' },
  { title: 'en' },
] as const;

function describeRow(field: CatalogField): string[] {
  const { present, missing } = field;
  const total = present === null || missing === null ? 0 : present + missing;
  const range = field.min === null ? '' : `${shortRange(field.min)} … ${shortRange(field.max)}`;
  return [
    field.id,
    field.type,
    formatShare(total === 0 || present === null ? null : present / total),
    field.distinct === null ? '' : formatCount(field.distinct),
    range,
    field.label.ko,
    field.label.en,
  ];
}

function shortRange(text: string | null): string {
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? formatDecimalText(text) : (text ?? '');
}

function groupBy(attributes: readonly CatalogAttribute[]): Map<string, CatalogAttribute[]> {
  const groups = new Map<string, CatalogAttribute[]>();
  for (const attribute of attributes) groups.set(attribute.group, [...(groups.get(attribute.group) ?? []), attribute]);
  return groups;
}

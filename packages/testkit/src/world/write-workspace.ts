import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { World, WorldColumn, WorldEvent, WorldValue } from './world.ts';
import { KEY_COLUMN } from './world-catalog.ts';

const SINCE_COLUMN = 'since';
const CUSTOMER_COLUMN = 'customer of row';
const TIME_COLUMN = '시각';
const OCCASION_COLUMN = 'occasion `id`';
const TAG_SEPARATOR = '|';

type Cells = Readonly<Record<string, WorldValue>>;

/**
 * Writes a world as files and a catalog into an (existing or new) folder, which `load` can then read like anyone's. Its
 * tables have a row at least: JSON lines tell their columns only there. `standard`: with the standard attributes.
 */
export async function writeWorkspace(
  world: World,
  folder: string,
  options: { readonly standard?: boolean } = {},
): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true });
  if (world.customers !== null) {
    const { attributes, hasSince, rows } = world.customers;
    const columns = [KEY_COLUMN, ...(hasSince ? [SINCE_COLUMN] : []), ...attributes.map((column) => column.id)];
    const cells = rows.map(
      (row): Cells => ({
        [KEY_COLUMN]: row.key,
        ...(hasSince ? { [SINCE_COLUMN]: row.since } : {}),
        ...Object.fromEntries(attributes.map((column, index) => [column.id, row.values[index] ?? null])),
      }),
    );
    await writeTable(world, folder, 'customers', columns, cells);
  }
  for (const [index, event] of world.events.entries()) {
    const columns = [
      CUSTOMER_COLUMN,
      TIME_COLUMN,
      ...(event.hasOccasion ? [OCCASION_COLUMN] : []),
      ...event.fields.map((field) => field.id),
    ];
    const cells = event.rows.map(
      (row): Cells => ({
        [CUSTOMER_COLUMN]: row.customer,
        [TIME_COLUMN]: row.at,
        ...(event.hasOccasion ? { [OCCASION_COLUMN]: row.occasion } : {}),
        ...Object.fromEntries(event.fields.map((field, position) => [field.id, row.values[position] ?? null])),
      }),
    );
    await writeTable(world, folder, `event_${index}`, columns, cells);
  }
  // JSON is YAML.
  await writeFile(
    join(folder, 'silhouette.yaml'),
    `${JSON.stringify({ ...buildCatalogFile(world), computed: { standard: options.standard ?? false } }, null, 2)}\n`,
  );
}

async function writeTable(
  world: World,
  folder: string,
  name: string,
  columns: readonly string[],
  rows: readonly Cells[],
): Promise<void> {
  const lines =
    world.format === 'csv'
      ? [
          columns.map(quoteCell).join(','),
          ...rows.map((row) => columns.map((column) => quoteCell(toCell(row[column] ?? null))).join(',')),
        ]
      : rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))));
  await writeFile(join(folder, 'data', `${name}.${world.format}`), `${lines.join('\n')}\n`);
}

function toCell(value: WorldValue): string {
  return value === null ? '' : typeof value === 'string' ? value : value.join(TAG_SEPARATOR);
}

/** RFC 4180, quotes only where needed so that both forms are read. */
function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function buildCatalogFile(world: World): Record<string, unknown> {
  const source = (name: string) => ({ files: [`data/${name}.${world.format}`] });
  const views = world.events.flatMap((event, index) =>
    event.viaView ? [[`view_${index}`, `SELECT ${listViewColumns(event)} FROM event_${index}`]] : [],
  );
  return {
    silhouette: 1,
    name: 'World',
    timeZone: world.timeZone,
    now: world.now,
    sources: {
      ...(world.customers === null ? {} : { customers: source('customers') }),
      ...Object.fromEntries(world.events.map((_, index) => [`event_${index}`, source(`event_${index}`)])),
    },
    ...(views.length === 0 ? {} : { views: Object.fromEntries(views) }),
    ...(world.customers === null
      ? {}
      : {
          customers: {
            from: 'customers',
            key: KEY_COLUMN,
            ...(world.customers.hasSince ? { since: SINCE_COLUMN } : {}),
            columns: 'named',
            attributes: describeColumns(world, world.customers.attributes),
          },
        }),
    events: Object.fromEntries(
      world.events.map((event, index) => [
        event.id,
        {
          from: event.viaView ? `view_${index}` : `event_${index}`,
          customer: CUSTOMER_COLUMN,
          time: TIME_COLUMN,
          ...(event.hasOccasion ? { occasion: OCCASION_COLUMN } : {}),
          fields: describeColumns(world, event.fields),
        },
      ]),
    ),
  };
}

function describeColumns(world: World, columns: readonly WorldColumn[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map((column) => [
      column.id,
      {
        type: column.type,
        column: column.id,
        ...(column.type === 'number' ? { decimals: column.decimals } : {}),
        ...(column.type === 'tags' && world.format === 'csv' ? { separator: TAG_SEPARATOR } : {}),
        ...(column.order === null ? {} : { order: column.order }),
      },
    ]),
  );
}

function listViewColumns(event: WorldEvent): string {
  const columns = [
    CUSTOMER_COLUMN,
    TIME_COLUMN,
    ...(event.hasOccasion ? [OCCASION_COLUMN] : []),
    ...event.fields.map((field) => field.id),
  ];
  return columns.map((column) => `\`${column.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``).join(', ');
}

import { quoteIdentifier } from '../chdb/sql-text.ts';
import { judgeTexts, nameKeyKind } from '../value-sql/looks-like-person.ts';
import type { InitField } from './infer-fields.ts';
import { nameJoinedColumns } from './infer-fields.ts';
import type { InitEvent, InitRoles } from './infer-roles.ts';
import { type InitColumn, type InitTable, isInferredType } from './init-table.ts';

/** Everything that goes into the first catalog. */
export interface InitPlan {
  readonly name: string;
  readonly timeZone: string;
  readonly timeZoneWhy: string;
  readonly currency: string | null;
  readonly currencyWhy: string;
  readonly tables: readonly InitTable[];
  readonly roles: InitRoles;
  readonly customerFields: readonly InitField[];
  readonly events: readonly InitPlannedEvent[];
  /** Words that mean missing, by table. */
  readonly missing: ReadonlyMap<InitTable, readonly string[]>;
}

/** An event with its id and fields. */
export interface InitPlannedEvent {
  readonly id: string;
  readonly label: { readonly ko: string; readonly en: string } | null;
  readonly event: InitEvent;
  /** The view it is from; null: the source itself. */
  readonly view: string | null;
  readonly customerColumn: string;
  readonly timeColumn: string;
  readonly fields: readonly InitField[];
  /** Comments on the event as a whole. */
  readonly why: readonly string[];
}

/** The text of `silhouette.yaml`, with comments that say why. */
export function writeInitCatalog(plan: InitPlan): string {
  const parts = [
    '# Written by `silhouette init`, which looked at the files and guessed. Read it, correct it, keep it in git.',
    '# Then: silhouette load',
    'silhouette: 1',
    `name: ${quote(plan.name)}`,
    `timeZone: ${plan.timeZone}   # ${plan.timeZoneWhy}`,
    plan.currency === null ? `# currency: KRW   # ${plan.currencyWhy}` : `currency: ${plan.currency}   # ${plan.currencyWhy}`,
    'now: latest   # questions are answered as of the end of the last day with an event; clock: as of the moment of loading',
    '',
    '# Raw tables. Paths are relative to this file; patterns such as "orders-*.csv" take in later files too.',
    'sources:',
    ...plan.tables.flatMap((table) => writeSource(table, plan.missing.get(table) ?? [])),
    ...writeViews(plan),
    ...writeCustomers(plan),
    ...writeEvents(plan),
    ...writeUnused(plan),
    '',
  ];
  if (plan.events.length > 0) {
    parts.push(
      '# Attributes computed from events: how many, when first and last, sums, averages, favourites, over four windows.',
      'computed:',
      '  standard: true',
      '',
    );
  }
  return parts.join('\n');
}

function writeSource(table: InitTable, missing: readonly string[]): string[] {
  const lines = [`  ${quote(table.name)}:   # ${table.rows} rows, ${table.columns.length} columns`];
  if (table.files.length > 1) lines.push('    # These files have the same columns, so they are one table.');
  lines.push(`    files: [${table.files.map(quoteText).join(', ')}]`);
  if (table.encoding !== null) lines.push(`    encoding: ${table.encoding}   # as its bytes look`);
  if (missing.length > 0) {
    lines.push(`    missing: [${missing.map(quoteText).join(', ')}]   # without it these words spoil: ${listColumns(table)}`);
  }
  return lines;
}

function listColumns(table: InitTable): string {
  return comment(
    table.columns
      .filter((column) => column.missingWords.length > 0)
      .map(({ name }) => name)
      .join(', '),
  );
}

function writeViews(plan: InitPlan): string[] {
  const views = plan.events.flatMap(({ event, view, timeColumn }) => (view === null ? [] : [{ event, view, timeColumn }]));
  if (views.length === 0) return [];
  const lines = ['', '# SQL over the sources (ClickHouse). `t.*` keeps _row, the order of the file.', 'views:'];
  for (const { event, view, timeColumn } of views) {
    for (const join of event.joins) {
      lines.push(comment(`  # ${join.table.name} has one row a ${join.on.name}: its columns are joined.`));
    }
    if (event.time.format !== null) {
      lines.push(comment(`  # ${event.time.name} is written as ${event.time.format}: turned into ISO 8601.`));
      if (event.time.otherFormat !== null) {
        lines.push(comment(`  # Day and month could be the other way round (${event.time.otherFormat}): check it.`));
      }
    }
    lines.push(`  ${quote(view)}: |`, ...viewSql(event, timeColumn).map((line) => `    ${line}`));
  }
  return lines;
}

function viewSql(event: InitEvent, timeColumn: string): string[] {
  const names = nameJoinedColumns(event.table, event.joins);
  const columns = ['t.*'];
  const joins: string[] = [];
  for (const [index, join] of event.joins.entries()) {
    const alias = `d${index + 1}`;
    for (const [name, id] of names.get(join) ?? []) {
      columns.push(`${alias}.${quoteIdentifier(name)}${name === id ? '' : ` AS ${quoteIdentifier(id)}`}`);
    }
    const own = event.table.columns.find(({ name }) => name === join.on.name);
    const on = quoteIdentifier(join.on.name);
    // Numbers meet text as text.
    const same = own !== undefined && showAs(own) === showAs(join.on);
    const side = (owner: string) => (same ? `${owner}.${on}` : `toString(${owner}.${on})`);
    joins.push(`LEFT JOIN ${quoteIdentifier(join.table.name)} AS ${alias} ON ${side('t')} = ${side(alias)}`);
  }
  const { format } = event.time;
  if (format !== null) {
    const owner =
      event.timeFrom === event.table ? 't' : `d${event.joins.findIndex((join) => join.table === event.timeFrom) + 1}`;
    const parsed = `parseDateTime64OrNull(toString(${owner}.${quoteIdentifier(event.time.name)}), '${clickHouseFormat(format)}')`;
    columns.push(`formatDateTime(${parsed}, '${/H/.test(format) ? '%F %T' : '%F'}') AS ${quoteIdentifier(timeColumn)}`);
  }
  return [`SELECT ${columns.join(', ')}`, `FROM ${quoteIdentifier(event.table.name)} AS t`, ...joins];
}

/** What a source shows a column as, as far as comparing goes. */
function showAs(column: InitColumn): string {
  return isInferredType(column) && column.type !== 'text' ? column.type : 'category';
}

/** A pattern of the catalog (`dd/MM/yyyy HH:mm`) as ClickHouse writes it. */
function clickHouseFormat(format: string): string {
  const parts: Readonly<Record<string, string>> = {
    yyyy: '%Y',
    MM: '%m',
    M: '%c',
    dd: '%d',
    d: '%e',
    HH: '%H',
    H: '%k',
    mm: '%i',
    ss: '%S',
  };
  return format.replace(
    /'([^']*)'|yyyy|MM|M|dd|d|HH|H|mm|ss/g,
    (piece, text: string | undefined) => text ?? parts[piece] ?? piece,
  );
}

function writeCustomers(plan: InitPlan): string[] {
  const { customers } = plan.roles;
  if (customers === null) {
    return ['', '# No table has one row a customer, so the customers are those found in the events.'];
  }
  const { table, key, since, latestBy } = customers;
  const lines = [
    '',
    comment(`# ${table.name} has one row for each ${key.name}.`),
    'customers:',
    `  from: ${quote(table.name)}`,
  ];
  lines.push(`  key: ${quote(key.name)}${keyComment(plan)}`);
  const kind = judgeTexts(key.examples);
  if (kind !== null) {
    lines.push(
      `  privacy: personal   # keys look like ${nameKeyKind(kind)}: told as pseudonyms to whom personal values are masked`,
    );
  }
  if (since === null)
    lines.push('  # since: joined_on   # a date column: the day a customer came to exist (without it: always)');
  else
    lines.push(
      `  since: ${quote(since.name)}   # the day a customer came to exist: questions as of an earlier day leave them out`,
    );
  if (latestBy !== null) lines.push(`  latestBy: ${quote(latestBy.name)}   # keys repeat: the latest row of each wins`);
  lines.push('  # Other columns are taken too; with `columns: named` only those below.', '  attributes:');
  if (plan.customerFields.length === 0) lines[lines.length - 1] = '  attributes: {}';
  return [...lines, ...plan.customerFields.flatMap((field) => writeField(field, 4))];
}

function keyComment({ roles }: InitPlan): string {
  const parts = [];
  if (roles.isKeyGuessed) parts.push('a guess: no name says customer');
  if (roles.otherKeys.length > 0) parts.push(`could also be ${roles.otherKeys.join(', ')}`);
  return parts.length === 0 ? '' : comment(`   # ${parts.join('; ')}`);
}

function writeEvents(plan: InitPlan): string[] {
  if (plan.events.length === 0) return ['', '# No table says what customers did and when, so there are no events.'];
  const lines = [
    '',
    '# What customers did. Rows without a customer or a time are kept and counted, and belong to nobody.',
    'events:',
  ];
  for (const planned of plan.events) {
    const { event } = planned;
    lines.push(`  ${quote(planned.id)}:`, ...planned.why.map((why) => comment(`    # ${why}`)));
    lines.push(`    from: ${quote(planned.view ?? event.table.name)}`);
    lines.push(`    customer: ${quote(planned.customerColumn)}${keyComment(plan)}`);
    const others = event.otherTimes.length === 0 ? '' : comment(`   # could also be ${event.otherTimes.join(', ')}`);
    lines.push(`    time: ${quote(planned.timeColumn)}${others}`);
    if (event.occasion === null)
      lines.push(
        '    # occasion: order_no   # a column whose value several rows of one order (basket, visit) share: none was found',
      );
    else
      lines.push(
        comment(`    # Rows of one ${event.occasion.name} have one customer and one time: they are one occasion.`),
        `    occasion: ${quote(event.occasion.name)}`,
      );
    const negative = planned.fields.filter(
      ({ id, type }) => type === 'number' && event.table.columns.some((column) => column.name === id && column.hasNegatives),
    );
    if (negative.length > 0) {
      const where = negative.map(({ id }) => `${quoteIdentifier(id)} > 0`).join(' AND ');
      lines.push(
        comment(
          `    # ${negative.map(({ id }) => id).join(', ')} can be negative (returns, corrections?). To leave such rows out:`,
        ),
        comment(`    # where: ${where}`),
      );
    }
    if (planned.label !== null)
      lines.push(`    label: { ko: ${quoteText(planned.label.ko)}, en: ${quoteText(planned.label.en)} }`);
    lines.push(
      planned.fields.length === 0 ? '    fields: {}' : '    fields:',
      ...planned.fields.flatMap((field) => writeField(field, 6)),
    );
  }
  return lines;
}

function writeUnused({ roles }: InitPlan): string[] {
  return roles.unused.map(({ table, why }) => comment(`# Not used above: ${table.name}, because ${why}.`));
}

function writeField(field: InitField, indent: number): string[] {
  const parts = [`type: ${field.type}`];
  if (field.sql !== null) parts.push(`sql: ${quoteText(field.sql)}`);
  if (field.label !== null) parts.push(`label: { ko: ${quoteText(field.label.ko)}, en: ${quoteText(field.label.en)} }`);
  if (field.labelColumn !== null) parts.push(`labelColumn: ${quote(field.labelColumn)}`);
  if (field.format !== null) parts.push(`format: ${quoteText(field.format)}`);
  if (field.flagWords !== null) {
    parts.push(
      `true: [${field.flagWords.yes.map(quoteText).join(', ')}]`,
      `false: [${field.flagWords.no.map(quoteText).join(', ')}]`,
    );
  }
  if (field.order !== null) parts.push(`order: [${field.order.map(quoteText).join(', ')}]`);
  if (field.unit !== null) parts.push(`unit: ${field.unit}`);
  if (field.isPrivate) parts.push('pii: true');
  const why = field.why.length === 0 ? '' : comment(`   # ${field.why.join('; ')}`);
  return [`${' '.repeat(indent)}${quote(field.id)}: { ${parts.join(', ')} }${why}`];
}

/** A name: plain where YAML reads it back as the same text, else quoted. */
function quote(text: string): string {
  const isPlain = /^[\p{L}][\p{L}\p{N}_-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : quoteText(text);
}

function quoteText(text: string): string {
  return JSON.stringify(text);
}

/** A comment keeps to its line, whatever names it holds. */
function comment(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

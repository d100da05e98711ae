import { parseCatalogFile, SilhouetteError, TimeZone } from '@silhouette/model';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { judgeTexts, nameKeyKind, type PersonalKeyKind } from '../value-sql/looks-like-person.ts';
import { isPurchaseName, readMoneyPart } from './column-hints.ts';
import { writeExampleCatalog } from './example-catalog.ts';
import { inferFields, nameJoinedColumns } from './infer-fields.ts';
import { type InitEvent, type InitRoles, inferRoles } from './infer-roles.ts';
import type { InitTable } from './init-table.ts';
import { stageFiles } from './stage-files.ts';
import { type InitPlan, type InitPlannedEvent, writeInitCatalog } from './write-init-catalog.ts';

/** Where and how to look. */
export interface InferCatalogOptions {
  /** Workspace folder: paths in the catalog are relative to it. */
  readonly dir: string;
  /** An IANA name, for times that say none; the zone of this machine when absent. */
  readonly machineTimeZone?: string;
}

/** A first catalog. */
export interface InferredCatalog {
  /** Text of `silhouette.yaml`; loads as it is. */
  readonly yaml: string;
  /** What was found out and what is not sure, a sentence each. */
  readonly findings: readonly string[];
}

/**
 * Looks at files (CSV, TSV, JSON lines, Parquet; packed or not) and writes a first catalog with comments that say why.
 * Every row is read; the same files give the same text. Without files: an example to fill in, which does not load.
 * @throws source-file-missing, source-file-empty, source-file-broken, source-encoding; invalid-catalog when no column can
 * be a customer key
 */
export async function inferCatalog(files: readonly string[], options: InferCatalogOptions): Promise<InferredCatalog> {
  const timeZone = options.machineTimeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (files.length === 0)
    return {
      yaml: writeExampleCatalog(timeZone),
      findings: ['No files were named, so silhouette.yaml is an example to fill in.'],
    };
  const session = await ChdbSession.open();
  try {
    const staged = await stageFiles(session, files, options.dir);
    try {
      return await describeTables(session, staged.tables, timeZone);
    } finally {
      await staged.dispose();
    }
  } finally {
    await session.close();
  }
}

async function describeTables(
  session: ChdbSession,
  tables: readonly InitTable[],
  machineTimeZone: string,
): Promise<InferredCatalog> {
  const roles = await inferRoles(session, tables);
  if (roles.customers === null && roles.events.length === 0) throw refuse(tables);
  const isKorean = tables.some((table) => table.columns.some((column) => /\p{Script=Hangul}/u.test(column.name)));
  const currency = findCurrency(tables, isKorean);
  const timeZone = isKorean ? 'Asia/Seoul' : TimeZone.find(machineTimeZone) === null ? 'UTC' : machineTimeZone;
  const events: InitPlannedEvent[] = [];
  for (const event of roles.events) events.push(await planEvent(session, event, events, tables, currency.code));
  const { customers } = roles;
  const plan: InitPlan = {
    name: nameWorkspace(roles),
    timeZone,
    timeZoneWhy: isKorean
      ? 'the columns are in Korean; days, weeks and months are local to this zone'
      : 'the zone of this machine; times without a zone are read in it, so write the zone the data is from',
    currency: currency.code,
    currencyWhy: currency.why,
    tables,
    roles,
    customerFields:
      customers === null
        ? []
        : await inferFields(session, {
            table: customers.table,
            joins: [],
            except: [customers.key.name],
            currency: currency.code,
            isEvent: false,
          }),
    events,
    missing: new Map(tables.map((table) => [table, listMissingWords(table)])),
  };
  const yaml = writeInitCatalog(plan);
  const parsed = parseCatalogFile(yaml);
  // What is written here must load as it is; anything else is a mistake of this program.
  if (!parsed.ok)
    throw SilhouetteError.of(
      'internal',
      `The catalog that was inferred does not parse: ${parsed.issues.map((issue) => `${issue.path}: ${issue.message}`).join(' ')}`,
    );
  return { yaml, findings: listFindings(plan) };
}

async function planEvent(
  session: ChdbSession,
  event: InitEvent,
  earlier: readonly InitPlannedEvent[],
  tables: readonly InitTable[],
  currency: string | null,
): Promise<InitPlannedEvent> {
  const needsView = event.joins.length > 0 || event.time.format !== null;
  const relations = new Set([
    ...tables.map(({ name }) => name),
    ...earlier.flatMap(({ view }) => (view === null ? [] : [view])),
  ]);
  const columns = new Set([
    ...event.table.columns.map(({ name }) => name),
    ...[...nameJoinedColumns(event.table, event.joins).values()].flatMap((names) => [...names.values()]),
  ]);
  const timeJoin = event.joins.find((join) => join.table === event.timeFrom);
  const plainTime =
    timeJoin === undefined
      ? event.time.name
      : (nameJoinedColumns(event.table, event.joins).get(timeJoin)?.get(event.time.name) ?? event.time.name);
  const timeColumn = event.time.format === null ? plainTime : findFreeName(`${plainTime}_iso`, columns);
  const isPurchase =
    isPurchaseName(event.table.name) ||
    (event.occasion !== null && event.table.columns.some((column) => readMoneyPart(column.name) !== null));
  const ids = new Set(earlier.map(({ id }) => id));
  const isFirstPurchase = isPurchase && !ids.has('purchase');
  return {
    id: findFreeName(isFirstPurchase ? 'purchase' : event.table.name, ids),
    label: isFirstPurchase ? { ko: '구매', en: 'Purchase' } : null,
    event,
    view: needsView ? findFreeName(`${event.table.name}_${event.joins.length > 0 ? 'joined' : 'timed'}`, relations) : null,
    customerColumn: event.key.name,
    timeColumn,
    fields: await inferFields(session, {
      table: event.table,
      joins: event.joins,
      except: [event.key.name, plainTime, ...(event.occasion === null ? [] : [event.occasion.name])],
      currency,
      isEvent: true,
    }),
    why: [],
  };
}

/** Words that mean missing in a table: those that keep any of its columns from its type. */
function listMissingWords(table: InitTable): readonly string[] {
  return [...new Set(table.columns.flatMap(({ missingWords }) => missingWords))].sort();
}

const CURRENCY_SIGNS: Readonly<Record<string, string>> = { '₩': 'KRW', 원: 'KRW', '£': 'GBP', '€': 'EUR' };

function findCurrency(tables: readonly InitTable[], isKorean: boolean): { readonly code: string | null; readonly why: string } {
  for (const table of tables) {
    for (const column of table.columns) {
      const named = /(?:^|[^A-Za-z])(KRW|USD|EUR|GBP|JPY)(?:$|[^A-Za-z])/.exec(column.name)?.[1];
      if (named !== undefined) return { code: named, why: `as the column ${column.name} says` };
      const byName = /[₩£€]/.exec(column.name)?.[0];
      const sign = column.dressed?.sign ?? byName ?? null;
      const code = sign === null ? undefined : CURRENCY_SIGNS[sign];
      if (code !== undefined) return { code, why: `${sign} stands in the column ${column.name}` };
    }
  }
  if (isKorean) return { code: 'KRW', why: 'the columns are in Korean' };
  return { code: null, why: 'nothing in the files tells the currency' };
}

function warnOfKeys(name: string, kind: PersonalKeyKind, hasTable: boolean): string {
  const what = `Keys of customers (${name}) look like ${nameKeyKind(kind)}`;
  if (hasTable) return `${what}, so silhouette.yaml says privacy: personal of them: check it.`;
  return `${what}, and everybody is shown them: keys are masked only by customers: { from: <a source or view with one row a customer>, key: ${name}, privacy: personal }.`;
}

function nameWorkspace({ customers, events }: InitRoles): string {
  return events[0]?.table.name ?? customers?.table.name ?? 'Silhouette';
}

/** The name, or the name with the first number that makes it new. */
function findFreeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let round = 2; taken.has(free); round += 1) free = `${name}_${round}`;
  return free;
}

function refuse(tables: readonly InitTable[]): SilhouetteError {
  const seen = tables.map((table) => `${table.name} (${table.columns.map(({ name }) => name).join(', ')})`).join('; ');
  return SilhouetteError.of(
    'invalid-catalog',
    `No column of these files looks like a customer key with either one row a customer or a time: ${seen}. Give init a file that has one (named such as customer_id or 고객번호), or write silhouette.yaml by hand.`,
  );
}

function listFindings(plan: InitPlan): readonly string[] {
  const findings = plan.tables.map(
    ({ name, files, rows, columns }) =>
      `Source ${name}: ${files.length} ${files.length === 1 ? 'file' : 'files'}, ${rows} rows, ${columns.length} columns.`,
  );
  for (const [table, words] of plan.missing) {
    if (words.length > 0)
      findings.push(`In ${table.name}, ${words.map((word) => JSON.stringify(word)).join(', ')} stand for no value.`);
  }
  const { customers, isKeyGuessed, otherKeys, unused } = plan.roles;
  if (customers !== null) findings.push(`Customers are the rows of ${customers.table.name}, by ${customers.key.name}.`);
  const key = customers?.key ?? plan.roles.events[0]?.key;
  const kind = key === undefined ? null : judgeTexts(key.examples);
  if (key !== undefined && kind !== null) findings.push(warnOfKeys(key.name, kind, customers !== null));
  for (const { id, event, customerColumn, timeColumn } of plan.events) {
    const joined = event.joins.map((join) => join.table.name).join(', ');
    const rows = `rows of ${event.table.name}${joined === '' ? '' : ` joined with ${joined}`}`;
    const occasion = event.occasion === null ? 'each row by itself' : `rows of one ${event.occasion.name} together`;
    findings.push(`Event ${id}: ${rows}, by ${customerColumn}, at ${timeColumn}, ${occasion}.`);
  }
  if (isKeyGuessed) findings.push('No column name says customer, so the key is a guess: check it.');
  else if (otherKeys.length > 0) findings.push(`The customer key could also be ${otherKeys.join(', ')}.`);
  for (const { table, why } of unused) findings.push(`${table.name} is not used, because ${why}.`);
  findings.push(`Times without a zone are read in ${plan.timeZone} (${plan.timeZoneWhy}).`);
  return findings;
}

import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import {
  isCustomerTableName,
  isIdName,
  isSinceName,
  isUpdatedName,
  scoreCustomerKey,
  scoreEventTime,
  scoreOccasion,
} from './column-hints.ts';
import type { InitColumn, InitTable } from './init-table.ts';

/** A table joined to an event's table for more columns. */
export interface InitJoin {
  readonly table: InitTable;
  /** Column of both. */
  readonly on: InitColumn;
}

/** A table whose rows are things customers did. */
export interface InitEvent {
  readonly table: InitTable;
  readonly key: InitColumn;
  /** Of the table or of a joined one. */
  readonly time: InitColumn;
  readonly timeFrom: InitTable;
  readonly otherTimes: readonly string[];
  readonly occasion: InitColumn | null;
  readonly joins: readonly InitJoin[];
}

/** The table of customers. */
interface InitCustomers {
  readonly table: InitTable;
  readonly key: InitColumn;
  readonly since: InitColumn | null;
  /** Set where keys repeat. */
  readonly latestBy: InitColumn | null;
}

/** What each table is. */
export interface InitRoles {
  readonly customers: InitCustomers | null;
  /** The one with most rows first. */
  readonly events: readonly InitEvent[];
  /** Tables used by none of the above, with the reason. */
  readonly unused: readonly { readonly table: InitTable; readonly why: string }[];
  /** Columns that could be the customer key too, where the choice was not clear. */
  readonly otherKeys: readonly string[];
  /** Whether no name told the key: it is a guess. */
  readonly isKeyGuessed: boolean;
}

/** Finds out what each table is: customers, something they did, or names for codes. */
export async function inferRoles(session: ChdbSession, tables: readonly InitTable[]): Promise<InitRoles> {
  const facts = new Facts(session);
  const chosen = await chooseKeys(facts, tables);
  const customers = await chooseCustomers(facts, tables, chosen.keys);
  const rest = tables.filter((table) => table !== customers?.table);
  const dimensions: InitTable[] = [];
  for (const table of rest) if (!chosen.keys.has(table)) dimensions.push(table);
  const events: InitEvent[] = [];
  const unused: { table: InitTable; why: string }[] = [];
  const joined = new Set<InitTable>();
  for (const table of rest) {
    const key = chosen.keys.get(table);
    if (key === undefined) continue;
    const joins = await findJoins(facts, table, key, dimensions);
    const event = await readEvent(facts, table, key, joins);
    if (event === null) {
      unused.push({ table, why: `it has customers (${key.name}) but no column that says when` });
      continue;
    }
    events.push(event);
    for (const join of joins) joined.add(join.table);
  }
  for (const table of dimensions) {
    if (!joined.has(table)) unused.push({ table, why: 'it has no customer key, and no key that another table refers to' });
  }
  events.sort((a, b) => b.table.rows - a.table.rows);
  return { customers, events, unused, otherKeys: chosen.others, isKeyGuessed: chosen.isGuessed };
}

/** Exact answers about tables, asked once each. */
class Facts {
  private readonly session: ChdbSession;
  private readonly known = new Map<string, Promise<number>>();

  constructor(session: ChdbSession) {
    this.session = session;
  }

  /** Whether every row has a value of its own. */
  async isUnique(table: InitTable, column: InitColumn): Promise<boolean> {
    // The estimate is within a few per cent: what is far from unique need not be counted.
    if (column.present < table.rows || table.rows === 0 || column.distinct < table.rows * 0.9) return false;
    return (
      (await this.ask(`SELECT uniqExact(t.${quoteIdentifier(column.name)}) AS n FROM ${fileSql(table.parquetFiles)} AS t`)) ===
      table.rows
    );
  }

  /** Share (0-1) of rows with a value whose value is in the other table's column. */
  async shareFound(table: InitTable, column: InitColumn, other: InitTable, otherColumn: InitColumn): Promise<number> {
    const value = (name: string) => `trimBoth(ifNull(toString(t.${quoteIdentifier(name)}), ''))`;
    return this.ask(`SELECT ifNull(countIf(_v IN (SELECT ${value(otherColumn.name)} FROM ${fileSql(other.parquetFiles)} AS t)) / nullIf(count(), 0), 0) AS n
      FROM (SELECT ${value(column.name)} AS _v FROM ${fileSql(table.parquetFiles)} AS t WHERE _v != '')`);
  }

  /** Share (0-1) of a column's values that stand with one value of every one of the others. */
  async shareDetermined(table: InitTable, column: InitColumn, others: readonly InitColumn[]): Promise<number> {
    const counts = others.map((other) => `uniq(t.${quoteIdentifier(other.name)}) <= 1`).join(' AND ');
    return this.ask(`SELECT ifNull(countIf(one) / nullIf(count(), 0), 0) AS n FROM (SELECT ${counts} AS one FROM ${fileSql(table.parquetFiles)} AS t
      WHERE isNotNull(t.${quoteIdentifier(column.name)}) GROUP BY t.${quoteIdentifier(column.name)})`);
  }

  private ask(sql: string): Promise<number> {
    const known = this.known.get(sql);
    if (known !== undefined) return known;
    const answer = this.session.query<{ n: number | string }>(sql).then(([row]) => Number(row?.n ?? 0));
    this.known.set(sql, answer);
    return answer;
  }
}

interface ChosenKeys {
  readonly keys: ReadonlyMap<InitTable, InitColumn>;
  readonly others: readonly string[];
  readonly isGuessed: boolean;
}

/** The customer key of each table that has one: by name first, and the name that most tables share wins a tie. */
async function chooseKeys(facts: Facts, tables: readonly InitTable[]): Promise<ChosenKeys> {
  const tablesWith = (name: string) => tables.filter((table) => table.columns.some((column) => column.name === name)).length;
  const keys = new Map<InitTable, InitColumn>();
  const others = new Set<string>();
  for (const table of tables) {
    const ranked = table.columns
      .filter((column) => canBeKey(column))
      .map((column) => ({ column, score: scoreCustomerKey(column.name) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || tablesWith(b.column.name) - tablesWith(a.column.name));
    const [best, second] = ranked;
    if (best === undefined) continue;
    keys.set(table, best.column);
    if (second !== undefined && second.score >= best.score - 1) others.add(second.column.name);
  }
  if (keys.size > 0) return { keys, others: [...others], isGuessed: false };
  return guessKeys(facts, tables);
}

/** No name tells: an identifier that repeats in a table with a time, best one that is unique in another table. */
async function guessKeys(facts: Facts, tables: readonly InitTable[]): Promise<ChosenKeys> {
  const candidates: { readonly name: string; readonly score: number }[] = [];
  for (const table of tables) {
    const hasTime = table.columns.some((column) => isTime(column));
    for (const column of table.columns) {
      if (!canBeKey(column) || column.distinct < 2 || column.present < table.rows * 0.5) continue;
      if (scoreOccasion(column.name) > 0) continue;
      const repeats = column.distinct < table.rows * 0.9;
      let score = (isIdName(column.name) ? 3 : 0) + (hasTime && repeats ? 1 : 0);
      for (const other of tables) {
        const same = other === table ? undefined : other.columns.find((candidate) => candidate.name === column.name);
        if (same !== undefined && (await facts.isUnique(other, same))) score += 2;
      }
      if (!isIdName(column.name) && column.type !== 'category') continue;
      if (!isIdName(column.name) && column.distinct < table.rows * 0.01) continue;
      candidates.push({ name: column.name, score });
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const [best] = candidates;
  const keys = new Map<InitTable, InitColumn>();
  if (best === undefined) return { keys, others: [], isGuessed: true };
  for (const table of tables) {
    const column = table.columns.find((candidate) => candidate.name === best.name);
    if (column !== undefined) keys.set(table, column);
  }
  return {
    keys,
    others: [...new Set(candidates.slice(1).map(({ name }) => name))].filter((name) => name !== best.name).slice(0, 5),
    isGuessed: true,
  };
}

function canBeKey(column: InitColumn): boolean {
  return (
    column.present > 0 &&
    (column.type === 'category' || column.type === 'text' || (column.type === 'number' && !column.hasNegatives))
  );
}

/** The customer table: a row a key. Of several, one named like it, then the one with most other columns. */
async function chooseCustomers(
  facts: Facts,
  tables: readonly InitTable[],
  keys: ReadonlyMap<InitTable, InitColumn>,
): Promise<InitCustomers | null> {
  const found: { readonly customers: InitCustomers; readonly score: number }[] = [];
  for (const table of tables) {
    const key = keys.get(table);
    if (key === undefined || table.columns.length < 2) continue;
    const isNamed = isCustomerTableName(table.name);
    const isUnique = await facts.isUnique(table, key);
    const updated = table.columns.find((column) => isTime(column) && isUpdatedName(column.name));
    const repeatsLittle = isNamed && updated !== undefined && key.present === table.rows && key.distinct > table.rows * 0.5;
    if (!isUnique && !repeatsLittle) continue;
    // One row a customer and a time of an event: with nothing said by its name, more rows of others must lean on it.
    const hasOccasion = table.columns.some((column) => scoreOccasion(column.name) > 0);
    if (hasOccasion && !isNamed) continue;
    const since = table.columns.find((column) => isTime(column) && isSinceName(column.name) && column.format === null) ?? null;
    found.push({
      customers: { table, key, since, latestBy: isUnique ? null : (updated ?? null) },
      score: (isNamed ? 100 : 0) + table.columns.length,
    });
  }
  found.sort((a, b) => b.score - a.score);
  return found[0]?.customers ?? null;
}

/** Tables with a row for each value of a column that this table has too, under the same name. */
async function findJoins(
  facts: Facts,
  table: InitTable,
  key: InitColumn,
  dimensions: readonly InitTable[],
): Promise<readonly InitJoin[]> {
  const joins: InitJoin[] = [];
  for (const dimension of dimensions) {
    for (const column of dimension.columns) {
      const own = table.columns.find((candidate) => candidate.name === column.name);
      if (own === undefined || own.name === key.name || !canBeKey(column) || !canBeKey(own)) continue;
      if (!(await facts.isUnique(dimension, column))) continue;
      if ((await facts.shareFound(table, own, dimension, column)) < 0.5) continue;
      joins.push({ table: dimension, on: column });
      break;
    }
  }
  return joins;
}

async function readEvent(
  facts: Facts,
  table: InitTable,
  key: InitColumn,
  joins: readonly InitJoin[],
): Promise<InitEvent | null> {
  const candidates = [
    { from: table, columns: table.columns },
    ...joins.map((join) => ({ from: join.table, columns: join.table.columns })),
  ]
    .flatMap(({ from, columns }) => columns.filter((column) => isTime(column)).map((column) => ({ from, column })))
    .map((candidate) => ({ ...candidate, score: scoreTime(candidate.column, candidate.from, table) }))
    .sort((a, b) => b.score - a.score);
  const [best] = candidates;
  if (best === undefined) return null;
  return {
    table,
    key,
    time: best.column,
    timeFrom: best.from,
    otherTimes: candidates.slice(1).map(({ column }) => column.name),
    occasion: best.from === table ? await findOccasion(facts, table, key, best.column) : null,
    joins,
  };
}

function scoreTime(column: InitColumn, from: InitTable, table: InitTable): number {
  const filled = from.rows === 0 ? 0 : column.present / from.rows;
  return scoreEventTime(column.name) + (column.type === 'datetime' ? 0.5 : 0) + filled + (from === table ? 10 : 0);
}

/** An identifier that several rows share, each with one customer and one time. */
async function findOccasion(facts: Facts, table: InitTable, key: InitColumn, time: InitColumn): Promise<InitColumn | null> {
  const candidates = table.columns
    .filter((column) => scoreOccasion(column.name) > 0 && column.name !== key.name && column.present > 0)
    .sort((a, b) => b.distinct - a.distinct);
  for (const column of candidates) {
    if (await facts.isUnique(table, column)) continue;
    if ((await facts.shareDetermined(table, column, [key, time])) >= 0.95) return column;
  }
  return null;
}

function isTime(column: InitColumn): boolean {
  return column.type === 'date' || column.type === 'datetime';
}

import type { ValueType } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import { isIdName, isNamingName, isNumberedName, isPrivateName, readMoneyPart, splitName } from './column-hints.ts';
import type { InitJoin } from './infer-roles.ts';
import { type InitColumn, type InitTable, isInferredType } from './init-table.ts';

/** An attribute or field as it is to stand in the catalog. */
export interface InitField {
  readonly id: string;
  readonly type: ValueType;
  /** Null: the column of the id. */
  readonly sql: string | null;
  /** What it is called where it is no column of that name; null: its id. */
  readonly label: { readonly ko: string; readonly en: string } | null;
  readonly labelColumn: string | null;
  readonly format: string | null;
  readonly flagWords: InitColumn['flagWords'];
  readonly order: readonly string[] | null;
  readonly unit: string | null;
  readonly isPrivate: boolean;
  /** Whether SQL may count on the column being a number. */
  readonly isNumberInSql: boolean;
  /** Why it is so, and what else it could be; without line breaks. */
  readonly why: readonly string[];
}

/** A column with the name that the relation shows it under. */
interface ShownColumn {
  readonly id: string;
  readonly table: InitTable;
  readonly column: InitColumn;
  readonly isJoined: boolean;
}

/** What is to be known of a relation: a table, and tables joined to it. */
export interface FieldsInput {
  readonly table: InitTable;
  readonly joins: readonly InitJoin[];
  /** Columns that are something else: the key, the time, the occasion. */
  readonly except: readonly string[];
  readonly currency: string | null;
  /** Whether price times quantity is worth a field. */
  readonly isEvent: boolean;
}

/** The fields (or attributes) of a relation, in the order of its columns. */
export async function inferFields(session: ChdbSession, input: FieldsInput): Promise<readonly InitField[]> {
  const shown = listShownColumns(input).filter(({ column }) => column.present > 0);
  const labels = await findLabels(session, shown, input.joins);
  const named = new Set([...labels.values()].map((label) => label.id));
  const fields = shown.filter(({ id }) => !named.has(id)).map((one) => describeField(one, labels.get(one)?.id ?? null, input));
  return input.isEvent ? [...suggestAmount(fields, input), ...fields] : fields;
}

/** Name of a joined column: its own, unless the table (or an earlier join) has one of that name. */
export function nameJoinedColumns(
  table: InitTable,
  joins: readonly InitJoin[],
): ReadonlyMap<InitJoin, ReadonlyMap<string, string>> {
  const taken = new Set(table.columns.map(({ name }) => name));
  const named = new Map<InitJoin, ReadonlyMap<string, string>>();
  for (const join of joins) {
    const names = new Map<string, string>();
    for (const { name } of join.table.columns) {
      if (name === join.on.name) continue;
      let id = name;
      for (let round = 1; taken.has(id); round += 1) id = `${join.table.name}_${name}${round === 1 ? '' : `_${round}`}`;
      taken.add(id);
      names.set(name, id);
    }
    named.set(join, names);
  }
  return named;
}

function listShownColumns(input: FieldsInput): readonly ShownColumn[] {
  const own = input.table.columns.map((column) => ({ id: column.name, table: input.table, column, isJoined: false }));
  const names = nameJoinedColumns(input.table, input.joins);
  const joined = input.joins.flatMap((join) =>
    join.table.columns.flatMap((column) => {
      const id = names.get(join)?.get(column.name);
      return id === undefined ? [] : [{ id, table: join.table, column, isJoined: true }];
    }),
  );
  return [...own, ...joined].filter(({ id }) => !input.except.includes(id));
}

/** Columns whose values name the codes of another: nearly always one name a code, and many names. */
async function findLabels(
  session: ChdbSession,
  shown: readonly ShownColumn[],
  joins: readonly InitJoin[],
): Promise<ReadonlyMap<ShownColumn, ShownColumn>> {
  const labels = new Map<ShownColumn, ShownColumn>();
  const taken = new Set<ShownColumn>();
  for (const naming of shown) {
    if (!isNamingName(naming.column.name) || isPrivateName(naming.column.name)) continue;
    if (naming.column.type !== 'category' && naming.column.type !== 'text') continue;
    const join = joins.find(({ table }) => table === naming.table);
    // The code may stand in the table that the names are joined to.
    const isBeside = (code: ShownColumn) => code.table === naming.table || (!code.isJoined && code.id === join?.on.name);
    const codes = shown
      .filter((code) => code !== naming && isBeside(code) && !labels.has(code) && !isNamingName(code.column.name))
      .filter(({ column }) => column.type === 'category' || (column.type === 'number' && isIdName(column.name)))
      .map((code) => ({ code, shared: countShared(code.column.name, naming.column.name) }))
      .filter(({ code, shared }) => shared > 0 || isIdName(code.column.name))
      .sort((a, b) => b.shared - a.shared);
    for (const { code } of codes) {
      const distinct = code.table === naming.table ? code.column.distinct : (join?.on.distinct ?? 0);
      if (taken.has(naming) || naming.column.distinct < distinct * 0.5) continue;
      if ((await shareNamed(session, naming.table, code.column.name, naming.column.name)) < 0.9) continue;
      labels.set(code, naming);
      taken.add(naming);
    }
  }
  return labels;
}

/** Share (0-1) of rows with a code and a name that have the code's most frequent name. */
async function shareNamed(session: ChdbSession, table: InitTable, code: string, name: string): Promise<number> {
  const [codeSql, nameSql] = [`t.${quoteIdentifier(code)}`, `t.${quoteIdentifier(name)}`];
  const [row] = await session.query<{ n: number }>(`SELECT ifNull(sum(most) / nullIf(sum(rows), 0), 0) AS n FROM (
    SELECT max(times) AS most, sum(times) AS rows FROM (
      SELECT ${codeSql} AS _code, count() AS times FROM ${fileSql(table.parquetFiles)} AS t WHERE isNotNull(${codeSql}) AND isNotNull(${nameSql})
      GROUP BY ${codeSql}, ${nameSql}) GROUP BY _code)`);
  return Number(row?.n ?? 0);
}

function describeField(shown: ShownColumn, labelColumn: string | null, input: FieldsInput): InitField {
  const { column, id } = shown;
  const why: string[] = [];
  if (shown.isJoined) why.push(`from ${shown.table.name}`);
  const isCode = column.type === 'number' && isNumberedName(column.name);
  if (isCode) why.push('numbers that name something: to compare them as numbers, write type: number');
  if (labelColumn !== null) why.push(`${labelColumn} tells what each value is called`);
  if (column.unfit > 0) why.push(`${column.unfit} values are no ${column.type}: they become missing and are counted at load`);
  if (column.otherFormat !== null) why.push(`day and month could be the other way round: ${column.otherFormat}`);
  const isPrivate = ['category', 'text', 'number'].includes(column.type) && isPrivateName(column.name);
  if (isPrivate) why.push('looks private: not shown to everyone');
  const base: InitField = {
    id,
    type: isCode ? 'category' : column.type,
    sql: null,
    label: null,
    labelColumn,
    format: column.format,
    flagWords: column.type === 'boolean' ? readFlagWords(column) : null,
    order: null,
    unit: null,
    isPrivate,
    isNumberInSql: column.type === 'number' && isInferredType(column),
    why,
  };
  if (column.dressed !== null && !isCode && !isIdName(column.name)) {
    why.push('numbers written with commas or signs: read without them');
    return {
      ...base,
      type: 'number',
      // Whole and fraction are all digits, at most six after the point: nothing is cut.
      sql: `toDecimal128OrNull(replaceRegexpAll(${quoteIdentifier(id)}, '[^0-9.-]', ''), ${column.dressed.decimals})`,
      unit: readUnit(column, input.currency),
    };
  }
  if (base.type === 'number') return { ...base, unit: readUnit(column, input.currency) };
  const order = base.type === 'category' && labelColumn === null ? orderBands(column) : null;
  if (order !== null) why.push('values look like steps: put in order');
  return { ...base, order };
}

function readFlagWords(column: InitColumn): InitColumn['flagWords'] {
  const words = column.flagWords;
  return words === null || (words.yes[0] === 'true' && words.no[0] === 'false') ? null : words;
}

function readUnit(column: InitColumn, currency: string | null): string | null {
  const part = readMoneyPart(column.name);
  return part === 'amount' || part === 'price' || part === 'discount' ? currency : null;
}

/** Price times quantity, where both are there and no amount is. */
function suggestAmount(fields: readonly InitField[], { currency }: FieldsInput): readonly InitField[] {
  const numbers = fields.filter((field) => field.type === 'number' && field.isNumberInSql);
  const parts = numbers.map((field) => ({ field, part: readMoneyPart(field.id) }));
  if (parts.some(({ part }) => part === 'amount') || fields.some(({ id }) => id === 'amount')) return [];
  const prices = parts.filter(({ part }) => part === 'price');
  const quantities = parts.filter(({ part }) => part === 'quantity');
  const [price, quantity] = [prices[0], quantities[0]];
  if (price === undefined || quantity === undefined || prices.length > 1 || quantities.length > 1) return [];
  return [
    {
      id: 'amount',
      type: 'number',
      sql: `${quoteIdentifier(quantity.field.id)} * ${quoteIdentifier(price.field.id)}`,
      label: { ko: '금액', en: 'Amount' },
      labelColumn: null,
      format: null,
      flagWords: null,
      order: null,
      unit: currency,
      isPrivate: false,
      isNumberInSql: true,
      why: ['price times quantity: what a row is worth'],
    },
  ];
}

/** Steps such as `19-24`, `Under 15K`, `65+` in order; null when the values are not such. */
function orderBands(column: InitColumn): readonly string[] | null {
  const values = column.examples;
  if (values.length < 3 || values.length > 40 || column.distinct !== values.length || isIdName(column.name)) return null;
  const steps = values.map((value) => {
    const digits = /\d+(?:\.\d+)?/.exec(value.replaceAll(',', ''))?.[0];
    const isBand =
      /^(under|over|less|more|up to|below|above|[<>~])?\s*[£$€₩]?\d|^\D{0,3}\d+\s*[대세]?\s*(미만|이하|이상|초과)?$/i.test(
        value,
      );
    const isBelow = /^(under|less|up to|below|<|~)|(미만|이하)$/i.test(value);
    return { value, at: digits === undefined || !isBand ? null : Number(digits) - (isBelow ? 0.5 : 0) };
  });
  // One value may be no step (Unknown, None): it goes last. All plain numbers are a number column already.
  if (
    steps.filter(({ at }) => at === null).length > 1 ||
    !values.some((value) => /[-~+]|under|over|less|more|대|미만|이하|이상/i.test(value))
  )
    return null;
  return steps
    .sort((a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY))
    .map(({ value }) => value);
}

function countShared(a: string, b: string): number {
  const words = new Set(splitName(b));
  return splitName(a).filter((word) => words.has(word)).length;
}

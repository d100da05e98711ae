import { type CustomersSpec, SilhouetteError, type TimeZone, type ValueSpec } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, newFileSql, quoteIdentifier } from '../chdb/sql-text.ts';
import { type ErasedKeys, isOneOfSql } from '../erasure/erased-keys.ts';
import { findErasedKeys } from '../erasure/find-erased-keys.ts';
import type { LoadReport } from '../snapshot/load-report.ts';
import type { ValueSql } from '../value-sql/value-sql.ts';
import { explainSqlError } from './check-sql.ts';
import { gatherAll } from './gather-all.ts';
import {
  type AggregateRow,
  bindValue,
  chooseRawSource,
  countDecimalsOfSql,
  countOf,
  findColumn,
  makeReadSpec,
  PLAIN_COLUMN,
  readColumnReport,
  readDateRange,
  readSql,
  reportColumnsSql,
  selectBoundSql,
  type ValueReading,
} from './read-values.ts';
import { type Relation, type Relations, withRelationSql } from './relations.ts';
import { labelSql, type RawColumn, resolveValues, type SettledValue, type StagedValue, settleValues } from './stage-values.ts';

/** The customer table's rows, read and checked, in one file that is not yet in shards. */
export interface StagedCustomers {
  readonly spec: CustomersSpec;
  /** Parquet: `_key`, `_since_ms`, `_latest`, `_row`, values, labels. One key may have several rows with `latestBy`. */
  readonly file: string;
  readonly attributes: readonly SettledValue[];
  readonly report: NonNullable<LoadReport['customers']>;
}

/** The customer table, checked; nothing has been read yet. */
export interface ResolvedCustomers {
  readonly spec: CustomersSpec;
  readonly innerSql: string;
  readonly since: { readonly reading: ValueReading; readonly sql: ValueSql } | null;
  readonly attributes: readonly StagedValue[];
}

/** Nothing said of a column that the catalog does not name. */
const UNDESCRIBED: Omit<ValueSpec, 'column'> = {
  ...PLAIN_COLUMN,
  sql: null,
  labelColumn: null,
  label: null,
  description: null,
  group: null,
  unit: null,
  order: null,
  values: new Map(),
  synonyms: [],
  pii: false,
  hidden: false,
};

/** Checks the customer table against its relation. @throws missing-column, invalid-sql, inexact-sql, clashing-id. */
export async function resolveCustomers(
  session: ChdbSession,
  relations: Relations,
  spec: CustomersSpec,
  zone: TimeZone,
): Promise<ResolvedCustomers> {
  const relation = relations.get(spec.from);
  if (relation === undefined) {
    throw SilhouetteError.of('unknown-source', `There is no source or view "${spec.from}".`, 'customers.from');
  }
  const find = (name: string | null, part: string) =>
    name === null ? null : findColumn(relation.columns, name, spec.from, `customers.${part}`);
  const [key, since, latest, { values, raw, texts }] = await gatherAll(
    () => findColumn(relation.columns, spec.key, spec.from, 'customers.key'),
    () => find(spec.since, 'since'),
    () => find(spec.latestBy, 'latestBy'),
    () => resolveValues(session, relations, relation, listAttributes(spec, relation), 'customers.attributes'),
  );
  const keySource = chooseRawSource(relation, key, 'category');
  const sinceSource = since === null ? null : chooseRawSource(relation, since, 'datetime');
  const keySql = readSql(
    {
      name: key.name,
      raw: '_raw_key',
      fromType: keySource.fromType,
      spec: { ...PLAIN_COLUMN, type: 'text' },
      isClean: keySource.isClean,
    },
    zone,
    'customers.key',
  ).value;
  const sinceReading: ValueReading | null =
    since === null || sinceSource === null
      ? null
      : {
          name: since.name,
          raw: '_raw_since',
          fromType: sinceSource.fromType,
          spec: { ...PLAIN_COLUMN, type: 'datetime' },
          range: await readDateRange(session, relations, relation, sinceSource),
        };
  const sinceValue = sinceReading === null ? null : bindValue(readSql(sinceReading, zone, 'customers.since'), '_bound_since');
  const latestSql =
    latest === null
      ? "CAST(NULL, 'Nullable(String)')"
      : readSql(
          { name: latest.name, raw: '_raw_latest', fromType: latest.type, spec: makeReadSpec(PLAIN_COLUMN, latest.type) },
          zone,
          'customers.latestBy',
        ).value;
  const hasRow = relation.columns.some((column) => column.name === '_row');
  const columns: RawColumn[] = [
    { expr: keySource.expr, raw: '_raw_key' },
    ...(sinceSource === null ? [] : [{ expr: sinceSource.expr, raw: '_raw_since' }]),
    ...(latest === null ? [] : [{ expr: quoteIdentifier(latest.name), raw: '_raw_latest' }]),
    { expr: hasRow ? 'toUInt64(ifNull(_row, 0))' : 'toUInt64(0)', raw: '_r' },
    ...raw,
  ];
  const needed = [keySource, sinceSource].flatMap((one) => (one === null || one.text === null ? [] : [one.text]));
  const inner = `SELECT ${columns.map(({ expr, raw: name }) => `${expr} AS ${name}`).join(', ')} FROM ${quoteIdentifier(spec.from)}`;
  const withSql = withRelationSql(relations, spec.from, [...new Set([...texts, ...needed])]);
  const read = selectBoundSql(
    `SELECT *, ${keySql} AS _id, ${latestSql} AS _latest FROM (${inner})`,
    sinceValue === null ? [] : [sinceValue],
  );
  return {
    spec,
    since: sinceReading === null || sinceValue === null ? null : { reading: sinceReading, sql: sinceValue.value },
    attributes: values,
    innerSql: `${withSql} SELECT *, ${sinceValue?.value.instantMs ?? "CAST(NULL, 'Nullable(Int64)')"} AS _since FROM (${read})`,
  };
}

/**
 * Reads the customer table. @throws repeated-key with examples and counts, where there is no `latestBy`; invalid-sql when a
 * view fails on its rows.
 */
export async function stageCustomers(
  session: ChdbSession,
  customers: ResolvedCustomers,
  file: string,
  zone: TimeZone,
  erased: ErasedKeys,
): Promise<StagedCustomers> {
  try {
    return await readCustomers(session, customers, file, zone, erased);
  } catch (error) {
    throw explainSqlError(error, 'customers', `Reading "${customers.spec.from}" for the customers`);
  }
}

async function readCustomers(
  session: ChdbSession,
  customers: ResolvedCustomers,
  file: string,
  zone: TimeZone,
  erased: ErasedKeys,
): Promise<StagedCustomers> {
  // Raw rows are gone already; keys that a view makes are not in them.
  const isErased = isOneOfSql('_id', await findErasedKeys(session, erased, customers.innerSql, '_id'));
  const valid = `isNotNull(_id) AND NOT ifNull(${isErased}, 0)`;
  const { since } = customers;
  const firstBound = customers.attributes.map(({ reading, path, column }) =>
    bindValue(readSql(reading, zone, path), `_bound_${column}`),
  );
  const [found] = await session.query<AggregateRow>(
    `SELECT ${[
      'count() AS n_read',
      `countIf(${valid}) AS n_rows`,
      `countIf(ifNull(${isErased}, 0)) AS n_erased`,
      ...(since === null ? [] : reportColumnsSql(since.reading, since.sql, valid, 'since')),
      ...customers.attributes.flatMap(({ reading }, index) => {
        const value = firstBound[index]?.value;
        return value === undefined ? [] : reportColumnsSql(reading, value, valid, `c${index}`);
      }),
      ...customers.attributes.flatMap(({ reading }, index) =>
        reading.spec.type === 'number' && reading.spec.decimals === null
          ? [`maxIf(${countDecimalsOfSql(reading, zone)}, ${valid}) AS d${index}`]
          : [],
      ),
    ].join(', ')} FROM (${selectBoundSql(customers.innerSql, firstBound)})`,
  );
  const counts = found ?? {};
  const attributes = settleValues(customers.attributes, counts, zone);
  const bound = attributes.map((attribute) => bindValue(attribute.sql, `_bound_${attribute.column}`));
  const labels = attributes.flatMap(({ label, path }) =>
    label === null ? [] : [`${labelSql(label, zone, path)} AS ${label.column}`],
  );
  await session.execute(
    `INSERT INTO ${newFileSql(file)} SELECT ${[
      'assumeNotNull(_id) AS _key',
      '_since AS _since_ms',
      '_latest',
      '_r AS _row',
      ...attributes.map(({ column }, index) => `${bound[index]?.value.value ?? 'NULL'} AS ${column}`),
      ...labels,
    ].join(
      ', ',
    )} FROM (${selectBoundSql(customers.innerSql, bound)}) WHERE ${valid} SETTINGS output_format_parquet_compression_method = 'lz4', engine_file_truncate_on_insert = 1`,
  );
  const rows = countOf(counts, 'n_rows');
  const rowsErased = countOf(counts, 'n_erased');
  const [distinct] = await session.query<AggregateRow>(`SELECT uniqExact(_key) AS n FROM ${fileSql([file])}`);
  const keys = countOf(distinct ?? {}, 'n');
  if (keys < rows && customers.spec.latestBy === null)
    throw await explainRepeatedKeys(session, customers.spec, file, rows - keys);
  const columns = attributes.map((attribute, index) => readColumnReport(counts, attribute.reading, `c${index}`));
  return {
    spec: customers.spec,
    file,
    attributes,
    report: {
      rows,
      rowsWithoutKey: countOf(counts, 'n_read') - rows - rowsErased,
      ...(rowsErased === 0 ? {} : { rowsErased }),
      rowsReplaced: rows - keys,
      columns: since === null ? columns : [readColumnReport(counts, since.reading, 'since'), ...columns],
    },
  };
}

async function explainRepeatedKeys(
  session: ChdbSession,
  spec: CustomersSpec,
  file: string,
  extra: number,
): Promise<SilhouetteError> {
  const rows = await session.query<{ _key: string; n: string }>(
    `SELECT _key, count() AS n FROM ${fileSql([file])} GROUP BY _key HAVING n > 1 ORDER BY n DESC, _key LIMIT 5`,
  );
  const examples = rows.map((row) => `"${row._key}" (${row.n} rows)`).join(', ');
  return SilhouetteError.of(
    'repeated-key',
    `The column "${spec.key}" of "${spec.from}" is to name one customer a row, but ${extra} ${extra === 1 ? 'row repeats' : 'rows repeat'} a key: ${examples}. Say which row wins with latestBy: <a column, the greatest value wins>, or make the keys unique in a view.`,
    'customers.key',
  );
}

/** The declared attributes, then (with `columns: all`) every other column but the key. */
function listAttributes(spec: CustomersSpec, relation: Relation): ReadonlyMap<string, ValueSpec> {
  const attributes = new Map(spec.attributes);
  if (spec.columns === 'named') return attributes;
  const named = new Set([spec.key]);
  for (const [id, { column, sql, labelColumn }] of spec.attributes) {
    if (column !== null) named.add(column);
    if (labelColumn !== null) named.add(labelColumn);
    // An expression named like a column stands in its place.
    if (sql !== null) named.add(id);
  }
  for (const { name } of relation.columns) {
    if (name.startsWith('_') || named.has(name)) continue;
    const other = spec.attributes.get(name);
    if (other !== undefined) {
      throw SilhouetteError.of(
        'clashing-id',
        `The attribute "${name}" reads the column "${other.column ?? ''}", and "${spec.from}" also has a column "${name}" that is taken too. Give the attribute another id, name the column in an attribute of its own, or write columns: named.`,
        `customers.attributes.${name}`,
      );
    }
    attributes.set(name, { ...UNDESCRIBED, column: name });
  }
  return attributes;
}

import { SilhouetteError } from '@silhouette/model';
import { readClickHouseCode, wrapChdbError } from '../chdb/chdb-error.ts';
import type { ChdbSession } from '../chdb/chdb-session.ts';

/** SQL of the catalog in ClickHouse's own spelling: one statement, no comments. */
export interface CheckedSql {
  readonly sql: string;
  /** Tables that it reads (names of common table expressions too). */
  readonly tables: ReadonlySet<string>;
}

/** Functions that reach out of the row: files, other tables and servers, the process's settings. */
const OUTSIDE_FUNCTIONS =
  /^(file|url|s3.*|hdfs.*|remote.*|cluster.*|mysql|postgresql|mongodb|sqlite|jdbc|odbc|executable|input|dictGet.*|dictHas|dictIsIn|joinGet.*|catboostEvaluate|getSetting.*|getServerPort|getClientHTTPHeader|sleep.*|fuzzQuery|showCertificate|hasThreadFuzzer|getMacro|serverUUID|hostName|initializeAggregation|evalMLMethod|aiGenerate.*)$/i;

/**
 * A view of the catalog, checked: exactly one SELECT, reading named relations only; no table function, settings, output
 * clause or function that reaches outside.
 * @throws invalid-sql at `path`
 */
export async function checkSelect(session: ChdbSession, text: string, path: string): Promise<CheckedSql> {
  const sql = await formatSql(session, text, path);
  const tree = await parseTree(session, sql, path);
  if (!tree.startsWith('SelectWithUnionQuery')) throw refuse(path, 'it is not a SELECT');
  if (/\n FORMAT /.test(`\n ${sql}`) || /^SelectWithUnionQuery \(children ([2-9]|\d\d)/.test(tree)) {
    throw refuse(path, 'it has a FORMAT, SETTINGS or INTO clause');
  }
  return { sql, tables: checkTree(tree, path) };
}

/**
 * An expression over the columns of one relation, checked likewise; a query inside it (`IN (SELECT …)`) is refused.
 * @throws invalid-sql at `path`
 */
export async function checkExpression(session: ChdbSession, text: string, path: string): Promise<string> {
  const sql = await formatSql(session, `SELECT ${text}\n`, path);
  const tree = await parseTree(session, sql, path);
  const isOneExpression =
    /^SelectWithUnionQuery \(children 1\)\n ExpressionList \(children 1\)\n {2}SelectQuery \(children 1\)\n {3}ExpressionList \(children 1\)\n/;
  if (!isOneExpression.test(tree) || !/^SELECT\s+(?!DISTINCT\b)/.test(sql)) {
    throw refuse(path, 'it is not one expression (no FROM, AS list or further clause)');
  }
  if (/\n {4}(Asterisk|QualifiedAsterisk|Columns)/.test(tree)) throw refuse(path, 'it is not one expression');
  if (tree.includes('SelectQuery', tree.indexOf('SelectQuery') + 1)) {
    throw refuse(path, 'it holds a query of its own; put that into a view');
  }
  checkTree(tree, path);
  return sql.replace(/^SELECT\s+/, '');
}

/** The error for SQL that ClickHouse refuses, with its words shortened; memory and disk failures stay what they are. */
export function explainSqlError(error: unknown, path: string, what: string): SilhouetteError {
  const code = readClickHouseCode(error);
  if (code === null) return wrapChdbError(error);
  const wrapped = wrapChdbError(error, 'invalid-sql');
  if (wrapped.code === 'disk-full' || wrapped.code === 'sql-limit') return wrapped;
  const words = (wrapped.issues[0]?.message ?? wrapped.message).replace(/: ?In scope [\s\S]*?(?= \(ClickHouse code|$)/, '');
  // No common type: columns of two sources may have been inferred differently.
  const remedy =
    code === 386
      ? 'Compare values of different types as text: toString(a) = toString(b)'
      : 'Correct the SQL in silhouette.yaml';
  return SilhouetteError.of('invalid-sql', `${what} cannot be run: ${words}. ${remedy}.`, path, error);
}

async function formatSql(session: ChdbSession, text: string, path: string): Promise<string> {
  try {
    // Parses one statement out of a bound string: a second statement or an unbalanced bracket cannot slip out of it.
    const [row] = await session.query<{ sql: string }>('SELECT formatQuery({text:String}) AS sql', { text }, 'invalid-sql');
    return row?.sql ?? '';
  } catch (error) {
    throw explainSqlError(error, path, 'The SQL');
  }
}

async function parseTree(session: ChdbSession, sql: string, path: string): Promise<string> {
  try {
    const rows = await session.query<{ explain: string }>(`EXPLAIN AST ${sql}`, {}, 'invalid-sql');
    return rows.map((row) => row.explain).join('\n');
  } catch (error) {
    throw explainSqlError(error, path, 'The SQL');
  }
}

function checkTree(tree: string, path: string): ReadonlySet<string> {
  const tables = new Set<string>();
  const lines = tree.split('\n');
  for (const [index, line] of lines.entries()) {
    const node = line.trim();
    if (node === 'Set' || /^Set \(/.test(node)) throw refuse(path, 'it has a SETTINGS clause');
    if (/^TableExpression/.test(node) && /^Function /.test((lines[index + 1] ?? '').trim())) {
      throw refuse(path, `it reads the table function ${nameOf((lines[index + 1] ?? '').trim())}; name a source instead`);
    }
    if (/^Function /.test(node) && OUTSIDE_FUNCTIONS.test(nameOf(node))) {
      throw refuse(path, `the function ${nameOf(node)} reaches outside the data`);
    }
    if (/^QueryParameter/.test(node)) throw refuse(path, 'it has a {parameter}');
    if (/^(Table)?Identifier (system|information_schema)\./i.test(node))
      throw refuse(path, 'it reads a table of ClickHouse itself');
    if (/^TableIdentifier /.test(node)) tables.add(nameOf(node));
  }
  return tables;
}

function nameOf(node: string): string {
  return node
    .replace(/^\w+ /, '')
    .replace(/ \(children \d+\)$/, '')
    .replace(/ \(alias .*\)$/, '');
}

function refuse(path: string, reason: string): SilhouetteError {
  return SilhouetteError.of(
    'invalid-sql',
    `This SQL cannot be used: ${reason}. A view is one SELECT over sources and earlier views; where and sql are one expression over the columns.`,
    path,
  );
}

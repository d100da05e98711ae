import { type Issue, SilhouetteError } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { findCommonTables } from './find-common-tables.ts';
import { guardSql } from './guard-sql.ts';
import { parseAst } from './parse-ast.ts';
import { tableName, type WorkbenchTable } from './workbench-tables.ts';

/**
 * A statement typed by a person, parsed by ClickHouse (nothing is run) and held against the allow-list.
 * @returns it in ClickHouse's own formatting: what was checked is what is run.
 * @throws SilhouetteError `sql-refused` with every reason.
 */
export async function checkStatement(session: ChdbSession, sql: string, tables: readonly WorkbenchTable[]): Promise<string> {
  const statement = await parseStatement(session, sql);
  const issues = await guardStatement(session, statement, tables);
  if (issues.length > 0) throw new SilhouetteError(issues);
  return statement;
}

// Several statements, or anything else that is not one statement, do not parse.
async function parseStatement(session: ChdbSession, sql: string): Promise<string> {
  const [row] = await session.query<{ readonly formatted: string }>(
    'SELECT formatQuery({sql:String}) AS formatted',
    { sql },
    'sql-refused',
  );
  const formatted = row?.formatted ?? '';
  // The braces of a parameter would be filled from this process's own; a literal's braces are escaped text to us as well.
  if (/\{[^{}]*:[^{}]*\}/.test(withoutLiterals(formatted))) {
    throw SilhouetteError.of('sql-refused', 'A parameter in braces is not answered here; write the value itself.');
  }
  // The totals would stand beside the rows, where a list of rows has no place for them.
  if (/\bWITH\s+TOTALS\b/i.test(withoutLiterals(formatted))) {
    throw SilhouetteError.of(
      'sql-refused',
      'WITH TOTALS is not answered here; write GROUP BY ROLLUP(…), whose totals are rows.',
    );
  }
  return formatted;
}

function withoutLiterals(sql: string): string {
  return sql.replace(/'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.|``)*`/gs, "''");
}

async function guardStatement(
  session: ChdbSession,
  statement: string,
  tables: readonly WorkbenchTable[],
): Promise<readonly Issue[]> {
  if (!/^\s*(SELECT|WITH|\(|FROM)\b|^\s*\(/i.test(statement)) {
    return [
      {
        path: '',
        code: 'sql-refused',
        message: 'Only one SELECT is answered here (WITH, UNION, subqueries and joins included).',
      },
    ];
  }
  const rows = await session.query<{ readonly explain: string }>(`EXPLAIN AST ${statement}`, {}, 'sql-refused');
  const root = parseAst(rows.map((row) => row.explain));
  if (root === null) {
    return [
      {
        path: '',
        code: 'sql-refused',
        message: 'A name in this statement holds a line break or control character; rename it.',
      },
    ];
  }
  return guardSql(root, { tables: new Set(tables.map(tableName)), commonTables: findCommonTables(statement) });
}

import type { Issue } from '@silhouette/model';
import { isAllowedFunction } from './allowed-functions.ts';
import type { AstNode } from './parse-ast.ts';

/** What SQL typed by people may name. */
export interface GuardScope {
  /** Tables that exist for it, as `name` or `database.name`. */
  readonly tables: ReadonlySet<string>;
  /** Names that the statement itself gives to subqueries (`WITH name AS (…)`). */
  readonly commonTables: ReadonlySet<string>;
}

/** Nodes that may stand anywhere; anything else (SETTINGS, INTO, FORMAT, APPLY …) is refused by not being here. */
const PLAIN_NODES: ReadonlySet<string> = new Set([
  'SelectIntersectExceptQuery',
  'ExpressionList',
  'SelectQuery',
  'Literal',
  'Subquery',
  'WithElement',
  'TablesInSelectQuery',
  'TablesInSelectQueryElement',
  'TableExpression',
  'TableJoin',
  'ArrayJoin',
  'OrderByElement',
  'Asterisk',
  'QualifiedAsterisk',
  'ColumnsTransformerList',
  'ColumnsExceptTransformer',
  'ColumnsReplaceTransformer',
  'ColumnsReplaceTransformer::Replacement',
  'ColumnsRegexpMatcher',
  'ColumnsListMatcher',
  'QualifiedColumnsRegexpMatcher',
  'QualifiedColumnsListMatcher',
  'WindowDefinition',
  'WindowListElement',
  'InterpolateElement',
]);

const SYSTEM_DATABASES: ReadonlySet<string> = new Set(['system', 'information_schema', '_temporary_and_external_tables']);
/** Columns that ClickHouse adds to tables of files by itself (the views hide them all; `_time` is one of ours). */
const VIRTUAL_COLUMNS: ReadonlySet<string> = new Set([
  '_path',
  '_file',
  '_size',
  '_etag',
  '_headers',
  '_tags',
  '_table',
  '_database',
  '_row_number',
  '_data_lake_snapshot_version',
  '_sample_factor',
]);
const MEMBERSHIP = /^(global)?(not)?(null)?in(ignoreset)?$/i;
const SIMPLE_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * Holds a parsed statement against the allow-list: one SELECT over the lake's tables with allow-listed functions.
 * @returns every reason to refuse it; empty when it may run.
 */
export function guardSql(root: AstNode, scope: GuardScope): Issue[] {
  const reasons = new Set<string>();
  if (root.kind !== 'SelectWithUnionQuery') {
    return [refusal('Only one SELECT is answered here (WITH, UNION, subqueries and joins included).')];
  }
  visit(root, null, scope, reasons);
  return [...reasons].map(refusal);
}

function visit(node: AstNode, parent: AstNode | null, scope: GuardScope, reasons: Set<string>): void {
  switch (node.kind) {
    case 'SelectWithUnionQuery':
      // A second child is INTO OUTFILE, FORMAT or SETTINGS.
      if (node.children.length !== 1)
        reasons.add('INTO, FORMAT and SETTINGS are not answered here; choose the format with --format.');
      break;
    case 'Identifier':
      checkName(node.text, reasons);
      break;
    case 'TableIdentifier':
      checkTable(node.text, scope, reasons);
      break;
    case 'Function':
      checkFunction(node, parent, scope, reasons);
      break;
    default:
      if (!PLAIN_NODES.has(node.kind)) reasons.add(`${describeNode(node.kind)} is not answered here; write a plain SELECT.`);
  }
  for (const child of node.children) visit(child, node, scope, reasons);
}

function checkFunction(node: AstNode, parent: AstNode | null, scope: GuardScope, reasons: Set<string>): void {
  if (parent?.kind === 'TableExpression') {
    reasons.add(`The table function ${node.text} is not answered here; select from a table of the lake: ${listTables(scope)}.`);
    return;
  }
  if (!isAllowedFunction(node.text)) reasons.add(`The function ${node.text} may not be called here.`);
  if (!MEMBERSHIP.test(node.text)) return;
  // `x IN name` reads a table of that name.
  const right = node.children[0]?.children[1];
  if (right?.kind === 'Identifier' && (right.text.includes('.') || !SIMPLE_NAME.test(right.text)))
    checkTable(right.text, scope, reasons);
}

function checkName(name: string, reasons: Set<string>): void {
  const [first = '', ...rest] = name.split('.');
  if (rest.length > 0 && SYSTEM_DATABASES.has(first.toLowerCase())) reasons.add(`${name} is not a table of the lake.`);
  if (VIRTUAL_COLUMNS.has((rest.at(-1) ?? first).toLowerCase())) reasons.add(`The column ${name} is not answered here.`);
}

function checkTable(name: string, scope: GuardScope, reasons: Set<string>): void {
  if (scope.tables.has(name) || scope.commonTables.has(name)) return;
  reasons.add(`There is no table ${name} in the lake; there are ${listTables(scope)}.`);
}

function describeNode(kind: string): string {
  switch (kind) {
    case 'Set':
      return 'SETTINGS';
    case 'ColumnsApplyTransformer':
      return 'APPLY';
    case 'SampleRatio':
      return 'SAMPLE';
    case 'QueryParameter':
      return 'A parameter in braces';
    default:
      return kind;
  }
}

function listTables(scope: GuardScope): string {
  return [...scope.tables].slice(0, 20).join(', ');
}

function refusal(message: string): Issue {
  return { path: '', code: 'sql-refused', message };
}

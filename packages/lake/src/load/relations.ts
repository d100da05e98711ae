import { SilhouetteError } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { quoteIdentifier } from '../chdb/sql-text.ts';
import { checkSelect, explainSqlError } from './check-sql.ts';

/** A column as ClickHouse shows it. */
export interface RelationColumn {
  readonly name: string;
  /** ClickHouse type. */
  readonly type: string;
}

/** A raw table or view of the catalog. */
export interface Relation {
  readonly name: string;
  readonly kind: 'source' | 'view';
  /** Its own statement; a view's reads other relations by name. */
  readonly bodySql: string;
  /** Other relations it reads, directly. */
  readonly reads: readonly string[];
  readonly columns: readonly RelationColumn[];
  /** The statement with the very text of some columns added, by {@link textColumnName}; null for a view. */
  readonly withTextsSql: ((columns: readonly string[]) => string) | null;
}

/** The relations of a catalog by name, sources first, then views in the order of the file. */
export type Relations = ReadonlyMap<string, Relation>;

/**
 * `WITH …` that makes a relation and all it reads known by name, and nothing else; `textColumns` are added as text to a
 * source.
 */
export function withRelationSql(relations: Relations, name: string, textColumns: readonly string[] = []): string {
  const needed = new Set<string>();
  const visit = (one: string): void => {
    const relation = relations.get(one);
    if (relation === undefined || needed.has(one)) return;
    relation.reads.forEach(visit);
    needed.add(one);
  };
  visit(name);
  const parts = [...needed].map((one) => {
    const relation = relations.get(one);
    const texts = one === name && textColumns.length > 0 ? relation?.withTextsSql?.(textColumns) : undefined;
    return `${quoteIdentifier(one)} AS (${texts ?? relation?.bodySql ?? ''}\n)`;
  });
  return `WITH ${parts.join(', ')}`;
}

/** One SELECT of all columns of a relation, standing by itself. */
export function selectRelationSql(relations: Relations, name: string): string {
  return `${withRelationSql(relations, name)} SELECT * FROM ${quoteIdentifier(name)}`;
}

/** Columns of a SELECT. @throws as the session, with `invalid-sql` for SQL that ClickHouse refuses. */
export async function describeSelect(session: ChdbSession, sql: string): Promise<RelationColumn[]> {
  const rows = await session.query<{ name: string; type: string }>(`DESCRIBE (${sql})`, {}, 'invalid-sql');
  return rows.map(({ name, type }) => ({ name, type }));
}

/**
 * Adds the catalog's views to its sources, each checked and described.
 * @throws invalid-sql, unknown-source: every view that is wrong, at `views.<name>`
 */
export async function addViews(
  session: ChdbSession,
  sources: Relations,
  views: ReadonlyMap<string, string>,
): Promise<Relations> {
  const relations = new Map(sources);
  for (const [name, text] of views) {
    const path = `views.${name}`;
    const { sql, tables } = await checkSelect(session, text, path);
    const reads = [...relations.keys()].filter((one) => tables.has(one));
    relations.set(name, { name, kind: 'view', bodySql: sql, reads, columns: [], withTextsSql: null });
    let columns: RelationColumn[];
    try {
      columns = await describeSelect(session, selectRelationSql(relations, name));
      // Some mistakes, such as a join of a number with a text, show only when the query is planned.
      await session.query(`EXPLAIN PIPELINE ${selectRelationSql(relations, name)}`, {}, 'invalid-sql');
    } catch (error) {
      const unknown = [...tables].filter((table) => !relations.has(table));
      const hint =
        unknown.length > 0
          ? ` (it reads ${unknown.join(', ')}; known are ${[...sources.keys()].join(', ')} and earlier views)`
          : '';
      throw explainSqlError(error, path, `The view "${name}"${hint}`);
    }
    for (const { name: column } of columns) {
      if (column.startsWith('_') && column !== '_row') {
        throw SilhouetteError.of(
          'invalid-sql',
          `The view "${name}" has a column "${column}"; names that begin with _ are Silhouette's. Rename it with AS.`,
          path,
        );
      }
    }
    relations.set(name, { name, kind: 'view', bodySql: sql, reads, columns, withTextsSql: null });
  }
  return relations;
}

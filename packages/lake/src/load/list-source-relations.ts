import type { TimeZone } from '@silhouette/model';
import { sourceColumns, sourceSelectSql } from '../source/source-select.ts';
import type { SourceState } from '../source/source-state.ts';
import type { Relation, Relations } from './relations.ts';

/** The sources of a lake as relations. */
export function listSourceRelations(lakeDir: string, sources: readonly SourceState[], zone: TimeZone): Relations {
  return new Map(
    sources.map((state): [string, Relation] => [
      state.source,
      {
        name: state.source,
        kind: 'source',
        bodySql: sourceSelectSql(state, lakeDir, zone),
        reads: [],
        columns: sourceColumns(state, zone),
        withTextsSql: (columns) => sourceSelectSql(state, lakeDir, zone, columns),
      },
    ]),
  );
}

import type { QueryParameters } from '@silhouette/lake';
import { compileAudience } from '../sql/compile-audience.ts';
import type { View } from './view.ts';

/** Which rows are of customers within a view's scope, those of the snapshot's own as-of, by their ordinals. */
export function writeScope(view: View | null): { readonly sql: string; readonly parameters: QueryParameters } {
  if (view === null || view.scope === null) return { sql: 'true', parameters: {} };
  const { whole, scope } = view;
  const audience = compileAudience({ snapshot: whole, asOfMs: whole.asOfMs, predicate: scope });
  return {
    sql: `_ordinal IN (SELECT m._ordinal FROM (${audience.writeCustomers([])}) AS m WHERE m._hit = 1)`,
    parameters: audience.parameters,
  };
}

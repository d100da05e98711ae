import { type Catalog, parseJsonText, parsePredicate, type ResolvedPredicate, SilhouetteError } from '@silhouette/model';
import type { PlainDefinition } from './plain-definition.ts';

/**
 * A definition without saved audiences, read through its JSON text like anyone's.
 * @throws SilhouetteError with every issue of the definition.
 */
export function parseDefinition(definition: PlainDefinition, catalog: Catalog): ResolvedPredicate {
  const parsed = parsePredicate(parseJsonText(JSON.stringify(definition)), { catalog });
  if (!parsed.ok) throw new SilhouetteError(parsed.issues);
  return parsed.predicate;
}

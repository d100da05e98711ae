import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceResolver,
  type Issue,
  type Label,
  type PlainValue,
  parsePredicate,
  resolveAudiences,
  SilhouetteError,
  writeSentence,
} from '@silhouette/model';

/** What a definition means by a catalog: a sentence, or everything that does not fit. */
export interface DescribedDefinition {
  readonly sentence: Label | null;
  readonly issues: readonly Issue[];
}

/** Reads a saved definition against the catalog of today, audiences inside of it too. */
export async function describeDefinition(
  snapshot: Snapshot | SilhouetteError,
  definition: PlainValue,
  resolver: AudienceResolver,
): Promise<DescribedDefinition> {
  if (snapshot instanceof SilhouetteError) return { sentence: null, issues: snapshot.issues };
  const { catalog, asOfMs } = snapshot;
  const parsed = parsePredicate(definition, { catalog });
  if (!parsed.ok) return { sentence: null, issues: parsed.issues };
  const resolved = await resolveAudiences(parsed.predicate, resolver, { catalog });
  if (!resolved.ok) return { sentence: null, issues: resolved.issues };
  return { sentence: writeSentence(parsed.predicate, { catalog, asOfMs }), issues: [] };
}

import { viewOf } from '@silhouette/engine';
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
import { HIDDEN, hidesAll, isHidden, type KnowsKeys } from './hide-definition.ts';

/** What a definition means by a catalog: a sentence, or everything that does not fit. */
export interface DescribedDefinition {
  readonly sentence: Label | null;
  readonly issues: readonly Issue[];
  /** It tells what is not for who asks: then it has one issue, that says so. */
  readonly isHidden: boolean;
}

const NOT_SHOWN: DescribedDefinition = { sentence: null, issues: [HIDDEN], isHidden: true };

/** Reads a saved definition against the catalog of today, audiences inside of it too, as far as who asks may know it. */
export async function describeDefinition(
  snapshot: Snapshot | SilhouetteError,
  definition: PlainValue,
  resolver: AudienceResolver,
  knowsKeys: KnowsKeys | null = null,
): Promise<DescribedDefinition> {
  if (snapshot instanceof SilhouetteError) return { sentence: null, issues: snapshot.issues, isHidden: hidesAll(snapshot) };
  const { catalog, asOfMs } = snapshot;
  const parsed = parsePredicate(definition, { catalog });
  // What does not fit their catalog may ask for what is hidden from them: to say what is wrong would name it.
  const broken = (issues: readonly Issue[]): DescribedDefinition =>
    viewOf(snapshot)?.hidesClasses === true ? NOT_SHOWN : { sentence: null, issues, isHidden: false };
  if (!parsed.ok) return broken(parsed.issues);
  const resolved = await resolveAudiences(parsed.predicate, resolver, { catalog });
  if (!resolved.ok) return broken(resolved.issues);
  if (await isHidden(resolved.predicate, snapshot, knowsKeys)) return NOT_SHOWN;
  return {
    sentence: writeSentence(parsed.predicate, { catalog, asOfMs, audienceNames: resolved.names }),
    issues: [],
    isHidden: false,
  };
}

import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceNames,
  type AudienceResolver,
  type DefinitionHash,
  hashPredicate,
  type Issue,
  type PlainValue,
  type Predicate,
  parseAsOf,
  parsePredicate,
  resolveAudiences,
  type SentenceContext,
  SilhouetteError,
  type UsedAudience,
} from '@silhouette/model';
import type { Question } from '../audience-engine.ts';
import { checkAsOf } from '../view/check-as-of.ts';
import { listHiddenTests } from '../view/list-hidden-tests.ts';

/** A question as a person asks it. */
export interface QuestionRequest {
  readonly snapshot: Snapshot;
  /** The definition as plain data, numbers by their text. */
  readonly definition: PlainValue;
  /** A date or date-time; null: the snapshot's own. */
  readonly asOf: string | null;
  /** Finds saved audiences. */
  readonly resolveAudience: AudienceResolver;
  /** Where the definition stands in the input, for the paths of issues; empty when it is all of it. */
  readonly definitionPath?: string;
}

/** A question that engines answer, and what its answers carry. */
export interface PreparedQuestion {
  readonly question: Question;
  /** As written, with references to audiences: for sentences. */
  readonly predicate: Predicate;
  readonly hash: DefinitionHash;
  /** Audiences that the definition refers to, with the versions used. */
  readonly audiences: readonly UsedAudience[];
  /** What those in the definition as written are called. */
  readonly audienceNames: AudienceNames;
}

/** What sentences about a question are written against. */
export function sentenceContextOf({ question, audienceNames }: PreparedQuestion): SentenceContext {
  return { catalog: question.snapshot.catalog, asOfMs: question.asOfMs, audienceNames };
}

/**
 * Reads a definition and an as-of against a snapshot's catalog.
 * @throws SilhouetteError with every issue of both.
 */
export async function prepareQuestion(request: QuestionRequest): Promise<PreparedQuestion> {
  const { snapshot, definitionPath = '' } = request;
  const issues: Issue[] = [];
  const asOfMs = readAsOf(request, issues);
  const parsed = parsePredicate(request.definition, { catalog: snapshot.catalog });
  if (!parsed.ok) issues.push(...parsed.issues.map((issue) => ({ ...issue, path: joinPaths(definitionPath, issue.path) })));
  if (!parsed.ok || issues.length > 0) throw new SilhouetteError(issues);
  const resolved = await resolveAudiences(parsed.predicate, request.resolveAudience, { catalog: snapshot.catalog });
  if (!resolved.ok) {
    throw new SilhouetteError(resolved.issues.map((issue) => ({ ...issue, path: joinPaths(definitionPath, issue.path) })));
  }
  checkAsOf(snapshot, asOfMs);
  const hidden = listHiddenTests(resolved.predicate, snapshot);
  if (hidden.length > 0) throw new SilhouetteError(hidden.map((issue) => ({ ...issue, path: definitionPath })));
  return {
    question: { snapshot, asOfMs, predicate: resolved.predicate },
    predicate: parsed.predicate,
    hash: hashPredicate(resolved.predicate),
    audiences: resolved.audiences,
    audienceNames: resolved.names,
  };
}

function readAsOf({ snapshot, asOf }: QuestionRequest, issues: Issue[]): number {
  if (asOf === null) return snapshot.asOfMs;
  const parsed = parseAsOf(asOf, snapshot.catalog.timeZone);
  if (parsed.ok) return parsed.asOfMs;
  issues.push(...parsed.issues);
  return snapshot.asOfMs;
}

/** `audience` and `all[0].eq` make `audience.all[0].eq`. */
function joinPaths(outer: string, inner: string): string {
  if (outer === '' || inner === '') return outer + inner;
  return inner.startsWith('[') ? outer + inner : `${outer}.${inner}`;
}

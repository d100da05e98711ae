import type { PreparedQuestion } from '@silhouette/engine';
import type { AuditAction, AuditActor, AuditRequest, JsonData } from '@silhouette/model';

/** A JSON object of an entry. */
export type AuditDetails = Readonly<Record<string, JsonData>>;

/**
 * A text that may have to be erased one day: a customer's key, or a definition that names some. It lies beside the chain,
 * which holds only a sealed digest of it.
 */
export interface AuditText {
  readonly name: string;
  readonly text: string;
}

/** A definition that was asked about, and how many it found; null where the answer does not count it. */
export interface AskedDefinition {
  readonly prepared: PreparedQuestion;
  readonly count: number | null;
}

/** A question whose answer names nobody. */
export interface AskedQuestion {
  readonly atMs: number;
  readonly definitions: readonly AskedDefinition[];
  /** Hashes and counts of further conditions that were counted with the first definition. */
  readonly ahead: readonly (readonly [hash: string, count: number])[];
}

/** What is written into the log as one entry. */
export interface AuditEvent {
  readonly atMs: number;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly subject: readonly string[];
  readonly details: AuditDetails;
  readonly texts: readonly AuditText[];
  /** Of `asked`: the question, described when it is written. Null otherwise, and for questions without a definition. */
  readonly question: AskedQuestion | null;
  readonly request: AuditRequest | null;
}

/** The server, for what it does by itself. */
export const SYSTEM_ACTOR: AuditActor = { kind: 'system', id: 'system', name: 'Silhouette' };

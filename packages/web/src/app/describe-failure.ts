import type { Issue } from '@silhouette/model';
import { ApiError } from '../api/request-json.ts';
import type { Dictionary } from '../i18n/en.ts';
import type { FailureKind, FailureWords } from '../i18n/failures-en.ts';

/** An error in the reader's words: what happened, what was not affected, what to do, and the server's own words. */
export interface FailureTexts extends FailureWords {
  /** What helps against it. */
  readonly kind: FailureKind;
  /** The server's words, in English. */
  readonly details: string;
}

/** The texts of a failed request. */
export function describeFailure(error: unknown, t: Dictionary): FailureTexts {
  const kind = findFailureKind(error);
  const details = error instanceof Error ? error.message : String(error);
  return { kind, ...findWords(kind, error instanceof ApiError ? error : null, t), details };
}

/** Codes that are about a definition wherever they stand. */
const DEFINITION_CODES: readonly string[] = ['unsupported-predicate', 'audience-cycle', 'too-deep', 'invalid-definition'];
/** Where definitions stand in what is sent. */
const DEFINITION_PATH = /^(audience|audiences|definition|versus|before|after|conditions)(\.|\[|$)/;
const KIND_BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'signed-out',
  403: 'not-allowed',
  404: 'missing',
  409: 'conflict',
  410: 'gone',
  412: 'changed',
  413: 'too-large',
  429: 'too-many',
  503: 'unavailable',
  507: 'unavailable',
};

/** The kind of a failure, by what the server says is wrong before by its status. */
export function findFailureKind(error: unknown): FailureKind {
  if (!(error instanceof ApiError)) return 'server';
  if (error.failure !== 'problem') return error.failure;
  const isOfDefinition = error.issues.some(isDefinitionIssue);
  if ((error.status === 400 || error.status === 422) && isOfDefinition) return 'definition';
  return KIND_BY_STATUS[error.status] ?? (error.status >= 400 && error.status < 500 ? 'refused' : 'server');
}

function isDefinitionIssue({ code, path }: Issue): boolean {
  return DEFINITION_CODES.includes(code) || DEFINITION_PATH.test(path);
}

function findWords(kind: FailureKind, error: ApiError | null, t: Dictionary): FailureWords {
  const { errors, failures } = t;
  switch (kind) {
    case 'network':
      return { title: errors.networkTitle, kept: errors.networkKept, advice: errors.networkDo };
    case 'unreadable':
      return { title: errors.unreadableTitle, kept: errors.serverKept, advice: errors.serverDo };
    case 'definition': {
      // A card marks what stands inside of the page's own definition.
      const isMarked = error?.issues.some(({ path }) => /^audience[.[]/.test(path)) === true;
      const advice = isMarked ? errors.definitionDo : failures.definitionUnmarked;
      return { title: errors.definitionTitle, kept: errors.definitionKept, advice };
    }
    case 'server': {
      const general = { title: errors.serverTitle, kept: errors.serverKept, advice: errors.serverDo };
      return { ...general, ...findCodeWords(error, t) };
    }
    default: {
      const seconds = error?.retryAfterSeconds ?? null;
      const wait = seconds === null ? {} : { advice: failures.retryIn(seconds) };
      return { ...failures.kinds[kind], ...findCodeWords(error, t), ...wait };
    }
  }
}

function findCodeWords(error: ApiError | null, t: Dictionary): Partial<FailureWords> {
  return t.failures.codes[error?.issues[0]?.code ?? ''] ?? {};
}

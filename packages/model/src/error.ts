import type { CurrentVersion, SavedUnderKey } from './audience/saved-audience.ts';
import type { CatalogWords } from './catalog/edits/edit-answers.ts';

/** One thing wrong with an input: where, what kind, and what to do about it. */
export interface Issue {
  /** Place in the input, such as `all[1].where[0].field`, `sources.invoices.files`; empty for the whole. */
  readonly path: string;
  /** One of {@link ERROR_CODES}' keys. */
  readonly code: ErrorCode;
  /** A sentence that says what is wrong and what to do. */
  readonly message: string;
}

/** Every error code, with the HTTP status it answers with. `docs/errors.md` lists the same codes (a test holds them together). */
export const ERROR_CODES = {
  'invalid-json': 400,
  'invalid-yaml': 400,
  'duplicate-key': 400,
  'too-deep': 400,
  'too-large': 413,
  'invalid-definition': 400,
  'unknown-key': 400,
  'wrong-type': 400,
  'missing-key': 400,
  'invalid-value': 400,
  'unknown-attribute': 400,
  'unknown-event': 400,
  'unknown-field': 400,
  'unknown-operator': 400,
  'unknown-audience': 400,
  'unknown-engine': 400,
  'audience-cycle': 400,
  'audience-exists': 409,
  'audience-changed': 412,
  'audience-in-use': 409,
  'audiences-busy': 503,
  'key-reused': 422,
  'missing-precondition': 428,
  'catalog-changed': 412,
  'catalog-file-changed': 409,
  'impossible-window': 400,
  'invalid-as-of': 400,
  'invalid-option': 400,
  'invalid-catalog': 422,
  'catalog-missing': 404,
  'unknown-source': 422,
  'missing-column': 422,
  'invalid-sql': 422,
  'inexact-sql': 422,
  'repeated-key': 422,
  'clashing-id': 422,
  'source-file-missing': 422,
  'source-file-gone': 422,
  'source-file-empty': 422,
  'source-file-broken': 422,
  'source-encoding': 422,
  'disk-full': 507,
  'load-running': 409,
  'lake-missing': 404,
  'lake-damaged': 500,
  'erasure-broken': 500,
  'erasure-running': 409,
  'erasure-failed': 500,
  'snapshot-gone': 410,
  'unsupported-predicate': 422,
  'engine-failed': 500,
  'engines-differ': 500,
  'sql-refused': 403,
  'sql-failed': 400,
  'sql-limit': 422,
  'store-locked': 409,
  'store-unreachable': 503,
  'store-newer': 409,
  'audit-unwritable': 503,
  'audit-broken': 500,
  'export-not-ready': 409,
  'export-gone': 410,
  'export-miscounted': 500,
  'export-refused': 409,
  'export-decided': 409,
  'own-approval': 403,
  'purpose-missing': 400,
  'too-many-exports': 429,
  'invalid-range': 416,
  'invalid-cursor': 400,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-signed-in': 401,
  'not-allowed': 403,
  'second-factor-needed': 403,
  'scope-broken': 403,
  'definition-hidden': 403,
  'foreign-origin': 403,
  'sign-in-failed': 401,
  'wrong-code': 401,
  'too-many-attempts': 429,
  'sso-refused': 403,
  'accounts-missing': 409,
  'accounts-exist': 409,
  'link-gone': 410,
  'last-admin': 409,
  'person-exists': 409,
  'role-exists': 409,
  'role-in-use': 409,
  'server-stopping': 503,
  'question-withdrawn': 499,
  'port-in-use': 409,
  'workspace-exists': 409,
  'backup-damaged': 422,
  'backup-exists': 409,
  'restore-refused': 409,
  'secret-missing': 409,
  'too-many-questions': 429,
  'took-too-long': 503,
  internal: 500,
} as const satisfies Record<string, number>;

/** One of the codes in {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The only error class of the product: carries every issue found, a code, an HTTP status and what caused it. */
export class SilhouetteError extends Error {
  override readonly name: string = 'SilhouetteError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], options?: { readonly cause?: unknown }) {
    super(issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('\n'), options);
    this.issues = issues;
  }

  /** An error of one issue. */
  static of(code: ErrorCode, message: string, path = '', cause?: unknown): SilhouetteError {
    return new SilhouetteError([{ path, code, message }], cause === undefined ? undefined : { cause });
  }

  /** Code of the first issue. */
  get code(): ErrorCode {
    return this.issues[0]?.code ?? 'internal';
  }

  /** HTTP status of the first issue's code. */
  get status(): number {
    return ERROR_CODES[this.code];
  }
}

/** A change that was made to another version than the one that stands: nothing was saved; `current` tells what stands. */
export class AudienceChangedError extends SilhouetteError {
  override readonly name = 'AudienceChangedError';
  readonly current: CurrentVersion;

  constructor(message: string, current: CurrentVersion) {
    super([{ path: '', code: 'audience-changed', message }]);
    this.current = current;
  }
}

/** A request under a key that another request was sent under before: nothing was saved now; `saved` tells what that one saved. */
export class KeyReusedError extends SilhouetteError {
  override readonly name = 'KeyReusedError';
  readonly saved: SavedUnderKey;

  constructor(message: string, saved: SavedUnderKey) {
    super([{ path: 'idempotency-key', code: 'key-reused', message }]);
    this.saved = saved;
  }
}

/** A change of a catalog entry that was made to another version than the one that stands; `current` tells what stands. */
export class CatalogChangedError extends SilhouetteError {
  override readonly name = 'CatalogChangedError';
  readonly current: CurrentVersion & { readonly words: CatalogWords | null };

  constructor(message: string, current: CatalogChangedError['current']) {
    super([{ path: '', code: 'catalog-changed', message }]);
    this.current = current;
  }
}

/** Too many attempts to get in; nothing was tried. */
export class TooManyAttemptsError extends SilhouetteError {
  override readonly name = 'TooManyAttemptsError';
  /** When it may be tried again, in whole seconds from now; at least 1. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    const message = `Too many attempts; try again in ${retryAfterSeconds} seconds. Nothing was tried.`;
    super([{ path: '', code: 'too-many-attempts', message }]);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Too many requests of one sender are under way; this one was not begun. */
export class TooManyQuestionsError extends SilhouetteError {
  override readonly name = 'TooManyQuestionsError';
  /** When it may be tried again, in whole seconds from now. */
  readonly retryAfterSeconds = 1;

  constructor(most: number) {
    const message = `As many requests of yours are under way as may be (${most}, large bodies count more); ask again when some of them are answered. Nothing was done.`;
    super([{ path: '', code: 'too-many-questions', message }]);
  }
}

/** Thrown by an engine that cannot express a condition: the one signal on which the router tries the next engine. */
export class UnsupportedPredicateError extends SilhouetteError {
  override readonly name = 'UnsupportedPredicateError';

  constructor(engine: string, what: string, path = '') {
    super([{ path, code: 'unsupported-predicate', message: `The ${engine} engine cannot answer ${what}.` }]);
  }
}

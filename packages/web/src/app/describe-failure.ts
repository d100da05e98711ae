import { ApiError } from '../api/request-json.ts';
import type { Dictionary } from '../i18n/en.ts';

/** An error in the reader's words: what happened, what was not affected, what to do, and the server's own words. */
export interface FailureTexts {
  readonly title: string;
  readonly kept: string;
  readonly advice: string;
  readonly details: string;
}

/** The texts of a failed request. */
export function describeFailure(error: unknown, t: Dictionary): FailureTexts {
  const { errors } = t;
  if (!(error instanceof ApiError)) {
    const details = error instanceof Error ? error.message : String(error);
    return { title: errors.serverTitle, kept: errors.serverKept, advice: errors.serverDo, details };
  }
  const details = error.message;
  if (error.failure === 'network') {
    return { title: errors.networkTitle, kept: errors.networkKept, advice: errors.networkDo, details };
  }
  if (error.failure === 'unreadable') {
    return { title: errors.unreadableTitle, kept: errors.serverKept, advice: errors.serverDo, details };
  }
  if (error.status === 410) return { title: errors.goneTitle, kept: errors.goneKept, advice: errors.goneDo, details };
  if (error.status >= 400 && error.status < 500 && error.issues.length > 0) {
    return { title: errors.definitionTitle, kept: errors.definitionKept, advice: errors.definitionDo, details };
  }
  return { title: errors.serverTitle, kept: errors.serverKept, advice: errors.serverDo, details };
}

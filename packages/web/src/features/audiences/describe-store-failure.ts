import { ApiError } from '../../api/request-json.ts';
import { describeFailure, type FailureTexts } from '../../app/describe-failure.ts';
import type { Dictionary } from '../../i18n/en.ts';

/** Why saved audiences were not answered: a store that cannot be opened or reached is no fault of a condition. */
export function describeStoreFailure(error: unknown, t: Dictionary): FailureTexts {
  const texts = describeFailure(error, t);
  return error instanceof ApiError && error.failure === 'problem' ? { ...texts, ...t.audiences.failure } : texts;
}

import { ApiError } from '../../api/request-json.ts';
import type { Dictionary } from '../../i18n/en.ts';

/** A failed request of accounts in the reader's words; the server's own where nothing else fits. */
export function describeAccountFailure(error: unknown, t: Dictionary): string {
  if (!(error instanceof ApiError)) return t.accounts.failed;
  const code = error.issues[0]?.code ?? '';
  switch (code) {
    case 'sign-in-failed':
      return error.issues[0]?.path === 'password' ? t.accounts.wrongPassword : t.accounts.signInFailed;
    case 'wrong-code':
      return t.accounts.codeWrong;
    case 'too-many-attempts':
      return t.accounts.tooMany;
    case 'link-gone':
      return t.accounts.linkGoneText;
    default:
      if (error.failure === 'network') return t.errors.networkTitle;
      return t.accounts.failures[code] ?? `${t.accounts.failed} ${error.message}`;
  }
}

import { statfsSync } from 'node:fs';
import { SilhouetteError } from '@silhouette/model';
import { EmbeddedLostError } from './embedded-lost-error.ts';

/** Errors of the network and of a server that is starting, stopping or full: what PostgreSQL did not say of the question. */
const UNREACHABLE = /^(E[A-Z]+|08...|57P0.|53...|58...|XX00[12])$/;
/** PostgreSQL's and Node's codes of a disk without room. */
const FULL = /^(53100|ENOSPC|EDQUOT)$/;
/** A text with the character NUL, which no text of the database can hold. */
const NUL_IN_TEXT = '22021';
/** PostgreSQL writes its log by pieces of this size at most; with less it cannot go on. */
const LEAST_FREE_BYTES = 1_000_000;

/** The product's error for a question that failed: `invalid-value` where a text cannot be kept; one that is no failure of the database stays as it is. */
export function explainQueryError(error: unknown): unknown {
  if (error instanceof SilhouetteError) return error;
  if (error instanceof EmbeddedLostError) return explainStoreError(error);
  const code = codeOf(error);
  if (code === NUL_IN_TEXT) {
    const message = 'A text of the request holds the character NUL (U+0000), which there is not in texts here; leave it out.';
    return SilhouetteError.of('invalid-value', message, '', error);
  }
  return UNREACHABLE.test(code) || FULL.test(code) ? explainStoreError(error) : error;
}

/** The product's error for a database that cannot be opened, reached or written: what to do; an error that it is already stays. */
export function explainStoreError(error: unknown): unknown {
  if (error instanceof SilhouetteError) return error;
  const reason = (error instanceof Error && error.message !== '' ? error.message : String(error)).replace(/\.?\s*$/, '');
  const isFull = FULL.test(codeOf(error)) || (error instanceof EmbeddedLostError && isDiskFull(error.dir));
  if (isFull) {
    const message = `The disk of the saved audiences' database is full (${reason}). What was acknowledged is there, a change under way was not made; make room and repeat.`;
    return SilhouetteError.of('disk-full', message, '', error);
  }
  if (!(error instanceof EmbeddedLostError))
    return SilhouetteError.of('store-unreachable', `The database of saved audiences cannot be used: ${reason}.`, '', error);
  const message = error.wasOpen
    ? `The database of saved audiences has ended (${reason}). What was acknowledged is there; it is opened again when it is asked next. Look whether a change under way was made, then repeat it.`
    : `The database of saved audiences in "${error.dir}" cannot be opened (${reason}). Try again; if it stays so, stop what uses it and put a copy of the folder in its place, or move it away to begin with none.`;
  return SilhouetteError.of('store-unreachable', message, '', error);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

function isDiskFull(dir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize < LEAST_FREE_BYTES;
  } catch {
    // The folder itself has gone: that is told as the reason.
    return false;
  }
}

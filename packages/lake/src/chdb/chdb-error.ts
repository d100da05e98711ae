import { type ErrorCode, SilhouetteError } from '@silhouette/model';

/** ClickHouse's own number and text of a failure. */
interface ClickHouseFailure {
  readonly clickhouseCode: number | null;
  readonly message: string;
}

/**
 * The product's error for a failure inside the embedded ClickHouse: `disk-full`, `sql-limit` (memory), else `code`.
 * The message keeps ClickHouse's words, shortened, and its number.
 */
export function wrapChdbError(error: unknown, code: ErrorCode = 'engine-failed'): SilhouetteError {
  if (error instanceof SilhouetteError) return error;
  const failure = readFailure(error);
  if (isDiskFull(failure)) {
    return SilhouetteError.of('disk-full', 'The disk is full. Free some space and run the command again.', '', error);
  }
  if (failure.clickhouseCode === 241) {
    return SilhouetteError.of(
      'sql-limit',
      `The query needs more memory than it may use (${failure.message}). Ask for less at once, or raise the memory limit.`,
      '',
      error,
    );
  }
  const number = failure.clickhouseCode === null ? '' : ` (ClickHouse code ${failure.clickhouseCode})`;
  return SilhouetteError.of(code, `${failure.message}${number}`, '', error);
}

/** ClickHouse's number of a failure, null when it has none; looks through the causes. */
export function readClickHouseCode(error: unknown): number | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const { clickhouseCode } = readFailure(cause);
    if (clickhouseCode !== null) return clickhouseCode;
  }
  return null;
}

function readFailure(error: unknown): ClickHouseFailure {
  const text = error instanceof Error ? error.message : String(error);
  const match = /Code: (\d+)\. DB::[A-Za-z]*Exception: ([\s\S]*)/.exec(text);
  if (match === null) return { clickhouseCode: null, message: shorten(text) };
  return { clickhouseCode: Number(match[1]), message: shorten(match[2] ?? text) };
}

function isDiskFull({ clickhouseCode, message }: ClickHouseFailure): boolean {
  return clickhouseCode === 243 || /No space left on device|errno: 28\b/i.test(message);
}

function shorten(text: string): string {
  const words = text
    .replace(/:? ?While executing [A-Za-z]+\.?/gi, '')
    .replace(/\s*\([A-Z][A-Z0-9_]+\)\s*\.?\s*$/, '')
    .replace(/\s+/g, ' ')
    // The scope is the statement made of the person's words, which says nothing to them; what follows it may.
    .replace(/:? ?\bin scope .*?(?=\. Maybe you meant|: Note: |$)/i, '')
    .trim();
  const characters = [...words];
  return characters.length <= 400 ? words : `${characters.slice(0, 400).join('')}…`;
}

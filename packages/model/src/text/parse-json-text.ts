import { parse } from 'lossless-json';
import { type Issue, SilhouetteError } from '../error.ts';
import { MAX_ISSUES } from './limits.ts';
import { ExactNumber, type PlainValue } from './plain-value.ts';
import { quoteShort, shorten } from './quote.ts';
import { describeDepth, refuseLongText } from './refuse-long-text.ts';
import { scanJson } from './scan-json.ts';
import { TextPlaces } from './text-place.ts';

/**
 * Reads JSON text exactly: numbers keep their digits ({@link ExactNumber}), a repeated key is an error. A byte order
 * mark at the start is skipped. Safe for any text: depth is checked before anything recurses.
 * @throws SilhouetteError `too-large` (over 8 MiB), `too-deep` (over 500 lists and objects inside one another),
 * `invalid-json` (with line and column), `duplicate-key` (all of them at once).
 */
export function parseJsonText(text: string): PlainValue {
  refuseLongText(text);
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const scan = scanJson(body);
  if (scan.tooDeepAt !== null) {
    const place = new TextPlaces(body).describe(scan.tooDeepAt.offset);
    throw SilhouetteError.of('too-deep', describeDepth(place), shortenPath(scan.tooDeepAt.path));
  }
  const value = parseSyntax(body);
  if (scan.repeatedKeys.length === 0) return value;
  const places = new TextPlaces(body);
  const issues: Issue[] = scan.repeatedKeys.slice(0, MAX_ISSUES).map(({ offset, path, key }) => ({
    path,
    code: 'duplicate-key',
    message: `The key ${quoteShort(key)} stands a second time at ${places.describe(offset)}: keep one of them.`,
  }));
  throw new SilhouetteError(issues);
}

/** The path, cut: at a depth of 500 nobody reads all of it. */
function shortenPath(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 200)}…`;
}

function parseSyntax(text: string): PlainValue {
  try {
    // The parser makes null, booleans, strings, lists, objects and what `parseNumber` returns: exactly PlainValue.
    return parse(text, null, {
      parseNumber: (digits) => new ExactNumber(digits),
      // Repeated keys are found by the scan, with their path.
      onDuplicateKey: ({ newValue }) => newValue,
    }) as PlainValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const found = /^(.*?),? ?at position (\d+)$/su.exec(error.message);
    const offset = found === null ? text.length : Number(found[2]);
    const problem = shortenProblem(found?.[1] ?? error.message);
    throw SilhouetteError.of(
      'invalid-json',
      `This is not JSON at ${new TextPlaces(text).describe(offset)}: ${problem}.`,
      '',
      error,
    );
  }
}

function shortenProblem(problem: string): string {
  return problem.length <= 160 ? problem : shorten(problem);
}

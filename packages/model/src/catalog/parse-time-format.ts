/** One piece of a pattern: a part of the time, or text that must stand there. */
export type TimeFormatToken =
  | { readonly kind: 'part'; readonly part: TimeFormatPart; readonly pattern: string }
  | { readonly kind: 'literal'; readonly text: string };

/** The parts of a time that a pattern can name. */
export type TimeFormatPart =
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'halfDay'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'offset';

/** A pattern of dates or times, in pieces. */
export interface TimeFormat {
  readonly tokens: readonly TimeFormatToken[];
  /** Whether it names an hour: values are then date-times, else dates. */
  readonly hasTime: boolean;
  /** Whether it ends in an offset from UTC; without one, times are local to the catalog's zone. */
  readonly hasOffset: boolean;
}

/** A format, or why the pattern is none. */
export type TimeFormatResult =
  | { readonly ok: true; readonly format: TimeFormat }
  | { readonly ok: false; readonly message: string };

/**
 * Patterns and what they read: `yyyy` four digits, `yy` two (2000-2099), `MM dd HH hh mm ss` exactly two, `M d H h m s` one or
 * two, `SSS` one to nine digits of a second's fraction (cut to ms), `a` AM or PM in any case, `XXX` an offset `+09:00`, `+0900` or `Z`.
 */
const PATTERNS: ReadonlyMap<string, TimeFormatPart> = new Map([
  ['yyyy', 'year'],
  ['yy', 'year'],
  ['MM', 'month'],
  ['M', 'month'],
  ['dd', 'day'],
  ['d', 'day'],
  ['HH', 'hour'],
  ['H', 'hour'],
  ['hh', 'hour12'],
  ['h', 'hour12'],
  ['a', 'halfDay'],
  ['mm', 'minute'],
  ['m', 'minute'],
  ['ss', 'second'],
  ['s', 'second'],
  ['SSS', 'millisecond'],
  ['XXX', 'offset'],
]);

/**
 * Reads a pattern such as `dd/MM/yyyy HH:mm`: letters are parts, text in single quotes and everything else must stand
 * there as it is ('' is a quote). Day, month and year are wanted; minutes need an hour, seconds minutes.
 */
export function parseTimeFormat(pattern: string): TimeFormatResult {
  const tokens: TimeFormatToken[] = [];
  for (const [piece] of pattern.matchAll(/'(?:[^']|'')*'|'|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    if (piece === "'") return refuse(pattern, 'a single quote is not closed');
    if (/^[A-Za-z]/.test(piece)) {
      const part = PATTERNS.get(piece);
      if (part === undefined)
        return refuse(pattern, `"${piece}" is no part of a time; text in between stands in single quotes`);
      tokens.push({ kind: 'part', part, pattern: piece });
    } else {
      const text = piece === "''" ? "'" : piece.startsWith("'") ? piece.slice(1, -1).replaceAll("''", "'") : piece;
      tokens.push({ kind: 'literal', text });
    }
  }
  return checkParts(pattern, tokens);
}

function checkParts(pattern: string, tokens: readonly TimeFormatToken[]): TimeFormatResult {
  const parts = tokens.flatMap((token) => (token.kind === 'part' ? [token.part] : []));
  const has = (part: TimeFormatPart): boolean => parts.includes(part);
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  if (twice !== undefined) return refuse(pattern, `it names the ${twice} twice`);
  for (const part of ['year', 'month', 'day'] as const) if (!has(part)) return refuse(pattern, `it names no ${part}`);
  if (has('hour') && has('hour12')) return refuse(pattern, 'it names the hour twice (H and h)');
  if (has('hour12') !== has('halfDay')) return refuse(pattern, 'h (1-12) and a (AM, PM) go together; H is 0-23');
  const hasTime = has('hour') || has('hour12');
  if (has('minute') && !hasTime) return refuse(pattern, 'it names minutes without an hour');
  if (has('second') && !has('minute')) return refuse(pattern, 'it names seconds without minutes');
  if (has('millisecond') && !has('second')) return refuse(pattern, 'it names fractions without seconds');
  if (has('offset') && !hasTime) return refuse(pattern, 'it names an offset without an hour');
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind === 'part' && next?.kind === 'part' && isOpen(token.pattern) && isNumeric(next.pattern)) {
      return refuse(
        pattern,
        `"${token.pattern}" directly before "${next.pattern}" can be read in two ways; use ${token.pattern}${token.pattern === 'SSS' ? ' last' : token.pattern}`,
      );
    }
  }
  return { ok: true, format: { tokens, hasTime, hasOffset: has('offset') } };
}

/** Whether a pattern reads a varying number of digits. */
function isOpen(pattern: string): boolean {
  return pattern === 'SSS' || (pattern.length === 1 && pattern !== 'a');
}

function isNumeric(pattern: string): boolean {
  return pattern !== 'a' && pattern !== 'XXX';
}

function refuse(pattern: string, why: string): TimeFormatResult {
  const known = 'yyyy yy MM M dd d HH H hh h a mm m ss s SSS XXX';
  return { ok: false, message: `"${pattern}" is no format: ${why}. Write one of ${known}, such as dd/MM/yyyy HH:mm.` };
}

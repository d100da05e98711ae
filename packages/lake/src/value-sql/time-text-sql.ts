import { assertNever, type TimeFormat, type TimeFormatPart } from '@silhouette/model';
import { sqlString } from '../chdb/sql-text.ts';

/** SQL of the parts of a time in text: `Int64` each, 0 where the text does not fit; not yet checked against the calendar. */
export interface CivilText {
  /** Whether the text has the form. */
  readonly fits: string;
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  readonly millisecond: string;
  /** Minutes east of UTC, and whether the text gives them; null where the form has none. */
  readonly offset: { readonly minutes: string; readonly isGiven: string } | null;
  /** Expression to bind to `_g` around the others, null when they need none. */
  readonly groups: string | null;
}

const OFFSET = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)';
/** Dates, and date-times with minutes at least. */
export const ISO_TIME = `^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?${OFFSET}?)?$`;

/** The parts of ISO 8601 text: they stand at fixed places up to the seconds. */
export function isoTextSql(text: string): CivilText {
  const number = (start: number, length: number): string => `toInt64OrZero(substring(${text}, ${start}, ${length}))`;
  const fraction = `extract(${text}, '[.,]([0-9]{1,3})')`;
  const offset = `extract(substring(${text}, 17), '${OFFSET}$')`;
  return {
    fits: `match(${text}, '${ISO_TIME}')`,
    year: number(1, 4),
    month: number(6, 2),
    day: number(9, 2),
    hour: number(12, 2),
    minute: number(15, 2),
    second: `if(substring(${text}, 17, 1) = ':', ${number(18, 2)}, 0)`,
    millisecond: `if(length(${text}) > 19, ${millisecondsSql(fraction)}, 0)`,
    offset: offsetSql(offset, `(length(${text}) > 16 AND ${offset} != '')`),
    groups: null,
  };
}

/** The parts of text in a declared format. */
export function formatTextSql(text: string, format: TimeFormat): CivilText {
  const places = new Map<TimeFormatPart, number>();
  let pattern = '';
  for (const token of format.tokens) {
    if (token.kind === 'literal') pattern += token.text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
    else {
      places.set(token.part, places.size + 1);
      pattern += `(${patternOf(token.part, token.pattern)})`;
    }
  }
  const expression = sqlString(`^${pattern}$`);
  const group = (part: TimeFormatPart): string | null => {
    const place = places.get(part);
    return place === undefined ? null : `_g[${place}]`;
  };
  const number = (part: TimeFormatPart): string => {
    const found = group(part);
    return found === null ? 'toInt64(0)' : `toInt64OrZero(${found})`;
  };
  const year = format.tokens.some((token) => token.kind === 'part' && token.pattern === 'yy') ? 2000 : 0;
  const halfDay = group('halfDay');
  const fraction = group('millisecond');
  const offset = group('offset');
  return {
    fits: 'notEmpty(_g)',
    year: `(${year} + ${number('year')})`,
    month: number('month'),
    day: number('day'),
    hour: halfDay === null ? number('hour') : `(${number('hour12')} % 12 + if(upper(${halfDay}) = 'PM', 12, 0))`,
    minute: number('minute'),
    second: number('second'),
    millisecond: fraction === null ? 'toInt64(0)' : millisecondsSql(`substring(${fraction}, 1, 3)`),
    offset: offset === null ? null : offsetSql(offset, '1'),
    groups: `extractGroups(${text}, ${expression})`,
  };
}

function patternOf(part: TimeFormatPart, pattern: string): string {
  switch (part) {
    case 'year':
      return pattern === 'yy' ? '[0-9]{2}' : '[0-9]{4}';
    case 'hour12':
      return pattern === 'h' ? '0?[1-9]|1[0-2]' : '0[1-9]|1[0-2]';
    case 'month':
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
      return pattern.length === 1 ? '[0-9]{1,2}' : '[0-9]{2}';
    case 'millisecond':
      return '[0-9]{1,9}';
    case 'halfDay':
      return '[AaPp][Mm]';
    case 'offset':
      return OFFSET;
    default:
      return assertNever(part);
  }
}

/** Up to three digits of a second's fraction as ms. */
function millisecondsSql(digits: string): string {
  return `toInt64OrZero(rightPad(${digits}, 3, '0'))`;
}

function offsetSql(offset: string, isGiven: string): { minutes: string; isGiven: string } {
  const minutes = `(toInt64OrZero(substring(${offset}, 2, 2)) * 60 + toInt64OrZero(substring(${offset}, -2)) * (length(${offset}) > 3))`;
  return { minutes: `if(startsWith(${offset}, '-'), -${minutes}, ${minutes})`, isGiven };
}

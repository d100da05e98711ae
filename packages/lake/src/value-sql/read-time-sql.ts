import {
  DAY_MS,
  FIRST_DAY,
  LAST_DAY,
  parseTimeFormat,
  SilhouetteError,
  type TimeFormat,
  type TimeZone,
} from '@silhouette/model';
import { letSql } from './let-sql.ts';
import type { NativeType } from './native-type.ts';
import { type CivilText, formatTextSql, isoTextSql } from './time-text-sql.ts';
import type { LocalRange } from './value-sql.ts';
import { decodeLocalSql, instantToLocalSql, localCodeSql } from './zone-sql.ts';

/** What a date or date-time is read from. */
export interface TimeSource {
  readonly expr: string;
  /** The cleaned text of `expr`: empty when missing. */
  readonly text: string;
  readonly type: NativeType;
  /** Declared pattern of text; null: ISO 8601. */
  readonly format: string | null;
  readonly zone: TimeZone;
  readonly range: LocalRange | undefined;
  /** A `date` is the local day of the time. */
  readonly want: 'date' | 'datetime';
}

/** SQL of a date or date-time; see `ValueSql`. */
export interface TimeSql {
  /** See `ValueSql`. */
  readonly reading: string | null;
  /** Days since 1970-01-01 or ms, `Nullable(Int64)`. */
  readonly number: string;
  readonly isMissing: string;
  readonly isUnparsable: string;
  readonly isNever: string;
  readonly isTwice: string;
}

/** Flags and number of one value of known form: expressions over names already bound. */
interface Reading {
  /** Expression to bind to `_k` around the others, null when they need none. */
  readonly code: string | null;
  readonly number: string;
  readonly isNever: string;
  readonly isTwice: string;
}

/**
 * Times in text (ISO 8601, or by a declared format), dates, instants and zone-less times. Fractions beyond milliseconds
 * are cut, toward the past. @throws invalid-value for a format that is none
 */
export function readTimeSql(source: TimeSource): TimeSql {
  const { expr, text, type, zone } = source;
  switch (type.kind) {
    case 'date': {
      const local = `(toInt64(toInt32(toDate32(ifNull(${expr}, toDate32(0))))) * ${DAY_MS})`;
      return pick(letSql({ _t: text }, letSql({ _l: local }, tupleSql(isKnownLocalSql('_l'), readLocal('_l', source)))));
    }
    case 'datetime': {
      // In a session whose zone is UTC the ticks of a zone-less time are its digits.
      const isLocal = type.zone === null;
      const name = isLocal ? '_l' : '_m';
      const ms = millisecondsSql(`ifNull(${expr}, toDateTime64(0, ${type.scale}, 'UTC'))`, type.scale);
      const body = isLocal
        ? tupleSql(isKnownLocalSql(name), readLocal(name, source))
        : tupleSql(isKnownInstantSql(name, zone), readInstant(name, source));
      return pick(letSql({ _t: text }, letSql({ [name]: ms }, body)));
    }
    case 'text':
      return pick(letSql({ _t: text }, readTimeText(source)));
    default:
      return {
        reading: null,
        number: "CAST(NULL, 'Nullable(Int64)')",
        isMissing: `(${text} = '')`,
        isUnparsable: `(${text} != '')`,
        isNever: '0',
        isTwice: '0',
      };
  }
}

function pick(read: string): TimeSql {
  const [number = '', isMissing = '', isUnparsable = '', isNever = '', isTwice = ''] = [1, 2, 3, 4, 5].map(
    (place) => `tupleElement(${read}, ${place})`,
  );
  return { reading: read, number, isMissing, isUnparsable, isNever, isTwice };
}

/** `_t` (the text) is bound; `fits` and the reading are expressions over bound names. */
function tupleSql(fits: string, { code, number, isNever, isTwice }: Reading): string {
  return letSql(
    { _f: `toUInt8(${fits})`, ...(code === null ? {} : { _k: code }) },
    `tuple(if(_t != '' AND _f, ${number}, NULL), toUInt8(_t = ''), toUInt8(_t != '' AND NOT _f),` +
      ` toUInt8(_t != '' AND _f AND ${isNever}), toUInt8(_t != '' AND _f AND ${isTwice}))`,
  );
}

function readTimeText(source: TimeSource): string {
  const { format, zone } = source;
  const civil = format === null ? isoTextSql('_t') : formatTextSql('_t', parseFormat(format));
  const { dayNumber, isDay } = civilDaySql();
  const bindings: Record<string, string> = {
    _y: civil.year,
    _mo: civil.month,
    _d: civil.day,
    _s: `${civil.hour} * 3600000 + ${civil.minute} * 60000 + ${civil.second} * 1000 + ${civil.millisecond}`,
    _c: `${civil.fits} AND ${civil.hour} < 24 AND ${civil.minute} < 60 AND ${civil.second} < 60`,
    ...(civil.offset === null ? {} : { _o: civil.offset.minutes, _z: civil.offset.isGiven }),
  };
  const local = readLocal('_l', source);
  if (civil.offset === null) {
    const body = letSql(
      { _l: `${dayNumber} * ${DAY_MS} + _s`, _v: `_c AND ${isDay}` },
      tupleSql(`_v AND ${isKnownLocalSql('_l')}`, local),
    );
    return wrapGroups(civil, letSql(bindings, body));
  }
  const exact = readInstant('_m', source);
  const reading = {
    code: local.code,
    number: `if(_z, ${exact.number}, ${local.number})`,
    isNever: `(NOT _z AND ${local.isNever})`,
    isTwice: `(NOT _z AND ${local.isTwice})`,
  };
  const body = letSql(
    { _l: `${dayNumber} * ${DAY_MS} + _s`, _v: `_c AND ${isDay}` },
    letSql(
      { _m: '_l - _o * 60000' },
      tupleSql(`_v AND if(_z, ${isKnownInstantSql('_m', zone)}, ${isKnownLocalSql('_l')})`, reading),
    ),
  );
  return wrapGroups(civil, letSql(bindings, body));
}

function wrapGroups(civil: CivilText, body: string): string {
  return civil.groups === null ? body : letSql({ _g: civil.groups }, body);
}

function readLocal(localMs: string, { want, zone, range }: TimeSource): Reading {
  if (want === 'date') return { code: null, number: floorDivideSql(localMs, DAY_MS), isNever: '0', isTwice: '0' };
  const { instantMs, isNever, isTwice } = decodeLocalSql(localMs, '_k');
  return { code: localCodeSql(localMs, zone, range), number: instantMs, isNever, isTwice };
}

function readInstant(instantMs: string, { want, zone, range }: TimeSource): Reading {
  if (want === 'datetime') return { code: null, number: instantMs, isNever: '0', isTwice: '0' };
  return {
    code: null,
    number: letSql({ _w: instantToLocalSql(instantMs, zone, range) }, floorDivideSql('_w', DAY_MS)),
    isNever: '0',
    isTwice: '0',
  };
}

function isKnownLocalSql(localMs: string): string {
  return `(${localMs} >= ${FIRST_DAY * DAY_MS} AND ${localMs} < ${(LAST_DAY + 1) * DAY_MS})`;
}

function isKnownInstantSql(instantMs: string, zone: TimeZone): string {
  return `(${instantMs} >= ${zone.startOfDay(FIRST_DAY)} AND ${instantMs} < ${zone.startOfDay(LAST_DAY + 1)})`;
}

/** Days since 1970-01-01 of the civil date `_y`, `_mo`, `_d` by the Gregorian calendar, and whether there is such a day. */
function civilDaySql(): { dayNumber: string; isDay: string } {
  // The year begins in March, so that the leap day is its last (the formula of Julian day numbers).
  const shift = 'intDiv(14 - _mo, 12)';
  const marchYear = `(_y + 4800 - ${shift})`;
  const dayNumber =
    `(_d + intDiv(153 * (_mo + 12 * ${shift} - 3) + 2, 5) + 365 * ${marchYear} + intDiv(${marchYear}, 4)` +
    ` - intDiv(${marchYear}, 100) + intDiv(${marchYear}, 400) - 32045 - 2440588)`;
  const isLeap = '((_y % 4 = 0 AND _y % 100 != 0) OR _y % 400 = 0)';
  const daysOfMonth = `multiIf(_mo = 2, if(${isLeap}, 29, 28), _mo IN (4, 6, 9, 11), 30, 31)`;
  return { dayNumber, isDay: `_mo >= 1 AND _mo <= 12 AND _d >= 1 AND _d <= ${daysOfMonth}` };
}

/** Ticks of a `DateTime64` as whole ms, cut toward the past. */
function millisecondsSql(expr: string, scale: number): string {
  if (scale <= 3) return `toUnixTimestamp64Milli(toDateTime64(${expr}, 3, 'UTC'))`;
  if (scale <= 6) return floorDivideSql(`toUnixTimestamp64Micro(toDateTime64(${expr}, 6, 'UTC'))`, 1000);
  return floorDivideSql(`toUnixTimestamp64Nano(toDateTime64(${expr}, 9, 'UTC'))`, 1_000_000);
}

/** The quotient rounded down, also for negative numbers (`intDiv` cuts toward zero). */
function floorDivideSql(expr: string, divisor: number): string {
  return `intDiv(${expr} - positiveModulo(${expr}, ${divisor}), ${divisor})`;
}

function parseFormat(pattern: string): TimeFormat {
  const result = parseTimeFormat(pattern);
  if (result.ok) return result.format;
  throw SilhouetteError.of('invalid-value', result.message);
}

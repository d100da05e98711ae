import { letSql } from './let-sql.ts';

/** What inference takes for a number. */
export const STRICT_NUMBER = '^-?(0|[1-9][0-9]*)(\\\\.[0-9]+)?$';
/** What a column declared a number may hold: a sign, leading zeros, an exponent. */
export const LENIENT_NUMBER = '^[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)([eE][+-]?[0-9]{1,4})?$';

/** Digits that a number may have before the point. */
export const MAX_WHOLE_DIGITS = 32;

/**
 * A number's text without its exponent (`1.5e3` as `1500`); text without one is left as it is. Beyond a hundred zeros
 * none are added: such a value is out of range, or too small to count, with them or without. `text` is a name.
 */
export function plainDecimalSql(text: string): string {
  const plain = letSql(
    { _g: `extractGroups(${text}, '^([+-]?)([0-9]*)\\\\.?([0-9]*)[eE][+]?([+-]?[0-9]+)$')` },
    letSql(
      { _d: 'concat(_g[2], _g[3])', _p: 'toInt64(length(_g[2])) + toInt64OrZero(_g[4])' },
      "concat(_g[1], multiIf(_p <= 0, concat('0.', repeat('0', least(100, -_p)), _d)," +
        " _p >= length(_d), concat(_d, repeat('0', least(100, _p - length(_d)))), concat(substring(_d, 1, _p), '.', substring(_d, _p + 1))))",
    ),
  );
  return `if(match(${text}, '^[+-]?[0-9.]+[eE][+-]?[0-9]+$'), ${plain}, ${text})`;
}

/** Digits after the point that count (no trailing zeros) of plain decimal text; `UInt64`. */
export function countDecimalsSql(text: string): string {
  return `if(position(${text}, '.') = 0, 0, length(trimRight(substring(${text}, position(${text}, '.') + 1), '0')))`;
}

/** Whether plain decimal text has at most 32 digits before the point. */
export function isInRangeSql(text: string): string {
  return `if(length(${text}) <= ${MAX_WHOLE_DIGITS}, 1, length(trimLeft(extract(${text}, '^[+-]?([0-9]*)'), '0')) <= ${MAX_WHOLE_DIGITS})`;
}

/**
 * Plain decimal text as `Nullable(Decimal(76, decimals))`, rounded half away from zero. ClickHouse cuts digits beyond the
 * scale it reads, which leaves the half decided by the first digit beyond.
 */
export function decimalOfTextSql(text: string, decimals: number): string {
  return `toDecimal256(round(toDecimal256OrNull(${text}, 7), ${decimals}), ${decimals})`;
}

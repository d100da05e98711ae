import { MAX_DECIMALS } from '@silhouette/model';
import {
  countDecimalsSql,
  decimalOfTextSql,
  isInRangeSql,
  LENIENT_NUMBER,
  MAX_WHOLE_DIGITS,
  plainDecimalSql,
  STRICT_NUMBER,
} from './decimal-text-sql.ts';
import { letSql } from './let-sql.ts';
import type { NativeType } from './native-type.ts';

/** What a number is read from. */
export interface NumberSource {
  readonly expr: string;
  /** The cleaned text of `expr`: empty when missing. */
  readonly text: string;
  readonly type: NativeType;
  /** Whether words beyond null mean missing. */
  readonly hasMissingWords: boolean;
  /** Decimals to keep; null: 6. */
  readonly decimals: number | null;
  /** Only what inference takes for a number fits. */
  readonly isStrict: boolean;
}

/** SQL of a number; see `ValueSql`. */
export interface NumberSql {
  readonly value: string;
  readonly isMissing: string;
  readonly isUnparsable: string;
  readonly isRounded: string;
  /** Decimals that count, `UInt64`; 0 for what is no number. */
  readonly decimals: string;
}

/** Exact decimals of integers, decimals, floats (by their shortest text) and text. */
export function readNumberSql(source: NumberSource): NumberSql {
  const { type } = source;
  if (type.kind === 'integer' && type.bits <= 64) return readInteger(source);
  // Beyond 38 decimals the widest decimal could not hold 32 digits before the point as well.
  if (type.kind === 'decimal' && type.scale <= 38) return readDecimal(source, type.scale);
  return type.kind === 'text' && source.isStrict ? readStrictText(source) : readNumberText(source);
}

// At most 20 digits: always in range.
function readInteger({ expr, text, hasMissingWords, decimals }: NumberSource): NumberSql {
  const isMissing = hasMissingWords ? `(${text} = '')` : `isNull(${expr})`;
  const value = `if(${isMissing}, NULL, toDecimal256(assumeNotNull(${expr}), ${decimals ?? MAX_DECIMALS}))`;
  return { value, isMissing, isUnparsable: '0', isRounded: '0', decimals: 'toUInt64(0)' };
}

function readDecimal({ expr, text, hasMissingWords, decimals }: NumberSource, from: number): NumberSql {
  const scale = decimals ?? MAX_DECIMALS;
  const isMissing = hasMissingWords ? `(${text} = '')` : `isNull(${expr})`;
  const limit = `toDecimal256('1${'0'.repeat(MAX_WHOLE_DIGITS)}', 0)`;
  const wide = `toDecimal256(ifNull(${expr}, 0), ${from})`;
  const fits = `(${wide} < ${limit} AND ${wide} > -${limit})`;
  // A value out of range is replaced before it is converted, which it might not survive.
  const safe = `if(${fits}, ${wide}, toDecimal256(0, ${from}))`;
  const rounded = `toDecimal256(round(${safe}, ${scale}), ${scale})`;
  const counted = `${countDecimalsSql(`toString(${safe})`)}`;
  return {
    value: `if(${isMissing} OR NOT ${fits}, NULL, ${from > scale ? rounded : `toDecimal256(${safe}, ${scale})`})`,
    isMissing,
    isUnparsable: `(NOT ${isMissing} AND NOT ${fits})`,
    isRounded: from > scale ? `(NOT ${isMissing} AND ${rounded} != ${safe})` : '0',
    decimals: from === 0 ? 'toUInt64(0)' : counted,
  };
}

/** Text that is trimmed and without exponents: cheap enough to be repeated, and no bindings slow it down. */
function readStrictText({ text, decimals }: NumberSource): NumberSql {
  const scale = decimals ?? MAX_DECIMALS;
  const fits = `(match(${text}, '${STRICT_NUMBER}') AND ${isInRangeSql(text)})`;
  const counted = `if(${fits}, ${countDecimalsSql(text)}, 0)`;
  return {
    value: `if(${fits}, ${decimalOfTextSql(text, scale)}, NULL)`,
    isMissing: `(${text} = '')`,
    isUnparsable: `(${text} != '' AND NOT ${fits})`,
    isRounded: `(${counted} > ${scale})`,
    decimals: counted,
  };
}

function readNumberText({ text, type, decimals }: NumberSource): NumberSql {
  const scale = decimals ?? MAX_DECIMALS;
  const isText = type.kind === 'text';
  const isNumber = isText ? `match(_t, '${LENIENT_NUMBER}')` : hasDigits(type) ? '1' : '0';
  const plain = isText ? plainDecimalSql('_t') : '_t';
  const read = letSql(
    { _t: text },
    letSql(
      { _n: plain, _i: isNumber },
      letSql(
        { _f: `_i AND ${isInRangeSql('_n')}` },
        letSql(
          { _c: `if(_f, ${countDecimalsSql('_n')}, 0)` },
          `tuple(if(_f, ${decimalOfTextSql('_n', scale)}, NULL), _t = '', _t != '' AND NOT _f, _c > ${scale}, _c)`,
        ),
      ),
    ),
  );
  return {
    value: `tupleElement(${read}, 1)`,
    isMissing: `tupleElement(${read}, 2)`,
    isUnparsable: `tupleElement(${read}, 3)`,
    isRounded: `tupleElement(${read}, 4)`,
    decimals: `tupleElement(${read}, 5)`,
  };
}

/** Numeric types always have plain digits; the text of a date or boolean is no number. */
function hasDigits(type: NativeType): boolean {
  return type.kind === 'integer' || type.kind === 'float' || type.kind === 'decimal';
}

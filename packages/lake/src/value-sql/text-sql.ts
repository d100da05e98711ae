import { assertNever } from '@silhouette/model';
import { sqlText } from '../chdb/sql-text.ts';
import { plainDecimalSql } from './decimal-text-sql.ts';
import { letSql } from './let-sql.ts';
import type { NativeType } from './native-type.ts';

const ASCII_SPACE = ' \\t\\n\\r\\x0b\\x0c';
// Unicode's white space beyond ASCII, and the byte order mark: two bytes of UTF-8, then three.
const WIDE_SPACES = [
  0x85,
  0xa0,
  0x1680,
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
  0xfeff,
];
const WIDE_CLASS = `[\\\\s\\\\x0b${WIDE_SPACES.map((code) => `\\\\x{${code.toString(16)}}`).join('')}]`;

/** `expr` (a `String`) without surrounding white space of any kind. */
function trimSql(expr: string): string {
  const plain = `trimBoth(${expr}, '${ASCII_SPACE}')`;
  const two = listBytes(2);
  const three = listBytes(3);
  const hasWide =
    `(substring(${plain}, 1, 2) IN (${two}) OR substring(${plain}, -2) IN (${two})` +
    ` OR substring(${plain}, 1, 3) IN (${three}) OR substring(${plain}, -3) IN (${three}))`;
  // Rare, and a regular expression over every value is dear: only values that begin or end so pay for it.
  return `if(${hasWide}, replaceRegexpAll(${plain}, '^${WIDE_CLASS}+|${WIDE_CLASS}+$', ''), ${plain})`;
}

/** The text of a value as the product reads it: trimmed, blank and words of `missing` empty; a `String`, never null. */
export function cleanTextSql(expr: string, type: NativeType, missing: readonly string[], isClean: boolean): string {
  const text = type.kind === 'text' && !isClean ? trimSql(plainTextSql(expr, type)) : plainTextSql(expr, type);
  if (missing.length === 0) return text;
  return `if(${text} IN (${missing.map((word) => sqlText(word.trim())).join(', ')}), '', ${text})`;
}

/** The text of one value of a type, empty for null; decimals in plain digits, NaN and infinities empty. */
function plainTextSql(expr: string, type: NativeType): string {
  switch (type.kind) {
    case 'text':
      return `ifNull(toString(${expr}), '')`;
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'date':
      return `ifNull(toString(${expr}), '')`;
    case 'float':
      return `if(ifNull(isFinite(${expr}), 0), ${letSql({ _x: `ifNull(toString(${expr}), '')` }, plainDecimalSql('_x'))}, '')`;
    case 'datetime':
      return `ifNull(replaceOne(toString(${expr}), ' ', 'T'), '')`;
    case 'none':
      return "''";
    case 'list':
    case 'unsupported':
      throw new RangeError(`A value of type ${type.kind} has no text.`);
    default:
      return assertNever(type);
  }
}

function listBytes(length: number): string {
  return WIDE_SPACES.map((code) => String.fromCodePoint(code))
    .filter((text) => Buffer.byteLength(text) === length)
    .map(sqlText)
    .join(', ');
}

import { assertNever, MAX_DECIMALS, SilhouetteError } from '@silhouette/model';
import { sqlText } from '../chdb/sql-text.ts';
import { type NativeType, parseNativeType } from './native-type.ts';
import { type NumberSource, readNumberSql } from './read-number-sql.ts';
import { readTimeSql, type TimeSource } from './read-time-sql.ts';
import { cleanTextSql } from './text-sql.ts';
import type { ReadValueOptions, ValueReadSpec, ValueSql } from './value-sql.ts';

const NOTHING_CHANGED = { reading: null, isRounded: '0', isTimeNever: '0', isTimeTwice: '0', instantMs: null } as const;

/**
 * SQL that reads a value of any type exactly as the language says: missing, unparsable, rounded and moved values are
 * told apart, and nothing throws on any row.
 * @throws invalid-value for a format that is none, wrong-type for a native type that no value can come from
 */
export function readValueSql(options: ReadValueOptions): ValueSql {
  const { expr, spec } = options;
  const type = parseNativeType(options.fromType);
  if (type.kind === 'unsupported') {
    throw SilhouetteError.of(
      'wrong-type',
      `Values of type ${type.name} cannot be read; turn them into text, numbers or lists of text in SQL.`,
    );
  }
  if (spec.type === 'tags') return readTags(options, type);
  if (type.kind === 'list') return readListAsOne(options);
  const text = cleanTextSql(expr, type, spec.missing, options.isClean ?? false);
  const isMissing = `(${text} = '')`;
  switch (spec.type) {
    case 'category':
    case 'text':
      return {
        ...NOTHING_CHANGED,
        value: `nullIf(${text}, '')`,
        sqlType: 'Nullable(String)',
        isMissing,
        isUnparsable: '0',
      };
    case 'number': {
      const { decimals: _, ...sql } = readNumberSql(numberSource(options, type, text));
      return { ...NOTHING_CHANGED, ...sql, sqlType: `Nullable(Decimal(76, ${spec.decimals ?? MAX_DECIMALS}))` };
    }
    case 'boolean':
      return readBoolean(text, isMissing, spec);
    case 'date':
    case 'datetime':
      return readTime({ expr, text, type, format: spec.format, zone: options.zone, range: options.range, want: spec.type });
    default:
      return assertNever(spec.type);
  }
}

/**
 * Digits after the point that count in the value, 0 for what is no number (`UInt64`): its greatest is the `decimals` of a
 * column that declares none.
 */
export function countValueDecimalsSql(options: ReadValueOptions): string {
  const type = parseNativeType(options.fromType);
  if (type.kind === 'list' || type.kind === 'unsupported') return '0';
  const text = cleanTextSql(options.expr, type, options.spec.missing, options.isClean ?? false);
  return readNumberSql(numberSource(options, type, text)).decimals;
}

function numberSource({ expr, spec, isStrict }: ReadValueOptions, type: NativeType, text: string): NumberSource {
  return { expr, text, type, hasMissingWords: spec.missing.length > 0, decimals: spec.decimals, isStrict: isStrict ?? false };
}

function readTime(source: TimeSource): ValueSql {
  const { reading, number, isMissing, isUnparsable, isNever, isTwice } = readTimeSql(source);
  if (source.want === 'date') {
    const value = `toDate32(toInt32(${number}))`;
    return { ...NOTHING_CHANGED, reading, value, sqlType: 'Nullable(Date32)', isMissing, isUnparsable };
  }
  return {
    reading,
    value: `fromUnixTimestamp64Milli(${number}, 'UTC')`,
    sqlType: "Nullable(DateTime64(3, 'UTC'))",
    instantMs: number,
    isMissing,
    isUnparsable,
    isRounded: '0',
    isTimeNever: isNever,
    isTimeTwice: isTwice,
  };
}

function readBoolean(text: string, isMissing: string, spec: ValueReadSpec): ValueSql {
  const isTrue = `(${text} IN (${(spec.trueValues ?? ['true']).map(sqlText).join(', ')}))`;
  const isFalse = `(${text} IN (${(spec.falseValues ?? ['false']).map(sqlText).join(', ')}))`;
  return {
    ...NOTHING_CHANGED,
    value: `multiIf(${isMissing}, NULL, ${isTrue}, true, ${isFalse}, false, NULL)`,
    sqlType: 'Nullable(Bool)',
    isMissing,
    isUnparsable: isUnparsableSql(isMissing, `(${isTrue} OR ${isFalse})`),
  };
}

function readTags(options: ReadValueOptions, type: NativeType): ValueSql {
  const { expr, spec } = options;
  const { list, isUnparsable } = listSql(options, type);
  const element: NativeType = type.kind === 'list' ? type.element : { kind: 'text' };
  const clean = `arrayMap(v -> ${cleanTextSql('v', element, spec.missing, false)}, ${list})`;
  const value = `arraySort(arrayDistinct(arrayFilter(v -> v != '', ${clean})))`;
  const isPresent = type.kind === 'list' ? '1' : `(${cleanTextSql(expr, type, spec.missing, options.isClean ?? false)} != '')`;
  return {
    ...NOTHING_CHANGED,
    value,
    sqlType: 'Array(String)',
    isMissing: `(empty(${value}) AND NOT ${isUnparsable})`,
    isUnparsable: isUnparsable === '0' ? '0' : `(${isPresent} AND ${isUnparsable})`,
  };
}

function listSql(options: ReadValueOptions, type: NativeType): { list: string; isUnparsable: string } {
  const { expr, spec } = options;
  if (type.kind === 'list') return { list: expr, isUnparsable: '0' };
  const text = cleanTextSql(expr, type, spec.missing, options.isClean ?? false);
  if (options.isJsonList === true) {
    const isUnparsable = `(${text} != '' AND JSONType(${text}) != 'Array')`;
    return { list: `JSONExtract(${text}, 'Array(Nullable(String))')`, isUnparsable };
  }
  if (spec.separator === null || spec.separator === '') return { list: `[${text}]`, isUnparsable: '0' };
  return { list: `splitByString(${sqlText(spec.separator)}, ${text})`, isUnparsable: '0' };
}

/** A list read as one value: nothing but an empty list fits. */
function readListAsOne({ expr, spec }: ReadValueOptions): ValueSql {
  const sqlType = {
    category: 'Nullable(String)',
    text: 'Nullable(String)',
    number: `Nullable(Decimal(76, ${spec.decimals ?? MAX_DECIMALS}))`,
    date: 'Nullable(Date32)',
    datetime: "Nullable(DateTime64(3, 'UTC'))",
    boolean: 'Nullable(Bool)',
    tags: 'Array(String)',
  }[spec.type];
  return {
    ...NOTHING_CHANGED,
    value: `CAST(NULL, '${sqlType.replaceAll("'", "\\'")}')`,
    instantMs: spec.type === 'datetime' ? "CAST(NULL, 'Nullable(Int64)')" : null,
    sqlType,
    isMissing: `empty(${expr})`,
    isUnparsable: `notEmpty(${expr})`,
  };
}

function isUnparsableSql(isMissing: string, fits: string): string {
  return `(NOT ${isMissing} AND NOT ${fits})`;
}

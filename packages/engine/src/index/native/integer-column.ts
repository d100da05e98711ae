import { assertNever, type Described, decimalUnitsAt, parseDay, parseDecimal } from '@silhouette/model';
import type { IntegersRequest, WireType } from './native-request.ts';

/**
 * The fastest request for a column of numbers, dates, instants or booleans, by the catalog's least and greatest value:
 * value = `base` + code, in units of 10^-decimals, days or ms since 1970, or 0 and 1. Without any value both bounds are 0.
 * @throws RangeError for texts and tags, which are no integers, and for bounds that are not of the column's type.
 */
export function integerColumn(described: Described, id: string): IntegersRequest {
  const { stats } = described;
  const nullable = stats.missing > 0;
  const [least, greatest] = bounds(described, id);
  return {
    kind: 'integers',
    column: id,
    wire: chooseWire(described, least, greatest),
    nullable,
    base: least,
    most: greatest - least,
  };
}

function bounds(described: Described, id: string): readonly [bigint, bigint] {
  const { min, max } = described.stats;
  if (described.type === 'boolean') return [0n, 1n];
  if (min === null || max === null) {
    if (described.stats.present > 0) throw new RangeError(`The least or greatest value of "${id}" is not known.`);
    return [0n, 0n];
  }
  const read = (text: string): bigint => {
    const value = readBound(described, text);
    if (value === null) throw new RangeError(`"${text}" is no ${described.type}, yet a bound of "${id}".`);
    return value;
  };
  return [read(min), read(max)];
}

function readBound({ type, decimals }: Described, text: string): bigint | null {
  switch (type) {
    case 'number': {
      const decimal = parseDecimal(text);
      return decimal === null ? null : decimalUnitsAt(decimal, decimals);
    }
    case 'date': {
      const day = parseDay(text);
      return day === null ? null : BigInt(day);
    }
    case 'datetime': {
      const ms = Date.parse(text);
      return Number.isNaN(ms) ? null : BigInt(ms);
    }
    case 'boolean':
    case 'category':
    case 'tags':
    case 'text':
      return null;
    default:
      return assertNever(type);
  }
}

function chooseWire({ type, decimals }: Described, least: bigint, greatest: bigint): WireType {
  if (type === 'boolean') return 'UInt8';
  if (type === 'date') return 'Int32';
  if (type === 'datetime') return "DateTime64(3, 'UTC')";
  const fits = (bits: bigint): boolean => least >= -(1n << (bits - 1n)) && greatest < 1n << (bits - 1n);
  if (fits(32n) && greatest - least < 1n << 31n) return `Decimal(9, ${decimals})`;
  return fits(64n) ? `Decimal(18, ${decimals})` : `Decimal(38, ${decimals})`;
}

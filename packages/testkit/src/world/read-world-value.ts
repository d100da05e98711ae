import type { PlainValue } from '@silhouette/engine';
import { decimalUnitsAt, parseDay, parseDecimal, roundDecimal, type TimeZone } from '@silhouette/model';
import type { WorldColumn, WorldValue } from './world.ts';

/**
 * A value of a world as the reference engine keeps it: the meaning of section 1 of the language, written anew.
 * @throws TypeError for a value that is not of its column's type: worlds hold none.
 */
export function readWorldValue(column: WorldColumn, value: WorldValue, zone: TimeZone): PlainValue {
  if (value === null) return null;
  if (column.type === 'tags') return typeof value === 'string' ? refuse(column, value) : value;
  if (typeof value !== 'string') return refuse(column, value);
  switch (column.type) {
    case 'category':
    case 'text':
      return value;
    case 'boolean':
      return value === 'true';
    case 'number': {
      const decimal = parseDecimal(value);
      return decimal === null ? refuse(column, value) : decimalUnitsAt(roundDecimal(decimal, column.decimals), column.decimals);
    }
    case 'date':
      return parseDay(value) ?? refuse(column, value);
    case 'datetime':
      return readWorldTime(value, zone);
  }
}

/** The instant (ms) of a date-time of a world: with `Z` as it says, else local, moved forward where it never was. */
export function readWorldTime(text: string, zone: TimeZone): number {
  return text.endsWith('Z') ? Date.parse(text) : zone.instantOf(Date.parse(`${text}Z`));
}

function refuse(column: WorldColumn, value: WorldValue): never {
  throw new TypeError(`${JSON.stringify(value)} in column ${column.id} is no ${column.type}.`);
}

import { compareDecimals, parseDecimal } from '../value/decimal.ts';
import { ExactNumber, isPlainList, isPlainObject, type PlainValue } from './plain-value.ts';

/** Whether two trees of plain data say the same: keys in any order, numbers by their value (`30`, `30.0`), lists in order. */
export function isSamePlain(a: PlainValue, b: PlainValue): boolean {
  if (a === b) return true;
  if (a instanceof ExactNumber && b instanceof ExactNumber) return isSameNumber(a.text, b.text);
  if (isPlainList(a) && isPlainList(b)) {
    return a.length === b.length && a.every((item, index) => isSamePlain(item, b[index] ?? null));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSamePlain(a[key] ?? null, b[key] ?? null))
  );
}

function isSameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  return left !== null && right !== null && compareDecimals(left, right) === 0;
}

/*
 * Loops that take a base off and leave code 0 where a value is missing. They are branch-free: missing values come at
 * random. Each tells whether every present code is 0 … `most`; differences are modulo 2^32 or 2^64, which is exact
 * because `base` and `base + most` both fit the source's type: no value outside of the two can come back inside.
 */

/** From bytes; `codes` may be longer than `rows`. Returns whether every present code is at most `most`. */
export function narrowBytes(source: Uint8Array, nulls: Uint8Array, base: number, most: number, codes: Int32Array): boolean {
  let outside = 0;
  for (let row = 0; row < source.length; row += 1) {
    const code = ((source[row] ?? 0) - base) & ((nulls[row] ?? 0) - 1);
    outside |= code | (most - code);
    codes[row] = code;
  }
  return outside >= 0;
}

/** From 32-bit integers of either sign; `base` modulo 2^32, `most` below 2^31. */
export function narrowWords(source: Int32Array, nulls: Uint8Array, base: number, most: number, codes: Int32Array): boolean {
  let outside = 0;
  for (let row = 0; row < source.length; row += 1) {
    const code = ((source[row] ?? 0) - base) & ((nulls[row] ?? 0) - 1);
    outside |= code | (most - code);
    codes[row] = code;
  }
  return outside >= 0;
}

/** From 64-bit integers as pairs of words (low, high); `most` below 2^31. */
export function narrowLongs(
  source: Int32Array,
  nulls: Uint8Array,
  baseLow: number,
  baseHigh: number,
  most: number,
  codes: Int32Array,
): boolean {
  let outside = 0;
  let high = 0;
  const rows = source.length >> 1;
  for (let row = 0; row < rows; row += 1) {
    const present = (nulls[row] ?? 0) - 1;
    const low = source[2 * row] ?? 0;
    const borrow = low >>> 0 < baseLow >>> 0 ? 1 : 0;
    const code = (low - baseLow) & present;
    high |= ((source[2 * row + 1] ?? 0) - baseHigh - borrow) & present;
    outside |= code | (most - code);
    codes[row] = code;
  }
  return outside >= 0 && high === 0;
}

/** From 64-bit integers to 64-bit codes, both as pairs of words. */
export function shiftLongs(source: Int32Array, nulls: Uint8Array, base: bigint, most: bigint, codes: Uint32Array): boolean {
  const [baseLow, baseHigh] = toWords(base);
  const [mostLow, mostHigh] = toWords(most);
  let isInside = true;
  const rows = source.length >> 1;
  for (let row = 0; row < rows; row += 1) {
    const present = (nulls[row] ?? 0) - 1;
    const low = source[2 * row] ?? 0;
    const borrow = low >>> 0 < baseLow ? 1 : 0;
    const codeLow = ((low - baseLow) & present) >>> 0;
    const codeHigh = (((source[2 * row + 1] ?? 0) - baseHigh - borrow) & present) >>> 0;
    if (codeHigh > mostHigh || (codeHigh === mostHigh && codeLow > mostLow)) isInside = false;
    codes[2 * row] = codeLow;
    codes[2 * row + 1] = codeHigh;
  }
  return isInside;
}

/** From 128-bit integers as pairs of 64-bit words to codes of one word (`words` 1) or two. Slow: such values are rare. */
export function shiftHuge(
  source: BigInt64Array,
  nulls: Uint8Array,
  base: bigint,
  most: bigint,
  codes: BigUint64Array,
  words: 1 | 2,
): boolean {
  let isInside = true;
  const rows = source.length >> 1;
  for (let row = 0; row < rows; row += 1) {
    const value = ((source[2 * row + 1] ?? 0n) << 64n) | BigInt.asUintN(64, source[2 * row] ?? 0n);
    const code = nulls[row] === 1 ? 0n : value - base;
    if (code < 0n || code > most) isInside = false;
    codes[words * row] = BigInt.asUintN(64, code);
    if (words === 2) codes[2 * row + 1] = BigInt.asUintN(64, code >> 64n);
  }
  return isInside;
}

/** The two 32-bit words (low, high) of a 64-bit integer of either sign, unsigned. */
export function toWords(value: bigint): readonly [number, number] {
  return [Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n))];
}

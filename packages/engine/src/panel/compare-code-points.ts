/**
 * Orders texts by Unicode code point, which is also the order of their UTF-8 bytes: negative, zero or positive.
 * (`<` on strings orders UTF-16 units and puts emoji before some private-use and full-width characters.)
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rankUnit(left) - rankUnit(right);
  }
  return a.length - b.length;
}

/** Moves surrogates (halves of code points above U+FFFF) behind all other units. */
function rankUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

type SmallCodes = Uint8Array | Uint16Array | Uint32Array;

/**
 * Puts codes of `from`, plus one, where their rows go; 0 where `nulls` is 1. Billions of values pass here: each pair of
 * widths has a loop of its own, since one loop over several kinds of arrays is compiled to something five times slower.
 */
export function placeCodes(
  from: SmallCodes,
  nulls: Uint8Array | null,
  codes: SmallCodes,
  firstRow: number,
  rows: number,
  order: Uint32Array | null,
): void {
  if (order !== null) {
    placeOrdered(from, nulls, codes, order.subarray(firstRow, firstRow + rows));
    return;
  }
  if (from instanceof Uint8Array) {
    if (codes instanceof Uint8Array) place1in1(from, nulls, codes, firstRow, rows);
    else if (codes instanceof Uint16Array) place1in2(from, nulls, codes, firstRow, rows);
    else placeOther(from, nulls, codes, firstRow, rows);
  } else if (from instanceof Uint16Array) {
    if (codes instanceof Uint16Array) place2in2(from, nulls, codes, firstRow, rows);
    else placeOther(from, nulls, codes, firstRow, rows);
  } else if (codes instanceof Uint32Array) place4in4(from, nulls, codes, firstRow, rows);
  else placeOther(from, nulls, codes, firstRow, rows);
}

function place1in1(from: Uint8Array, nulls: Uint8Array | null, codes: Uint8Array, firstRow: number, rows: number): void {
  if (nulls === null) for (let row = 0; row < rows; row += 1) codes[firstRow + row] = (from[row] ?? 0) + 1;
  else for (let row = 0; row < rows; row += 1) codes[firstRow + row] = nulls[row] === 1 ? 0 : (from[row] ?? 0) + 1;
}

function place1in2(from: Uint8Array, nulls: Uint8Array | null, codes: Uint16Array, firstRow: number, rows: number): void {
  if (nulls === null) for (let row = 0; row < rows; row += 1) codes[firstRow + row] = (from[row] ?? 0) + 1;
  else for (let row = 0; row < rows; row += 1) codes[firstRow + row] = nulls[row] === 1 ? 0 : (from[row] ?? 0) + 1;
}

function place2in2(from: Uint16Array, nulls: Uint8Array | null, codes: Uint16Array, firstRow: number, rows: number): void {
  if (nulls === null) for (let row = 0; row < rows; row += 1) codes[firstRow + row] = (from[row] ?? 0) + 1;
  else for (let row = 0; row < rows; row += 1) codes[firstRow + row] = nulls[row] === 1 ? 0 : (from[row] ?? 0) + 1;
}

function place4in4(from: Uint32Array, nulls: Uint8Array | null, codes: Uint32Array, firstRow: number, rows: number): void {
  if (nulls === null) for (let row = 0; row < rows; row += 1) codes[firstRow + row] = (from[row] ?? 0) + 1;
  else for (let row = 0; row < rows; row += 1) codes[firstRow + row] = nulls[row] === 1 ? 0 : (from[row] ?? 0) + 1;
}

function placeOther(from: SmallCodes, nulls: Uint8Array | null, codes: SmallCodes, firstRow: number, rows: number): void {
  for (let row = 0; row < rows; row += 1) codes[firstRow + row] = nulls !== null && nulls[row] === 1 ? 0 : (from[row] ?? 0) + 1;
}

function placeOrdered(from: SmallCodes, nulls: Uint8Array | null, codes: SmallCodes, order: Uint32Array): void {
  for (let row = 0; row < order.length; row += 1) {
    codes[order[row] ?? 0] = nulls !== null && nulls[row] === 1 ? 0 : (from[row] ?? 0) + 1;
  }
}

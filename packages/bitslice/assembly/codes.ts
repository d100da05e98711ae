// Columns of codes: an unsigned integer of 1, 2, 4 or 8 bytes a customer or row, in order, padded with zeros to a multiple of
// 512; code 0 = missing. Masks as in masks.ts.

import { encodeBlock } from './encode-block';

@inline
function put16(out: usize, bits: u16, mode: i32): void {
  if (mode == 0) store<u16>(out, bits);
  else if (mode == 1) store<u16>(out, load<u16>(out) & bits);
  else store<u16>(out, load<u16>(out) | bits);
}

/** Lanes at most `span` above the lower bound: below it the subtraction wraps round to more. */
@inline
function within8(v: v128, lo: v128, span: v128): v128 {
  const above = i8x16.sub(v, lo);
  return i8x16.eq(i8x16.min_u(above, span), above);
}

@inline
function within16(v: v128, lo: v128, span: v128): v128 {
  const above = i16x8.sub(v, lo);
  return i16x8.eq(i16x8.min_u(above, span), above);
}

@inline
function within32(v: v128, lo: v128, span: v128): v128 {
  const above = i32x4.sub(v, lo);
  return i32x4.eq(i32x4.min_u(above, span), above);
}

/** Places with lo <= code <= hi (codes below 2^63). `groups` = padded length / 16. Modes as in slices.ts. */
export function codesRange(column: usize, width: i32, groups: u32, lo: u64, hi: u64, out: usize, mode: i32): void {
  const span = hi - lo;
  if (width == 1) {
    const a = i8x16.splat(<i8>lo), b = i8x16.splat(<i8>span);
    for (let i: u32 = 0; i < groups; i += 1) {
      put16(out, <u16>i8x16.bitmask(within8(v128.load(column), a, b)), mode);
      column += 16;
      out += 2;
    }
  } else if (width == 2) {
    const a = i16x8.splat(<i16>lo), b = i16x8.splat(<i16>span);
    for (let i: u32 = 0; i < groups; i += 1) {
      const x = within16(v128.load(column), a, b), y = within16(v128.load(column, 16), a, b);
      put16(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(x, y)), mode);
      column += 32;
      out += 2;
    }
  } else if (width == 4) {
    const a = i32x4.splat(<i32>lo), b = i32x4.splat(<i32>span);
    for (let i: u32 = 0; i < groups; i += 1) {
      const p = i16x8.narrow_i32x4_s(within32(v128.load(column), a, b), within32(v128.load(column, 16), a, b));
      const q = i16x8.narrow_i32x4_s(within32(v128.load(column, 32), a, b), within32(v128.load(column, 48), a, b));
      put16(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(p, q)), mode);
      column += 64;
      out += 2;
    }
  } else {
    for (let i: u32 = 0; i < groups; i += 1) {
      let bits: u32 = 0;
      for (let j: u32 = 0; j < 16; j += 1) {
        const code = load<u64>(column + ((<usize>j) << 3));
        bits |= (<u32>(code >= lo && code <= hi)) << j;
      }
      put16(out, <u16>bits, mode);
      column += 128;
      out += 2;
    }
  }
}

@inline
function isIn(table: usize, code: u32): u32 {
  return <u32>load<u8>(table + code);
}

/** Places whose code has a 1 in `table` (a byte for each code that can occur). Widths 2 and 4; {@link bytesSet} for 1. */
export function codesSet(column: usize, width: i32, groups: u32, table: usize, out: usize, mode: i32): void {
  for (let i: u32 = 0; i < groups; i += 1) {
    let bits: u32 = 0;
    if (mode != 1 || load<u16>(out) != 0) {
      if (width == 2) {
        for (let j: u32 = 0; j < 16; j += 1) bits |= isIn(table, <u32>load<u16>(column + ((<usize>j) << 1))) << j;
      } else {
        for (let j: u32 = 0; j < 16; j += 1) bits |= isIn(table, load<u32>(column + ((<usize>j) << 2))) << j;
      }
    }
    put16(out, <u16>bits, mode);
    column += (<usize>width) << 4;
    out += 2;
  }
}

/**
 * Places whose code of one byte is in a set of 32 bytes: bit h of byte l (h < 8) or bit h - 8 of byte 16 + l stands for code
 * 16 h + l. Sixteen codes at a time: a look-up of the low half in either row, and of the bit of the high half.
 */
export function bytesSet(column: usize, groups: u32, set: usize, out: usize, mode: i32): void {
  const low = v128.load(set), high = v128.load(set, 16);
  const nibble = i8x16.splat(15), seven = i8x16.splat(7);
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const zero = i8x16.splat(0);
  for (let i: u32 = 0; i < groups; i += 1) {
    const v = v128.load(column);
    const l = v128.and(v, nibble), h = i8x16.shr_u(v, 4);
    const rows = v128.bitselect(i8x16.swizzle(high, l), i8x16.swizzle(low, l), i8x16.gt_u(h, seven));
    const misses = i8x16.eq(v128.and(rows, i8x16.swizzle(bits, h)), zero);
    put16(out, <u16>~i8x16.bitmask(misses), mode);
    column += 16;
    out += 2;
  }
}

@inline
function codeAt(column: usize, width: i32, place: usize): usize {
  if (width == 1) return <usize>load<u8>(column + place);
  if (width == 2) return <usize>load<u16>(column + (place << 1));
  return <usize>load<u32>(column + (place << 2));
}

@inline
function addOne(counts: usize, code: usize): void {
  const target = counts + (code << 2);
  store<u32>(target, load<u32>(target) + 1);
}

@inline
function countWords(column: usize, width: i32, words: u32, mask: usize, first: usize, second: usize): void {
  for (let word: u32 = 0; word < words; word += 1) {
    let rest = load<u64>(mask);
    // Two tables in turn: the same value again need not wait for the count just written.
    while (rest != 0) {
      const a = <usize>ctz<u64>(rest);
      rest &= rest - 1;
      addOne(first, codeAt(column, width, a));
      if (rest == 0) break;
      const b = <usize>ctz<u64>(rest);
      rest &= rest - 1;
      addOne(second, codeAt(column, width, b));
    }
    mask += 8;
    column += (<usize>width) << 6;
  }
}

/**
 * Places of `mask` with each code: adds to `first` and `second`, each a u32 for each code that can occur; their sum is the
 * histogram. Widths 1, 2 and 4. `words` of 64 bits.
 */
export function codesHistogram(column: usize, width: i32, words: u32, mask: usize, first: usize, second: usize): void {
  if (width == 1) countWords(column, 1, words, mask, first, second);
  else if (width == 2) countWords(column, 2, words, mask, first, second);
  else countWords(column, 4, words, mask, first, second);
}

/**
 * Numbers the range of every place of a column of 1 or 2 bytes as a column of `outBits` slices: `table` has the range number
 * of every code, a byte each. `n` places; `scratch` has 512 bytes, the column of slices is zero before.
 */
export function codesRanges(column: usize, width: i32, n: u32, table: usize, out: usize, outBits: i32, scratch: usize): void {
  const blocks: u32 = (n + 511) >> 9;
  for (let block: u32 = 0; block < blocks; block += 1) {
    for (let i: usize = 0; i < 512; i += 1) {
      const code = width == 1 ? <usize>load<u8>(column + i) : <usize>load<u16>(column + (i << 1));
      store<u8>(scratch + i, load<u8>(table + code));
    }
    encodeBlock(scratch, out, outBits);
    column += (<usize>width) << 9;
    out += (<usize>outBits) << 6;
  }
}

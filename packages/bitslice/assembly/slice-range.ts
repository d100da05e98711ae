// Columns in slices, as in slices.ts: who lies between two bounds.

import { isEmpty } from './is-empty';

/** What a kernel does with its result: 0 stores it, 1 intersects, 2 unites it with what is there. */
@inline
function put(out: usize, value: v128, mode: i32): void {
  if (mode == 0) v128.store(out, value);
  else if (mode == 1) v128.store(out, v128.and(v128.load(out), value));
  else v128.store(out, v128.or(v128.load(out), value));
}

/**
 * Customers with lo <= code <= hi. `lo` and `hi` are one byte (0 or 1) a slice. Bits of `lo` below `loStop` are zero and
 * bits of `hi` below `hiStop` are one: those slices decide nothing and are not read. `bounds`: 1 lo, 2 hi, 3 both.
 */
export function sliceRange(
  column: usize,
  bits: i32,
  blocks: u32,
  lo: usize,
  loStop: i32,
  hi: usize,
  hiStop: i32,
  bounds: i32,
  out: usize,
  mode: i32,
): void {
  const stride: usize = (<usize>bits) << 6;
  const stop = bounds == 1 ? loStop : bounds == 2 ? hiStop : min(loStop, hiStop);
  for (let block: u32 = 0; block < blocks; block += 1) {
    if (mode != 1 || !isEmpty(out)) {
      if (bounds == 1) rangeFrom(column, bits, stop, lo, out, mode);
      else if (bounds == 2) rangeTo(column, bits, stop, hi, out, mode);
      else rangeBoth(column, bits, stop, lo, hi, out, mode);
    }
    column += stride;
    out += 64;
  }
}

// Slices are read from the lowest up, as they lie in memory: where a bit of a code equals the bound's, the slices below it have
// decided; where it does not, it decides. That is one AND or OR a slice, and 3-4 times as fast as O'Neil and Quass's way down,
// which keeps "equal so far" beside "greater".
@inline
function rangeFrom(column: usize, bits: i32, stop: i32, lo: usize, out: usize, mode: i32): void {
  let g0 = i32x4.splat(-1), g1 = i32x4.splat(-1), g2 = i32x4.splat(-1), g3 = i32x4.splat(-1);
  for (let slice = stop; slice < bits; slice += 1) {
    const at = column + ((<usize>slice) << 6);
    const s0 = v128.load(at), s1 = v128.load(at, 16), s2 = v128.load(at, 32), s3 = v128.load(at, 48);
    if (load<u8>(lo + slice)) {
      g0 = v128.and(g0, s0);
      g1 = v128.and(g1, s1);
      g2 = v128.and(g2, s2);
      g3 = v128.and(g3, s3);
    } else {
      g0 = v128.or(g0, s0);
      g1 = v128.or(g1, s1);
      g2 = v128.or(g2, s2);
      g3 = v128.or(g3, s3);
    }
  }
  put(out, g0, mode);
  put(out + 16, g1, mode);
  put(out + 32, g2, mode);
  put(out + 48, g3, mode);
}

@inline
function rangeTo(column: usize, bits: i32, stop: i32, hi: usize, out: usize, mode: i32): void {
  // Greater than the bound, turned round at the end.
  let g0 = i32x4.splat(0), g1 = i32x4.splat(0), g2 = i32x4.splat(0), g3 = i32x4.splat(0);
  for (let slice = stop; slice < bits; slice += 1) {
    const at = column + ((<usize>slice) << 6);
    const s0 = v128.load(at), s1 = v128.load(at, 16), s2 = v128.load(at, 32), s3 = v128.load(at, 48);
    if (load<u8>(hi + slice)) {
      g0 = v128.and(g0, s0);
      g1 = v128.and(g1, s1);
      g2 = v128.and(g2, s2);
      g3 = v128.and(g3, s3);
    } else {
      g0 = v128.or(g0, s0);
      g1 = v128.or(g1, s1);
      g2 = v128.or(g2, s2);
      g3 = v128.or(g3, s3);
    }
  }
  put(out, v128.not(g0), mode);
  put(out + 16, v128.not(g1), mode);
  put(out + 32, v128.not(g2), mode);
  put(out + 48, v128.not(g3), mode);
}

@inline
function rangeBoth(column: usize, bits: i32, stop: i32, lo: usize, hi: usize, out: usize, mode: i32): void {
  let g0 = i32x4.splat(-1), g1 = i32x4.splat(-1), g2 = i32x4.splat(-1), g3 = i32x4.splat(-1);
  let h0 = i32x4.splat(0), h1 = i32x4.splat(0), h2 = i32x4.splat(0), h3 = i32x4.splat(0);
  for (let slice = stop; slice < bits; slice += 1) {
    const at = column + ((<usize>slice) << 6);
    const s0 = v128.load(at), s1 = v128.load(at, 16), s2 = v128.load(at, 32), s3 = v128.load(at, 48);
    if (load<u8>(lo + slice)) {
      g0 = v128.and(g0, s0);
      g1 = v128.and(g1, s1);
      g2 = v128.and(g2, s2);
      g3 = v128.and(g3, s3);
    } else {
      g0 = v128.or(g0, s0);
      g1 = v128.or(g1, s1);
      g2 = v128.or(g2, s2);
      g3 = v128.or(g3, s3);
    }
    if (load<u8>(hi + slice)) {
      h0 = v128.and(h0, s0);
      h1 = v128.and(h1, s1);
      h2 = v128.and(h2, s2);
      h3 = v128.and(h3, s3);
    } else {
      h0 = v128.or(h0, s0);
      h1 = v128.or(h1, s1);
      h2 = v128.or(h2, s2);
      h3 = v128.or(h3, s3);
    }
  }
  put(out, v128.andnot(g0, h0), mode);
  put(out + 16, v128.andnot(g1, h1), mode);
  put(out + 32, v128.andnot(g2, h2), mode);
  put(out + 48, v128.andnot(g3, h3), mode);
}

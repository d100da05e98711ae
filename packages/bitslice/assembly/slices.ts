// Bit-sliced columns: `[block of 512 customers][slice][64 bytes]`, slice 0 the least significant; code 0 = missing.
// After O'Neil and Quass 1997 (bit-sliced arithmetic), in blocks as in Li and Patel 2013 (BitWeaving/V).

import { encodeBlock } from './encode-block';
import { isEmpty } from './is-empty';

/** Members of `mask` that have each slice set: adds to `out`, a u32 a slice. The sum of codes is the sum of out[s] * 2^s. */
export function sliceOnes(column: usize, bits: i32, blocks: u32, mask: usize, out: usize): void {
  for (let block: u32 = 0; block < blocks; block += 1) {
    if (!isEmpty(mask)) {
      const m0 = v128.load(mask), m1 = v128.load(mask, 16), m2 = v128.load(mask, 32), m3 = v128.load(mask, 48);
      for (let slice = 0; slice < bits; slice += 1) {
        const at = column + ((<usize>slice) << 6);
        const counts = i8x16.add(
          i8x16.add(i8x16.popcnt(v128.and(m0, v128.load(at))), i8x16.popcnt(v128.and(m1, v128.load(at, 16)))),
          i8x16.add(i8x16.popcnt(v128.and(m2, v128.load(at, 32))), i8x16.popcnt(v128.and(m3, v128.load(at, 48)))),
        );
        const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts));
        const target = out + ((<usize>slice) << 2);
        store<u32>(
          target,
          load<u32>(target) +
            i32x4.extract_lane(sums, 0) +
            i32x4.extract_lane(sums, 1) +
            i32x4.extract_lane(sums, 2) +
            i32x4.extract_lane(sums, 3),
        );
      }
    }
    column += (<usize>bits) << 6;
    mask += 64;
  }
}

/**
 * Keeps of `mask` the customers whose slice `slice` is `want` (0 or 1), then counts those of them with slice `next` set.
 * `slice` = -1 keeps all; `next` = -1 counts all that were kept. One step of a descent to a quantile.
 */
export function sliceNarrow(column: usize, bits: i32, blocks: u32, mask: usize, slice: i32, want: i32, next: i32): u32 {
  let total = i32x4.splat(0);
  const stride: usize = (<usize>bits) << 6;
  for (let block: u32 = 0; block < blocks; block += 1) {
    if (!isEmpty(mask)) {
      let counts = i8x16.splat(0);
      for (let part: usize = 0; part < 64; part += 16) {
        let m = v128.load(mask + part);
        if (slice >= 0) {
          const s = v128.load(column + ((<usize>slice) << 6) + part);
          m = want ? v128.and(m, s) : v128.andnot(m, s);
          v128.store(mask + part, m);
        }
        if (next >= 0) m = v128.and(m, v128.load(column + ((<usize>next) << 6) + part));
        counts = i8x16.add(counts, i8x16.popcnt(m));
      }
      total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts)));
    }
    column += stride;
    mask += 64;
  }
  return (
    i32x4.extract_lane(total, 0) + i32x4.extract_lane(total, 1) + i32x4.extract_lane(total, 2) + i32x4.extract_lane(total, 3)
  );
}

/**
 * The largest (`greatest` 1) or smallest (0) code among the customers of `mask`, as one byte a slice at `best`; 0 when the mask
 * is empty. Each block is compared with the best so far and searched only when it has a better one. `limit`: the column's own
 * extreme code, one byte a slice: once it is found nothing more is read.
 */
export function sliceExtreme(
  column: usize,
  bits: i32,
  blocks: u32,
  mask: usize,
  greatest: i32,
  limit: usize,
  best: usize,
): i32 {
  let found = 0;
  const stride: usize = (<usize>bits) << 6;
  for (let block: u32 = 0; block < blocks; block += 1) {
    // Nothing is better than the column's own extreme.
    if (found == 2) return 1;
    if (!isEmpty(mask)) {
      let m0 = v128.load(mask), m1 = v128.load(mask, 16), m2 = v128.load(mask, 32), m3 = v128.load(mask, 48);
      let isBetter = found == 0;
      if (!isBetter) {
        let e0 = m0, e1 = m1, e2 = m2, e3 = m3;
        let g0 = i32x4.splat(0), g1 = g0, g2 = g0, g3 = g0;
        for (let slice = bits - 1; slice >= 0; slice -= 1) {
          const at = column + ((<usize>slice) << 6);
          let s0 = v128.load(at), s1 = v128.load(at, 16), s2 = v128.load(at, 32), s3 = v128.load(at, 48);
          let bit = load<u8>(best + slice);
          if (!greatest) {
            s0 = v128.not(s0);
            s1 = v128.not(s1);
            s2 = v128.not(s2);
            s3 = v128.not(s3);
            bit = 1 - bit;
          }
          if (bit) {
            e0 = v128.and(e0, s0);
            e1 = v128.and(e1, s1);
            e2 = v128.and(e2, s2);
            e3 = v128.and(e3, s3);
          } else {
            g0 = v128.or(g0, v128.and(e0, s0));
            g1 = v128.or(g1, v128.and(e1, s1));
            g2 = v128.or(g2, v128.and(e2, s2));
            g3 = v128.or(g3, v128.and(e3, s3));
            e0 = v128.andnot(e0, s0);
            e1 = v128.andnot(e1, s1);
            e2 = v128.andnot(e2, s2);
            e3 = v128.andnot(e3, s3);
          }
          if (v128.any_true(v128.or(v128.or(g0, g1), v128.or(g2, g3)))) {
            isBetter = true;
            break;
          }
          if (!v128.any_true(v128.or(v128.or(e0, e1), v128.or(e2, e3)))) break;
        }
      }
      if (isBetter) {
        found = 1;
        for (let slice = bits - 1; slice >= 0; slice -= 1) {
          const at = column + ((<usize>slice) << 6);
          let s0 = v128.load(at), s1 = v128.load(at, 16), s2 = v128.load(at, 32), s3 = v128.load(at, 48);
          if (!greatest) {
            s0 = v128.not(s0);
            s1 = v128.not(s1);
            s2 = v128.not(s2);
            s3 = v128.not(s3);
          }
          const n0 = v128.and(m0, s0), n1 = v128.and(m1, s1), n2 = v128.and(m2, s2), n3 = v128.and(m3, s3);
          const has = v128.any_true(v128.or(v128.or(n0, n1), v128.or(n2, n3)));
          if (has) {
            m0 = n0;
            m1 = n1;
            m2 = n2;
            m3 = n3;
          }
          store<u8>(best + slice, <u8>(greatest ? (has ? 1 : 0) : has ? 0 : 1));
        }
        if (memory.compare(best, limit, bits) == 0) found = 2;
      }
    }
    column += stride;
    mask += 64;
  }
  return found == 0 ? 0 : 1;
}

/**
 * Numbers the range of every customer: 0 = missing, 1 + how many of the cuts are not above its code. Writes a column of
 * `outBits` slices. `cuts`: `count` times `bits` bytes (0 or 1, a slice each), ascending.
 */
export function sliceRanges(column: usize, bits: i32, blocks: u32, cuts: usize, count: i32, out: usize, outBits: i32): void {
  const stride: usize = (<usize>bits) << 6;
  const outStride: usize = (<usize>outBits) << 6;
  for (let block: u32 = 0; block < blocks; block += 1) {
    memory.fill(out, 0, outStride);
    let p0 = i32x4.splat(0), p1 = p0, p2 = p0, p3 = p0;
    for (let slice = 0; slice < bits; slice += 1) {
      const at = column + ((<usize>slice) << 6);
      p0 = v128.or(p0, v128.load(at));
      p1 = v128.or(p1, v128.load(at, 16));
      p2 = v128.or(p2, v128.load(at, 32));
      p3 = v128.or(p3, v128.load(at, 48));
    }
    let isAny = addBits(out, outBits, p0, p1, p2, p3);
    for (let cut = 0; isAny && cut < count; cut += 1) {
      const bound = cuts + <usize>(cut * bits);
      let g0 = i32x4.splat(-1), g1 = g0, g2 = g0, g3 = g0;
      for (let slice = 0; slice < bits; slice += 1) {
        const at = column + ((<usize>slice) << 6);
        const s0 = v128.load(at), s1 = v128.load(at, 16), s2 = v128.load(at, 32), s3 = v128.load(at, 48);
        if (load<u8>(bound + slice)) {
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
      // Cuts ascend: who does not reach this one reaches none after it.
      isAny = addBits(out, outBits, g0, g1, g2, g3);
    }
    column += stride;
    out += outStride;
  }
}

/** Adds one to the numbers of a block where a bit is set; whether any is. */
@inline
function addBits(out: usize, bits: i32, a: v128, b: v128, c: v128, d: v128): bool {
  if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) return false;
  addBit(out, bits, a);
  addBit(out + 16, bits, b);
  addBit(out + 32, bits, c);
  addBit(out + 48, bits, d);
  return true;
}

@inline
function addBit(out: usize, bits: i32, ones: v128): void {
  let carry = ones;
  for (let slice = 0; slice < bits; slice += 1) {
    const at = out + ((<usize>slice) << 6);
    const s = v128.load(at);
    v128.store(at, v128.xor(s, carry));
    carry = v128.and(s, carry);
    if (!v128.any_true(carry)) break;
  }
}

/** Codes (u64; the lowest 64 slices) of `n` customers by their u32 positions. */
export function sliceGather(column: usize, bits: i32, positions: usize, n: u32, out: usize): void {
  const stride: usize = (<usize>bits) << 6;
  const most = min(bits, 64);
  for (let i: u32 = 0; i < n; i += 1) {
    const position = load<u32>(positions + ((<usize>i) << 2));
    const at = column + (<usize>(position >> 9)) * stride + ((position & 511) >> 3);
    const shift = position & 7;
    let code: u64 = 0;
    for (let slice = 0; slice < most; slice += 1) {
      code |= (<u64>((load<u8>(at + ((<usize>slice) << 6)) >> <u8>shift) & 1)) << (<u64>slice);
    }
    store<u64>(out + ((<usize>i) << 3), code);
  }
}

/**
 * Writes the bits of one byte of every code into slices: byte `plane` of code i (of `width` bytes, little endian) gives slices
 * 8 * plane … of customer i. `n` codes; the column is zero before, and `scratch` has 512 bytes.
 */
export function sliceEncode(codes: usize, width: i32, n: u32, plane: i32, column: usize, bits: i32, scratch: usize): void {
  const first = plane << 3;
  const slices = min(8, bits - first);
  if (slices <= 0) return;
  const stride: usize = (<usize>bits) << 6;
  const blocks: u32 = (n + 511) >> 9;
  for (let block: u32 = 0; block < blocks; block += 1) {
    const start = block << 9;
    const count = min(512, n - start);
    let from = codes + (<usize>start) * (<usize>width) + (<usize>plane);
    if (width == 1 && count == 512) {
      encodeBlock(from, column + ((<usize>first) << 6), slices);
    } else {
      if (count < 512) memory.fill(scratch, 0, 512);
      for (let i: u32 = 0; i < count; i += 1) {
        store<u8>(scratch + i, load<u8>(from));
        from += <usize>width;
      }
      encodeBlock(scratch, column + ((<usize>first) << 6), slices);
    }
    column += stride;
  }
}

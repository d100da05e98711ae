// Bit-sliced columns: `[block of 512 customers][slice][64 bytes]`, slice 0 the least significant; code 0 = missing.
// After O'Neil and Quass 1997 (bit-sliced arithmetic), in blocks as in Li and Patel 2013 (BitWeaving/V).

import { encodeBlock } from './encode-block';

/** What a kernel does with its result: 0 stores it, 1 intersects, 2 unites it with what is there. */
@inline
function put(out: usize, value: v128, mode: i32): void {
  if (mode == 0) v128.store(out, value);
  else if (mode == 1) v128.store(out, v128.and(v128.load(out), value));
  else v128.store(out, v128.or(v128.load(out), value));
}

@inline
function isEmpty(at: usize): bool {
  return !v128.any_true(
    v128.or(v128.or(v128.load(at), v128.load(at, 16)), v128.or(v128.load(at, 32), v128.load(at, 48))),
  );
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

/**
 * Number of customers of `mask` with each code, for columns of at most five slices: adds to `out`, a u32 for each of
 * 2^bits codes. `scratch` has 512 bytes.
 */
export function sliceHistogram(column: usize, bits: i32, blocks: u32, mask: usize, out: usize, scratch: usize): void {
  const stride: usize = (<usize>bits) << 6;
  const leaves = 1 << bits;
  memory.fill(scratch, 0, 512);
  let pending: u32 = 0;
  for (let block: u32 = 0; block < blocks; block += 1) {
    if (!isEmpty(mask)) {
      for (let part: usize = 0; part < 64; part += 32) {
        const m0 = v128.load(mask + part), m1 = v128.load(mask + part, 16);
        const at = column + part;
        if (bits <= 3) countEight(at, bits, m0, m1, scratch);
        else if (bits == 4) {
          const s0 = v128.load(at + 192), s1 = v128.load(at + 192, 16);
          countEight(at, 3, v128.andnot(m0, s0), v128.andnot(m1, s1), scratch);
          countEight(at, 3, v128.and(m0, s0), v128.and(m1, s1), scratch + 128);
        } else {
          const s0 = v128.load(at + 192), s1 = v128.load(at + 192, 16);
          const t0 = v128.load(at + 256), t1 = v128.load(at + 256, 16);
          const n0 = v128.andnot(m0, t0), n1 = v128.andnot(m1, t1), p0 = v128.and(m0, t0), p1 = v128.and(m1, t1);
          countEight(at, 3, v128.andnot(n0, s0), v128.andnot(n1, s1), scratch);
          countEight(at, 3, v128.and(n0, s0), v128.and(n1, s1), scratch + 128);
          countEight(at, 3, v128.andnot(p0, s0), v128.andnot(p1, s1), scratch + 256);
          countEight(at, 3, v128.and(p0, s0), v128.and(p1, s1), scratch + 384);
        }
      }
      pending += 1;
      // A block adds at most 32 to a byte.
      if (pending == 7) {
        flush(leaves, out, scratch);
        pending = 0;
      }
    }
    column += stride;
    mask += 64;
  }
  if (pending > 0) flush(leaves, out, scratch);
}

/** As {@link sliceHistogram} for masks with few ones: member by member. `words` of 64 customers. */
export function sliceHistogramSparse(column: usize, bits: i32, words: u32, mask: usize, out: usize): void {
  const stride: usize = (<usize>bits) << 6;
  for (let word: u32 = 0; word < words; word += 1) {
    let rest = load<u64>(mask + ((<usize>word) << 3));
    if (rest == 0) continue;
    const at = column + (<usize>(word >> 3)) * stride + ((<usize>(word & 7)) << 3);
    const a = load<u64>(at);
    const b = bits > 1 ? load<u64>(at, 64) : 0;
    const c = bits > 2 ? load<u64>(at, 128) : 0;
    const d = bits > 3 ? load<u64>(at, 192) : 0;
    const e = bits > 4 ? load<u64>(at, 256) : 0;
    while (rest != 0) {
      const bit = ctz<u64>(rest);
      rest &= rest - 1;
      const code =
        ((a >> bit) & 1) |
        (((b >> bit) & 1) << 1) |
        (((c >> bit) & 1) << 2) |
        (((d >> bit) & 1) << 3) |
        (((e >> bit) & 1) << 4);
      const target = out + ((<usize>code) << 2);
      store<u32>(target, load<u32>(target) + 1);
    }
  }
}

@inline
function countLeaf(m0: v128, m1: v128, at: usize): void {
  v128.store(at, i8x16.add(v128.load(at), i8x16.add(i8x16.popcnt(m0), i8x16.popcnt(m1))));
}

/** Adds to eight byte counters (16 bytes each) the members of each value of the lowest `bits` (1-3) slices. */
function countEight(at: usize, bits: i32, m0: v128, m1: v128, scratch: usize): void {
  if (!v128.any_true(v128.or(m0, m1))) return;
  const a0 = v128.load(at), a1 = v128.load(at, 16);
  const e0 = v128.andnot(m0, a0), e1 = v128.andnot(m1, a1), o0 = v128.and(m0, a0), o1 = v128.and(m1, a1);
  if (bits == 1) {
    countLeaf(e0, e1, scratch);
    countLeaf(o0, o1, scratch + 16);
    return;
  }
  const b0 = v128.load(at, 64), b1 = v128.load(at, 80);
  const v00 = v128.andnot(e0, b0), v01 = v128.andnot(e1, b1), v10 = v128.andnot(o0, b0), v11 = v128.andnot(o1, b1);
  const v20 = v128.and(e0, b0), v21 = v128.and(e1, b1), v30 = v128.and(o0, b0), v31 = v128.and(o1, b1);
  if (bits == 2) {
    countLeaf(v00, v01, scratch);
    countLeaf(v10, v11, scratch + 16);
    countLeaf(v20, v21, scratch + 32);
    countLeaf(v30, v31, scratch + 48);
    return;
  }
  const c0 = v128.load(at, 128), c1 = v128.load(at, 144);
  countLeaf(v128.andnot(v00, c0), v128.andnot(v01, c1), scratch);
  countLeaf(v128.andnot(v10, c0), v128.andnot(v11, c1), scratch + 16);
  countLeaf(v128.andnot(v20, c0), v128.andnot(v21, c1), scratch + 32);
  countLeaf(v128.andnot(v30, c0), v128.andnot(v31, c1), scratch + 48);
  countLeaf(v128.and(v00, c0), v128.and(v01, c1), scratch + 64);
  countLeaf(v128.and(v10, c0), v128.and(v11, c1), scratch + 80);
  countLeaf(v128.and(v20, c0), v128.and(v21, c1), scratch + 96);
  countLeaf(v128.and(v30, c0), v128.and(v31, c1), scratch + 112);
}

function flush(leaves: i32, out: usize, scratch: usize): void {
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const at = scratch + ((<usize>leaf) << 4);
    const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v128.load(at)));
    const target = out + ((<usize>leaf) << 2);
    store<u32>(
      target,
      load<u32>(target) +
        i32x4.extract_lane(sums, 0) +
        i32x4.extract_lane(sums, 1) +
        i32x4.extract_lane(sums, 2) +
        i32x4.extract_lane(sums, 3),
    );
    v128.store(at, i32x4.splat(0));
  }
}

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

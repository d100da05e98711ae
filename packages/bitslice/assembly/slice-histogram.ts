// Columns in slices, as in slices.ts: how often each code occurs.

import { isEmpty } from './is-empty';

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

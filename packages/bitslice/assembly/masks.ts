// Masks: one bit a customer, lowest bit of the lowest byte first; `bytes` is a multiple of 64.

/** dst = a & b. */
export function maskAnd(dst: usize, a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 64) {
    v128.store(dst + at, v128.and(v128.load(a + at), v128.load(b + at)));
    v128.store(dst + at, v128.and(v128.load(a + at, 16), v128.load(b + at, 16)), 16);
    v128.store(dst + at, v128.and(v128.load(a + at, 32), v128.load(b + at, 32)), 32);
    v128.store(dst + at, v128.and(v128.load(a + at, 48), v128.load(b + at, 48)), 48);
  }
}

/** dst = a & ~b. */
export function maskAndNot(dst: usize, a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(dst + at, v128.andnot(v128.load(a + at), v128.load(b + at)));
  }
}

/** dst = a | b. */
export function maskOr(dst: usize, a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(dst + at, v128.or(v128.load(a + at), v128.load(b + at)));
  }
}

@inline
function sumBytes(total: v128, counts: v128): v128 {
  return i32x4.add(total, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts)));
}

@inline
function sumLanes(total: v128): u32 {
  return (
    i32x4.extract_lane(total, 0) + i32x4.extract_lane(total, 1) + i32x4.extract_lane(total, 2) + i32x4.extract_lane(total, 3)
  );
}

/** Ones of a mask. */
export function maskCount(a: usize, bytes: usize): u32 {
  let total = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 64) {
    // Four times at most 8 in a byte: no overflow.
    const counts = i8x16.add(
      i8x16.add(i8x16.popcnt(v128.load(a + at)), i8x16.popcnt(v128.load(a + at, 16))),
      i8x16.add(i8x16.popcnt(v128.load(a + at, 32)), i8x16.popcnt(v128.load(a + at, 48))),
    );
    total = sumBytes(total, counts);
  }
  return sumLanes(total);
}

/** Ones of a & b, which is not stored. */
export function maskCountAnd(a: usize, b: usize, bytes: usize): u32 {
  let total = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 64) {
    const counts = i8x16.add(
      i8x16.add(
        i8x16.popcnt(v128.and(v128.load(a + at), v128.load(b + at))),
        i8x16.popcnt(v128.and(v128.load(a + at, 16), v128.load(b + at, 16))),
      ),
      i8x16.add(
        i8x16.popcnt(v128.and(v128.load(a + at, 32), v128.load(b + at, 32))),
        i8x16.popcnt(v128.and(v128.load(a + at, 48), v128.load(b + at, 48))),
      ),
    );
    total = sumBytes(total, counts);
  }
  return sumLanes(total);
}

/** Positions of up to `most` ones from bit `from` on, as u32; the number of them. `bits` = length of the mask. */
export function maskPositions(a: usize, bits: u32, from: u32, most: u32, out: usize): u32 {
  let found: u32 = 0;
  let word: u32 = from >> 6;
  const words: u32 = (bits + 63) >> 6;
  if (word >= words) return 0;
  let rest: u64 = load<u64>(a + ((<usize>word) << 3)) & (~(<u64>0) << (<u64>(from & 63)));
  while (true) {
    while (rest != 0) {
      if (found == most) return found;
      const position: u32 = (word << 6) + <u32>ctz<u64>(rest);
      store<u32>(out + ((<usize>found) << 2), position);
      found += 1;
      rest &= rest - 1;
    }
    word += 1;
    if (word >= words) return found;
    rest = load<u64>(a + ((<usize>word) << 3));
  }
}

/** Writes the lowest `slices` (1-8) bits of 512 bytes into a block's slices, 64 bytes each. */
@inline
export function encodeBlock(bytes: usize, out: usize, slices: i32): void {
  for (let i: usize = 0; i < 32; i += 1) {
    const v = v128.load(bytes + (i << 4));
    for (let slice = 0; slice < slices; slice += 1) {
      store<u16>(out + ((<usize>slice) << 6) + (i << 1), <u16>i8x16.bitmask(i8x16.shl(v, 7 - slice)));
    }
  }
}

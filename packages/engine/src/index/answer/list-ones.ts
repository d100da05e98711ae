/** Positions of the ones of a mask (lowest bit of the lowest byte first), ascending, each `first` added. */
export function listOnes(mask: Uint8Array, first: number): Uint32Array {
  let ones = 0;
  for (let at = 0; at < mask.length; at += 1) ones += countBits(mask[at] ?? 0);
  const positions = new Uint32Array(ones);
  let found = 0;
  for (let at = 0; at < mask.length; at += 1) {
    // Each round takes the lowest one off; its place is the number of zeros below it.
    for (let rest = mask[at] ?? 0; rest !== 0; rest &= rest - 1) {
      positions[found] = first + at * 8 + 31 - Math.clz32(rest & -rest);
      found += 1;
    }
  }
  return positions;
}

/** Ones of a byte, added up in pairs, fours and eights. */
function countBits(byte: number): number {
  const pairs = byte - ((byte >> 1) & 0x55);
  const fours = (pairs & 0x33) + ((pairs >> 2) & 0x33);
  return (fours + (fours >> 4)) & 0x0f;
}

/** One byte (0 or 1) a slice, lowest first. */
export function writeBits(code: bigint, bits: number): Uint8Array {
  const bytes = new Uint8Array(bits);
  for (let slice = 0; slice < bits; slice += 1) bytes[slice] = Number((code >> BigInt(slice)) & 1n);
  return bytes;
}

/** Zeros behind the last place. */
export function clearTail(view: Uint8Array, at: number, places: number, bytes: number): void {
  if ((places & 7) !== 0) view[at + (places >> 3)] = (view[at + (places >> 3)] ?? 0) & ((1 << (places & 7)) - 1);
  view.fill(0, at + Math.ceil(places / 8), at + bytes);
}

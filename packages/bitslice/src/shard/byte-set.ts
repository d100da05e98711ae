import type { CodeInterval } from '../expression/normalise-intervals.ts';

/** The 32 bytes that the kernel `bytesSet` takes for the codes (0-255) within some closed intervals. */
export function writeByteSet(intervals: readonly CodeInterval[]): Uint8Array {
  const set = new Uint8Array(32);
  for (const { lo, hi } of intervals) {
    for (let code = Number(lo); code <= Number(hi); code += 1) {
      const row = (code & 15) + (code >= 128 ? 16 : 0);
      set[row] = (set[row] ?? 0) | (1 << ((code >> 4) & 7));
    }
  }
  return set;
}

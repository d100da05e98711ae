// Measures over the rows of each customer, for masks with many rows: what each has is added up row by row, at the customer's place
// in a table, and judged afterwards. Nothing depends on where a customer's rows end, which a processor cannot foresee: with two or
// three rows a customer that took twice as long as everything else.

/** Words of 64 rows that are added up before they are judged: what they add up to stays in the processor's cache. */
const CHUNK_WORDS: u32 = 128;

/** A slot of the table: i64 sum of codes, u32 rows that count (or occasions among them), u32 rows with a value. */
const SLOT: usize = 16;

@inline
function setBit(mask: usize, position: u32, bit: bool): void {
  const byte = mask + (position >> 3);
  store<u8>(byte, <u8>((<u32>load<u8>(byte)) | ((<u32>bit) << (position & 7))));
}

@inline
function loadCode(column: usize, width: i32, row: u32): u64 {
  if (width == 4) return <u64>load<u32>(column + ((<usize>row) << 2));
  if (width == 2) return <u64>load<u16>(column + ((<usize>row) << 1));
  if (width == 1) return <u64>load<u8>(column + <usize>row);
  return load<u64>(column + ((<usize>row) << 3));
}

/** Writes a bit a row: ones where the rows of a holder begin. `starts`: u32 of the m holders. */
export function rowsHeads(starts: usize, m: u32, out: usize): void {
  for (let i: u32 = 0; i < m; i += 1) setBit(out, load<u32>(starts + ((<usize>i) << 2)), true);
}

/** What is judged: 0 the count, 1 the sum, 2 the average. */
@inline
function judge(
  kind: i32,
  slot: usize,
  base: i64,
  scale: i64,
  factor: i64,
  tests: usize,
  testCount: i32,
): bool {
  const count = <i64>load<u32>(slot, 8);
  if (kind == 0) return (count != 0) & isWithin(tests, testCount, count);
  const present = <i64>load<u32>(slot, 12);
  const sum = base * present + scale * load<i64>(slot);
  if (kind == 1) return (count != 0) & isWithin(tests, testCount, sum);
  return (present != 0) & isAverageWithin(tests, testCount, sum * factor, count);
}

@inline
function isWithin(tests: usize, count: i32, value: i64): bool {
  let is = false;
  for (let i = 0; i < count; i += 1) {
    const at = tests + ((<usize>i) << 4);
    is |= (value >= load<i64>(at)) & (value <= load<i64>(at, 8));
  }
  return is;
}

@inline
function isAverageWithin(tests: usize, testCount: i32, value: i64, count: i64): bool {
  let is = false;
  for (let test = 0; test < testCount; test += 1) {
    const at = tests + ((<usize>test) << 5);
    const flags = <i32>load<i64>(at);
    const from = load<i64>(at, 8) * count, to = load<i64>(at, 16) * count;
    const reaches = (value > from) | ((value == from) & ((flags & 2) == 0));
    const stays = (value < to) | ((value == to) & ((flags & 8) == 0));
    is |= (reaches | ((flags & 1) == 0)) & (stays | ((flags & 4) == 0));
  }
  return is;
}

/**
 * Customers whose count, sum or average over the rows of `rowMask` passes; parameters as those of rowsCount, rowsSum and
 * rowsAverage. `heads`: {@link rowsHeads}; `coarse`: rowsCoarse; `m` holders, `words` of 64 rows; `scratch` has
 * (64 * 128 + 1) * 16 bytes, zeros.
 */
@inline
function tally(
  kind: i32,
  who: usize,
  m: u32,
  heads: usize,
  coarse: usize,
  words: u32,
  rowMask: usize,
  occasions: usize,
  occasionWidth: i32,
  column: usize,
  width: i32,
  base: i64,
  scale: i64,
  factor: i64,
  tests: usize,
  testCount: i32,
  pass: usize,
  any: usize,
  scratch: usize,
): void {
  // The holder of the table's first slot.
  let first: u32 = 0;
  let before: u32 = 0;
  let beforeAt: usize = 0;
  for (let start: u32 = 0; start < words; start += CHUNK_WORDS) {
    const end = min(start + CHUNK_WORDS, words);
    for (let word = start; word < end; word += 1) {
      let bits = load<u64>(rowMask + ((<usize>word) << 3));
      if (bits == 0) continue;
      // The word's first row belongs to its coarse holder, whether it is that one's first or not.
      const begins = load<u64>(heads + ((<usize>word) << 3)) & ~(<u64>1);
      const slots = scratch + (<usize>(load<u32>(coarse + ((<usize>word) << 2)) - first)) * SLOT;
      while (bits != 0) {
        const bit = ctz<u64>(bits);
        bits &= bits - 1;
        const row = (word << 6) + <u32>bit;
        const slot = slots + (<usize>popcnt<u64>(begins & (((<u64>2) << bit) - 1))) * SLOT;
        if (kind != 0) {
          const code = loadCode(column, width, row);
          store<i64>(slot, load<i64>(slot) + <i64>code);
          store<u32>(slot, load<u32>(slot, 12) + <u32>(code != 0), 12);
        }
        let isNew: u32 = 1;
        if (occasions != 0) {
          const occasion = <u32>loadCode(occasions, occasionWidth, row);
          isNew = <u32>((occasion != before) | (slot != beforeAt));
          before = occasion;
          beforeAt = slot;
        }
        store<u32>(slot, load<u32>(slot, 8) + isNew, 8);
      }
    }
    // The holder of the next row may have rows on both sides.
    const next = end < words ? load<u32>(coarse + ((<usize>end) << 2)) : m;
    const done = <usize>(next - first);
    let slot = scratch;
    for (let holder = first; holder < next; holder += 1) {
      const position = load<u32>(who + ((<usize>holder) << 2));
      if (kind != 2) setBit(any, position, load<u32>(slot, 8) != 0);
      setBit(pass, position, judge(kind, slot, base, scale, factor, tests, testCount));
      slot += SLOT;
    }
    if (done != 0) {
      v128.store(scratch, v128.load(slot));
      memory.fill(scratch + SLOT, 0, done * SLOT);
      beforeAt -= done * SLOT;
      first = next;
    }
  }
}

/** As rowsCount, where many rows count. */
export function rowsCountTally(
  who: usize,
  m: u32,
  heads: usize,
  coarse: usize,
  words: u32,
  rowMask: usize,
  occasions: usize,
  occasionWidth: i32,
  tests: usize,
  testCount: i32,
  pass: usize,
  any: usize,
  scratch: usize,
): void {
  tally(0, who, m, heads, coarse, words, rowMask, occasions, occasionWidth, 0, 1, 0, 0, 0, tests, testCount, pass, any, scratch);
}

/** As rowsSum, where many rows count. */
export function rowsSumTally(
  who: usize,
  m: u32,
  heads: usize,
  coarse: usize,
  words: u32,
  rowMask: usize,
  column: usize,
  width: i32,
  base: i64,
  scale: i64,
  tests: usize,
  testCount: i32,
  pass: usize,
  any: usize,
  scratch: usize,
): void {
  tally(1, who, m, heads, coarse, words, rowMask, 0, 1, column, width, base, scale, 0, tests, testCount, pass, any, scratch);
}

/** As rowsAverage, where many rows count. */
export function rowsAverageTally(
  who: usize,
  m: u32,
  heads: usize,
  coarse: usize,
  words: u32,
  rowMask: usize,
  occasions: usize,
  occasionWidth: i32,
  column: usize,
  width: i32,
  base: i64,
  scale: i64,
  factor: i64,
  tests: usize,
  testCount: i32,
  pass: usize,
  scratch: usize,
): void {
  tally(
    2,
    who,
    m,
    heads,
    coarse,
    words,
    rowMask,
    occasions,
    occasionWidth,
    column,
    width,
    base,
    scale,
    factor,
    tests,
    testCount,
    pass,
    0,
    scratch,
  );
}

// Measures over the rows of each customer. `who`: u32 positions of the m customers that have rows, ascending; `starts`: u32
// m + 1, rows of customer who[i] are starts[i] to before starts[i + 1]. `rowMask` has a bit a row, or is 0: every row counts.

@inline
function setBit(mask: usize, position: u32): void {
  const byte = mask + (position >> 3);
  store<u8>(byte, <u8>((<u32>load<u8>(byte)) | ((<u32>1) << (position & 7))));
}

@inline
function loadCode(column: usize, width: i32, row: u32): u64 {
  if (width == 4) return <u64>load<u32>(column + ((<usize>row) << 2));
  if (width == 2) return <u64>load<u16>(column + ((<usize>row) << 1));
  if (width == 1) return <u64>load<u8>(column + <usize>row);
  return load<u64>(column + ((<usize>row) << 3));
}

/** Ones of a mask from bit `from` to before bit `to`. */
@inline
function countBits(mask: usize, from: u32, to: u32): u32 {
  if (from >= to) return 0;
  let word = from >> 6;
  const last = (to - 1) >> 6;
  let bits = load<u64>(mask + ((<usize>word) << 3)) & (~(<u64>0) << (<u64>(from & 63)));
  let count: u32 = 0;
  while (word < last) {
    count += <u32>popcnt<u64>(bits);
    word += 1;
    bits = load<u64>(mask + ((<usize>word) << 3));
  }
  const over = 63 - ((to - 1) & 63);
  return count + <u32>popcnt<u64>(bits & (~(<u64>0) >> (<u64>over)));
}

/** The first row from `row` to before `end` that counts; `end` when there is none. */
@inline
function nextRow(rowMask: usize, row: u32, end: u32): u32 {
  if (row >= end || rowMask == 0) return row;
  let word = row >> 6;
  let bits = load<u64>(rowMask + ((<usize>word) << 3)) & (~(<u64>0) << (<u64>(row & 63)));
  const last = (end - 1) >> 6;
  while (bits == 0) {
    if (word == last) return end;
    word += 1;
    bits = load<u64>(rowMask + ((<usize>word) << 3));
  }
  return min(end, (word << 6) + <u32>ctz<u64>(bits));
}

@inline
function isWithin(tests: usize, count: i32, value: i64): bool {
  for (let i = 0; i < count; i += 1) {
    const at = tests + ((<usize>i) << 4);
    if (value >= load<i64>(at) && value <= load<i64>(at, 8)) return true;
  }
  return false;
}

/** Notes a holder with rows that count, and whether what was measured over them passes. */
@inline
function judge(who: usize, holder: u32, value: i64, tests: usize, testCount: i32, pass: usize, any: usize): void {
  const position = load<u32>(who + ((<usize>holder) << 2));
  setBit(any, position);
  if (isWithin(tests, testCount, value)) setBit(pass, position);
}

/**
 * For masks with few rows: the holder of a row is sought from where the row's word of 64 begins. `coarse`: u32 a word, the holder of
 * the word's first row. Customers are visited as their first row that counts is met.
 */
@inline
function holderOf(starts: usize, coarse: usize, row: u32, holder: u32): u32 {
  let i = max(holder, load<u32>(coarse + ((<usize>(row >> 6)) << 2)));
  while (load<u32>(starts + ((<usize>(i + 1)) << 2)) <= row) i += 1;
  return i;
}

/** Writes the holder of the first row of every 64 rows. */
export function rowsCoarse(starts: usize, m: u32, words: u32, out: usize): void {
  let i: u32 = 0;
  for (let word: u32 = 0; word < words; word += 1) {
    const row = word << 6;
    while (i + 1 < m && load<u32>(starts + ((<usize>(i + 1)) << 2)) <= row) i += 1;
    store<u32>(out, i);
    out += 4;
  }
}

/** As {@link rowsAverage} for masks with few rows; `words` of 64 rows. */
export function rowsAverageSparse(
  who: usize,
  starts: usize,
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
): void {
  let holder: u32 = 0xffffffff;
  let end: u32 = 0;
  let sum: i64 = 0;
  let present: i64 = 0;
  let count: i64 = 0;
  let before: u32 = 0;
  for (let word: u32 = 0; word < words; word += 1) {
    let bits = load<u64>(rowMask + ((<usize>word) << 3));
    while (bits != 0) {
      const row = (word << 6) + <u32>ctz<u64>(bits);
      bits &= bits - 1;
      if (row >= end) {
        if (present != 0) judgeAverage(who, holder, (base * present + scale * sum) * factor, count, tests, testCount, pass);
        holder = holderOf(starts, coarse, row, holder == 0xffffffff ? 0 : holder);
        end = load<u32>(starts + ((<usize>(holder + 1)) << 2));
        sum = 0;
        present = 0;
        count = 0;
      }
      const code = <i64>loadCode(column, width, row);
      sum += code;
      present += <i64>(code != 0);
      if (occasions == 0) count += 1;
      else {
        const occasion = <u32>loadCode(occasions, occasionWidth, row);
        if (count == 0 || occasion != before) count += 1;
        before = occasion;
      }
    }
  }
  if (present != 0) judgeAverage(who, holder, (base * present + scale * sum) * factor, count, tests, testCount, pass);
}

@inline
function judgeAverage(
  who: usize,
  holder: u32,
  value: i64,
  count: i64,
  tests: usize,
  testCount: i32,
  pass: usize,
): void {
  for (let test = 0; test < testCount; test += 1) {
    const at = tests + ((<usize>test) << 5);
    const flags = <i32>load<i64>(at);
    if (flags & 1) {
      const bound = load<i64>(at, 8) * count;
      if (value < bound || (flags & 2 && value == bound)) continue;
    }
    if (flags & 4) {
      const bound = load<i64>(at, 16) * count;
      if (value > bound || (flags & 8 && value == bound)) continue;
    }
    setBit(pass, load<u32>(who + ((<usize>holder) << 2)));
    return;
  }
}

/** As {@link rowsSum} for masks with few rows. */
export function rowsSumSparse(
  who: usize,
  starts: usize,
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
): void {
  let holder: u32 = 0xffffffff;
  let end: u32 = 0;
  let sum: i64 = 0;
  let present: i64 = 0;
  for (let word: u32 = 0; word < words; word += 1) {
    let bits = load<u64>(rowMask + ((<usize>word) << 3));
    while (bits != 0) {
      const row = (word << 6) + <u32>ctz<u64>(bits);
      bits &= bits - 1;
      if (row >= end) {
        if (holder != 0xffffffff) judge(who, holder, base * present + scale * sum, tests, testCount, pass, any);
        holder = holderOf(starts, coarse, row, holder == 0xffffffff ? 0 : holder);
        end = load<u32>(starts + ((<usize>(holder + 1)) << 2));
        sum = 0;
        present = 0;
      }
      const code = <i64>loadCode(column, width, row);
      sum += code;
      present += <i64>(code != 0);
    }
  }
  if (holder != 0xffffffff) judge(who, holder, base * present + scale * sum, tests, testCount, pass, any);
}

/** As {@link rowsCount} for masks with few rows. */
export function rowsCountSparse(
  who: usize,
  starts: usize,
  coarse: usize,
  words: u32,
  rowMask: usize,
  occasions: usize,
  occasionWidth: i32,
  tests: usize,
  testCount: i32,
  pass: usize,
  any: usize,
): void {
  let holder: u32 = 0xffffffff;
  let end: u32 = 0;
  let count: i64 = 0;
  let before: u32 = 0;
  for (let word: u32 = 0; word < words; word += 1) {
    let bits = load<u64>(rowMask + ((<usize>word) << 3));
    while (bits != 0) {
      const row = (word << 6) + <u32>ctz<u64>(bits);
      bits &= bits - 1;
      if (row >= end) {
        if (holder != 0xffffffff) judge(who, holder, count, tests, testCount, pass, any);
        holder = holderOf(starts, coarse, row, holder == 0xffffffff ? 0 : holder);
        end = load<u32>(starts + ((<usize>(holder + 1)) << 2));
        count = 0;
      }
      if (occasions == 0) count += 1;
      else {
        const occasion = <u32>loadCode(occasions, occasionWidth, row);
        if (count == 0 || occasion != before) count += 1;
        before = occasion;
      }
    }
  }
  if (holder != 0xffffffff) judge(who, holder, count, tests, testCount, pass, any);
}

/**
 * Customers whose number of rows that count, or of different occasions among them (`occasions` not 0: codes of
 * `occasionWidth` bytes a row, not descending within a customer), lies in one of the closed intervals `tests` (pairs of i64). `any`: customers with such a row.
 */
export function rowsCount(
  who: usize,
  starts: usize,
  m: u32,
  rowMask: usize,
  occasions: usize,
  occasionWidth: i32,
  tests: usize,
  testCount: i32,
  pass: usize,
  any: usize,
): void {
  let from = load<u32>(starts);
  for (let i: u32 = 0; i < m; i += 1) {
    starts += 4;
    const to = load<u32>(starts);
    let count: u32 = 0;
    if (occasions == 0) {
      count = rowMask == 0 ? to - from : countBits(rowMask, from, to);
    } else {
      let before: u32 = 0;
      for (let row = nextRow(rowMask, from, to); row < to; row = nextRow(rowMask, row + 1, to)) {
        const occasion = <u32>loadCode(occasions, occasionWidth, row);
        if (count == 0 || occasion != before) count += 1;
        before = occasion;
      }
    }
    from = to;
    if (count == 0) continue;
    judge(who, i, <i64>count, tests, testCount, pass, any);
  }
}

/**
 * Customers whose sum of a field over all their rows lies in one of the closed intervals: the sum is
 * `base` * (rows with a value) + `scale` * (sum of codes). `any`: customers with a row.
 */
export function rowsSum(
  who: usize,
  starts: usize,
  m: u32,
  column: usize,
  width: i32,
  base: i64,
  scale: i64,
  tests: usize,
  testCount: i32,
  pass: usize,
  any: usize,
): void {
  let row = load<u32>(starts);
  for (let i: u32 = 0; i < m; i += 1) {
    starts += 4;
    const to = load<u32>(starts);
    let sum: i64 = 0;
    let present: i64 = 0;
    for (; row < to; row += 1) {
      const code = <i64>loadCode(column, width, row);
      sum += code;
      present += <i64>(code != 0);
    }
    judge(who, i, base * present + scale * sum, tests, testCount, pass, any);
  }
}

/**
 * Customers whose average (sum of a field / number of occasions or rows) over all their rows lies in one of `testCount` intervals of
 * four i64: flags (1 has a lower bound, 2 it is excluded, 4 has an upper bound, 8 it is excluded), lower, upper, 0. The sum is
 * multiplied by `factor` and each bound by the count, so that nothing is divided. Without any value there is no average.
 */
export function rowsAverage(
  who: usize,
  starts: usize,
  m: u32,
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
): void {
  let row = load<u32>(starts);
  for (let i: u32 = 0; i < m; i += 1) {
    starts += 4;
    const to = load<u32>(starts);
    let sum: i64 = 0;
    let present: i64 = 0;
    let count: i64 = 0;
    let before: u32 = 0;
    for (; row < to; row += 1) {
      const code = <i64>loadCode(column, width, row);
      sum += code;
      present += <i64>(code != 0);
      if (occasions == 0) count += 1;
      else {
        const occasion = <u32>loadCode(occasions, occasionWidth, row);
        if (count == 0 || occasion != before) count += 1;
        before = occasion;
      }
    }
    if (present == 0) continue;
    judgeAverage(who, i, (base * present + scale * sum) * factor, count, tests, testCount, pass);
  }
}

/** Customers whose smallest or greatest (`greatest` 1) code of a column over the rows that count lies in one of the closed intervals. */
export function rowsExtreme(
  who: usize,
  starts: usize,
  m: u32,
  rowMask: usize,
  column: usize,
  width: i32,
  greatest: i32,
  tests: usize,
  testCount: i32,
  pass: usize,
): void {
  let from = load<u32>(starts);
  for (let i: u32 = 0; i < m; i += 1) {
    starts += 4;
    const to = load<u32>(starts);
    let best: u64 = 0;
    for (let row = nextRow(rowMask, from, to); row < to; row = nextRow(rowMask, row + 1, to)) {
      const code = loadCode(column, width, row);
      if (code != 0 && (best == 0 || (greatest ? code > best : code < best))) best = code;
    }
    from = to;
    if (best != 0 && isWithin(tests, testCount, <i64>best)) setBit(pass, load<u32>(who + ((<usize>i) << 2)));
  }
}

/** The first or last (`last` 1) row that counts of each of the m customers, as u32; 0xffffffff where there is none. */
export function rowsEnd(starts: usize, m: u32, rowMask: usize, last: i32, out: usize): void {
  let from = load<u32>(starts);
  for (let i: u32 = 0; i < m; i += 1) {
    starts += 4;
    const to = load<u32>(starts);
    let found: u32 = 0xffffffff;
    if (last) {
      if (rowMask == 0) found = to - 1;
      else {
        let row = to;
        while (row > from) {
          // The bits of one word up to row - 1.
          const word = (row - 1) >> 6;
          const bits =
            load<u64>(rowMask + ((<usize>word) << 3)) & (~(<u64>0) >> (<u64>(63 - ((row - 1) & 63))));
          if (bits != 0) {
            const best = (word << 6) + 63 - <u32>clz<u64>(bits);
            if (best >= from) found = best;
            break;
          }
          row = word << 6;
        }
      }
    } else {
      const row = nextRow(rowMask, from, to);
      if (row < to) found = row;
    }
    store<u32>(out, found);
    out += 4;
    from = to;
  }
}

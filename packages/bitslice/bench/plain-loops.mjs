// What the kernels do, in plain JavaScript over typed arrays: what they are compared with.

/** Ones of a word (Hacker's Delight 5-1). */
function countOnes(word) {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Ones of both masks. */
export function countAnd(a, b) {
  let count = 0;
  for (let word = 0; word < a.length; word += 1) count += countOnes(a[word] & b[word]);
  return count;
}

/** out = a and b. */
export function intersect(a, b, out) {
  for (let word = 0; word < a.length; word += 1) out[word] = a[word] & b[word];
}

/** The mask of codes between two bounds. */
export function filterRange(codes, lo, hi, out) {
  for (let word = 0, place = 0; word < out.length; word += 1) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 1, place += 1) bits |= ((codes[place] >= lo) & (codes[place] <= hi)) << bit;
    out[word] = bits;
  }
}

/** The mask of codes in a set. */
export function filterSet(codes, table, out) {
  for (let word = 0, place = 0; word < out.length; word += 1) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 1, place += 1) bits |= table[codes[place]] << bit;
    out[word] = bits;
  }
}

function visit(mask, each) {
  for (let word = 0; word < mask.length; word += 1) {
    let bits = mask[word];
    while (bits !== 0) {
      each((word << 5) + 31 - Math.clz32(bits & -bits));
      bits &= bits - 1;
    }
  }
}

/** Adds the places of a mask to their code's count. */
export function countCodes(codes, mask, counts) {
  visit(mask, (place) => {
    counts[codes[place]] += 1;
  });
}

/** The sum of the codes of a mask. */
export function sumCodes(codes, mask) {
  let sum = 0;
  visit(mask, (place) => {
    sum += codes[place];
  });
  return sum;
}

/** The greatest code of a mask. */
export function findGreatest(codes, mask) {
  let greatest = 0;
  visit(mask, (place) => {
    if (codes[place] > greatest) greatest = codes[place];
  });
  return greatest;
}

/** Adds the places of a mask to the count of the range that their code lies in: a binary search each. */
export function countRanges(codes, mask, cuts, counts) {
  visit(mask, (place) => {
    const code = codes[place];
    if (code === 0) return;
    let [low, high] = [0, cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cuts[middle] <= code) low = middle + 1;
      else high = middle;
    }
    counts[low] += 1;
  });
}

/** Percentiles of everyone at which a portrait cuts a number or date: fine at both ends, where groups differ. */
export const PORTRAIT_PERCENTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.97] as const;

/**
 * Where a portrait cuts a number into ranges [cut, next cut): the values at {@link PORTRAIT_PERCENTILES} (element
 * `percentileIndex` of everyone's sorted values at the snapshot's own as-of), rounded down to two significant digits so that
 * people can read them, without repeats and without one that nobody lies below. At most six.
 *
 * `percentiles` and `least` (the smallest value) are whole units of the attribute's decimals; empty without any value.
 */
export function chooseNumberCuts(percentiles: readonly bigint[], least: bigint): readonly bigint[] {
  return distinctAbove(
    percentiles.map((value) => roundDown(value)),
    least,
  );
}

/** As {@link chooseNumberCuts} for local days (since 1970-01-01), which are not rounded. */
export function chooseDayCuts(percentiles: readonly number[], least: number): readonly number[] {
  return distinctAbove(
    percentiles.map((day) => BigInt(day)),
    BigInt(least),
  ).map(Number);
}

function distinctAbove(cuts: readonly bigint[], least: bigint): readonly bigint[] {
  const kept: bigint[] = [];
  for (const cut of cuts) {
    const last = kept.at(-1);
    if (cut > least && (last === undefined || cut > last)) kept.push(cut);
  }
  return kept;
}

/** The largest number of at most two significant digits that is not above `value`. */
function roundDown(value: bigint): bigint {
  const digits = String(value < 0n ? -value : value).length;
  if (digits <= 2) return value;
  const step = 10n ** BigInt(digits - 2);
  const quotient = value / step;
  return (value < 0n && quotient * step !== value ? quotient - 1n : quotient) * step;
}

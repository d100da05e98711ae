/**
 * Adjusted p-values that hold the false-discovery rate under any dependence between the tests (Benjamini and Yekutieli
 * 2001, theorem 1.3): the step-up procedure of Benjamini and Hochberg (1995), times 1 + 1/2 + … + 1/m. Attributes of
 * customers depend on each other in every direction, for which the plain procedure is not proven.
 *
 * Natural logarithms in and out, in the order given; never above 0 (p = 1).
 */
export function adjustPValues(logPs: readonly number[]): readonly number[] {
  const m = logPs.length;
  const logHarmonic = Math.log(logPs.reduce((sum, _, index) => sum + 1 / (index + 1), 0));
  return stepUp(logPs, (logP, rank) => logP + Math.log(m / rank) + logHarmonic);
}

/** The smallest `adjust` of this and every larger p: an adjusted p never falls as p rises. */
function stepUp(logPs: readonly number[], adjust: (logP: number, rank: number) => number): readonly number[] {
  const order = logPs.map((_, index) => index).sort((a, b) => (logPs[b] ?? 0) - (logPs[a] ?? 0));
  const adjusted = logPs.map(() => 0);
  let least = 0;
  order.forEach((index, place) => {
    least = Math.min(least, adjust(logPs[index] ?? 0, logPs.length - place));
    adjusted[index] = least;
  });
  return adjusted;
}

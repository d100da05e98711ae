/** Something that may be folded under another that says the same. */
export interface Foldable {
  /** Members of a family say the same whatever customers they are. */
  readonly family: string;
}

/** A lead, and what says the same as it. */
export interface Folded<T> {
  readonly lead: T;
  readonly alike: readonly Alike<T>[];
}

/** What is folded, and why. */
interface Alike<T> {
  readonly one: T;
  readonly because: 'window' | 'customers';
  /** Null for `window`. */
  readonly phi: number | null;
}

/** From this |φ| on, two traits are one fact: each tells at least half of the other's variance (φ² ≥ 0.5). */
export const ALIKE_PHI = 0.7;
/** From this |φ| on, a trait says again what is given. Far above {@link ALIKE_PHI}: what is merely strong must lead the list. */
export const ECHO_PHI = 0.95;

/** Members of a family under the first of it; the order stays. */
export function foldFamilies<T extends Foldable>(items: readonly T[]): readonly Folded<T>[] {
  const families = new Map<string, { readonly lead: T; readonly alike: Alike<T>[] }>();
  for (const one of items) {
    const family = families.get(one.family);
    if (family === undefined) families.set(one.family, { lead: one, alike: [] });
    else family.alike.push({ one, because: 'window', phi: null });
  }
  return [...families.values()];
}

/**
 * Each item, with all that was folded under it, under the first before it whose customers are nearly the same; the order stays.
 * `phiOf` tells how far two leads are alike, null where it was not asked; `leastPhi` from which |φ| on a lead takes others in.
 */
export function foldSameCustomers<T>(
  items: readonly Folded<T>[],
  phiOf: (one: T, other: T) => number | null,
  leastPhi: (lead: T) => number,
): readonly Folded<T>[] {
  const kept: { readonly lead: T; readonly alike: Alike<T>[] }[] = [];
  for (const { lead, alike } of items) {
    const same = kept
      .map((earlier) => ({ earlier, phi: phiOf(earlier.lead, lead) }))
      .find(({ earlier, phi }) => phi !== null && Math.abs(phi) >= leastPhi(earlier.lead));
    if (same === undefined) kept.push({ lead, alike: [...alike] });
    else same.earlier.alike.push({ one: lead, because: 'customers', phi: same.phi }, ...alike);
  }
  return kept;
}

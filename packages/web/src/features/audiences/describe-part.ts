import type { OverlapRegion } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';

/** A part of some audiences in words: who is in it and in no other. `names` in the order of the audiences. */
export function describePart(region: Pick<OverlapRegion, 'in' | 'out'>, names: readonly string[], t: Dictionary): string {
  const texts = t.audiences.overlap;
  const inside = region.in.map((place) => names[place] ?? '');
  if (region.out.length === 0) return texts.inAll;
  const [only, ...others] = inside;
  if (others.length === 0) return texts.only(only ?? '');
  return texts.inThese(inside.join(', '));
}

/** The parts that somebody is in, largest first, equal ones in their order. */
export function orderParts(regions: readonly OverlapRegion[]): readonly OverlapRegion[] {
  return regions.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
}

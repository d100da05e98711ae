/** How large a difference is, in words. */
export type EffectSize = 'negligible' | 'small' | 'medium' | 'large';

/** Cohen (1988, section 6.2): from 0.2 on small, from 0.5 medium, from 0.8 large. */
export const EFFECT_THRESHOLDS = { small: 0.2, medium: 0.5, large: 0.8 } as const;

/**
 * Cohen's h: the difference between two shares (0-1) on a scale where a step means as much anywhere, 2 arcsin √p. Positive where
 * the first is larger; between -π and π. It depends on the shares alone, not on how many customers they were seen on.
 */
export function cohensH(share: number, otherShare: number): number {
  return 2 * Math.asin(Math.sqrt(share)) - 2 * Math.asin(Math.sqrt(otherShare));
}

/** An effect by its |h|. */
export function nameEffect(h: number): EffectSize {
  const size = Math.abs(h);
  if (size >= EFFECT_THRESHOLDS.large) return 'large';
  if (size >= EFFECT_THRESHOLDS.medium) return 'medium';
  return size >= EFFECT_THRESHOLDS.small ? 'small' : 'negligible';
}

/** Some of the group beside those compared with. */
interface Measured {
  readonly count: number;
  readonly share: number | null;
  readonly baseCount: number | null;
  readonly baseShare: number | null;
  readonly ratio: number | null;
}

/** A count of `of` customers beside one of `baseOf`; null where it is not known, or where there is nothing to divide by. */
export function measureRest(count: number, of: number, baseCount: number | null, baseOf: number | null): Measured {
  const share = of === 0 ? null : count / of;
  const baseShare = baseCount === null || baseOf === null || baseOf === 0 ? null : baseCount / baseOf;
  const ratio = share === null || baseShare === null || baseShare === 0 ? null : share / baseShare;
  return { count, share, baseCount, baseShare, ratio };
}

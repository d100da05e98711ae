import { createHmac } from 'node:crypto';

/** How numbers of customers are told to those who may not know small groups. */
export interface Rounding {
  /** Every number is a multiple of it, and one below it is 0; at least 2. */
  readonly to: number;
  /** Keeps the draws from being known. */
  readonly secret: Buffer;
}

const WORD = 2 ** 32;
/** Numbers whose draws are remembered; past them all are forgotten. */
const MOST_DRAWS = 100_000;

/** By secret: draws are hashes, and answers ask for the same small numbers again and again. */
const remembered = new WeakMap<Buffer, Map<string, number>>();

/**
 * Tells one exact number of customers: fewer than the threshold ({@link isUntold}) as 0; a larger number as the multiple of `to` below
 * or above it, above with the odds of its remainder (unbiased random rounding, as offices of statistics publish small counts: Fellegi
 * 1975, "Controlled random rounding", Survey Methodology 1, 123-133).
 *
 * The draws are hashes of the secret and of the number, and of nothing else: every spelling of a group, every panel, every day and
 * every snapshot that finds as many is told the same, so that asking again in other words averages nothing away.
 */
export function tellCount(rounding: Rounding, count: number): number {
  const { to } = rounding;
  return isUntold(rounding, count)
    ? 0
    : to * Math.floor((count + Math.floor(to * draw(rounding, `count ${to} ${count}`))) / to);
}

/**
 * Whether so few are told as 0: fewer than a threshold between `to` and twice of it, which is drawn once for a secret, so that
 * fewer than told ones are never told.
 */
export function isUntold(rounding: Rounding, count: number): boolean {
  const { to } = rounding;
  return count < to || (count < 2 * to && count < to + Math.floor(to * draw(rounding, `least ${to}`)));
}

/** Always the same for a name, from 0 to before 1. */
function draw({ secret }: Rounding, name: string): number {
  const draws = remembered.get(secret) ?? new Map<string, number>();
  remembered.set(secret, draws);
  const known = draws.get(name);
  if (known !== undefined) return known;
  const drawn = createHmac('sha256', secret).update(name).digest().readUInt32LE(0) / WORD;
  if (draws.size >= MOST_DRAWS) draws.clear();
  draws.set(name, drawn);
  return drawn;
}

/**
 * Tells the number of a part of a group. Where so few of the group are not in the part that they would be told as 0, the part is
 * told as the group: that their numbers differ would tell that somebody is not in it. Never more than the group is told as.
 */
export function tellPart(rounding: Rounding, count: number, whole: number): number {
  const told = tellCount(rounding, count);
  if (told === 0) return 0;
  const group = tellCount(rounding, whole);
  return isUntold(rounding, whole - count) ? group : Math.min(told, group);
}

import { createHmac } from 'node:crypto';
import { type ResolvedPredicate, writeCanonicalText } from '@silhouette/model';

/** How numbers of customers are told to those who may not know small groups. */
export interface Rounding {
  /** Every number is a multiple of it, and one below it is 0; at least 2. */
  readonly to: number;
  /** Keeps the thresholds from being known. */
  readonly secret: Buffer;
}

/** Rounds one number of customers; `cell` tells which number of its question it is. */
export type RoundCount = (count: number, cell: number) => number;

const WORD = 2 ** 32;

/**
 * Rounds the numbers of one question, randomly but always in the same way. A number below `to` becomes 0, as does one below a
 * threshold that is drawn between `to` and twice of it; a larger one the multiple of `to` below or above it, above with the odds
 * of its remainder (unbiased random rounding, as offices of statistics publish small counts: Fellegi 1975, "Controlled random
 * rounding", Survey Methodology 1, 123-133). The draws are hashes of the secret, the definition and the cell (sticky noise:
 * Francis et al. 2017, "Diffix: High-Utility Database Anonymization"), so that asking again tells nothing new, while two
 * definitions that differ by one customer have draws of their own: their answers are equal or not whether somebody is in one or not.
 */
export function roundCounts({ to, secret }: Rounding, predicate: ResolvedPredicate, what: string): RoundCount {
  const seed = createHmac('sha256', secret).update(what).update('\0').update(writeCanonicalText(predicate)).digest();
  const [first, second] = [seed.readUInt32LE(0), seed.readUInt32LE(4)];
  return (count, cell) => {
    const own = first ^ Math.imul(cell + 1, 0x9e3779b1);
    const draw = (other: number): number => Math.floor((mix(own, other) / WORD) * to);
    if (count < to + draw(second)) return 0;
    return to * Math.floor((count + draw(~second)) / to);
  };
}

/** Two rounds of the finaliser of MurmurHash3 (Appleby 2011, public domain): every bit of both words moves every bit of the result. */
function mix(word: number, other: number): number {
  return finalise(finalise(word >>> 0) ^ other);
}

function finalise(word: number): number {
  let bits = word >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

import { sqlString } from '../chdb/sql-text.ts';

/**
 * Randomness as SQL: every draw is a hash of (seed, name of the draw, keys), so that a row depends on nothing but its
 * own keys, whatever the chunks, their order and the number of cores.
 */
export class Draw {
  private readonly seed: number;

  /** @param seed whole number from 0 to 2^53 - 1 */
  constructor(seed: number) {
    this.seed = seed;
  }

  /** 64 random bits (`UInt64`). `name` tells draws over the same keys apart. */
  bits(name: string, ...keys: readonly string[]): string {
    return `cityHash64(toUInt64(${this.seed}), toUInt64(${hashName(name)}), ${keys.join(', ')})`;
  }

  /** A double in [0, 1). */
  unit(name: string, ...keys: readonly string[]): string {
    return `(bitShiftRight(${this.bits(name, ...keys)}, 11) / 9007199254740992)`;
  }

  /** Whether something of this probability happens (`UInt8`). */
  chance(probability: number | string, name: string, ...keys: readonly string[]): string {
    return `(${this.unit(name, ...keys)} < ${probability})`;
  }

  /** Whole number in [from, from + count). */
  whole(from: number, count: number, name: string, ...keys: readonly string[]): string {
    return `toInt32(${from} + ${this.bits(name, ...keys)} % ${count})`;
  }

  /** Position (from 0) in `weights`, as likely as its weight, to 1 in 1024 at best. */
  pick(weights: readonly number[], name: string, ...keys: readonly string[]): string {
    const slots = spreadWeights(weights, 1024);
    return `${sqlNumbers(slots)}[1 + ${this.bits(name, ...keys)} % 1024]`;
  }

  /** Like {@link pick} from the row of `rows` that the SQL `row` (from 0) names; to 1 in 128. */
  pickIn(rows: readonly (readonly number[])[], row: string, name: string, ...keys: readonly string[]): string {
    const slots = rows.flatMap((weights) => spreadWeights(weights, 128));
    return `${sqlNumbers(slots)}[1 + 128 * toUInt32(${row}) + ${this.bits(name, ...keys)} % 128]`;
  }
}

/** `count` slots holding positions of `weights`, each in proportion, in order; a weight of 0 gets none. */
function spreadWeights(weights: readonly number[], count: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('Weights must add up to more than 0.');
  const slots: number[] = [];
  let position = 0;
  let reached = weights[0] ?? 0;
  for (let slot = 0; slot < count; slot += 1) {
    const at = ((slot + 0.5) / count) * total;
    while (at >= reached && position < weights.length - 1) {
      position += 1;
      reached += weights[position] ?? 0;
    }
    slots.push(position);
  }
  return slots;
}

/** An array of numbers as SQL. */
export function sqlNumbers(values: readonly number[]): string {
  return `[${values.join(',')}]`;
}

/** An array of texts as SQL. */
export function sqlTexts(values: readonly string[]): string {
  return `[${values.map(sqlString).join(',')}]`;
}

/** One more `SELECT` around `from`: its columns and these. */
export function addColumns(from: string, columns: Readonly<Record<string, string>>): string {
  const added = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return `SELECT *, ${added.join(', ')} FROM (${from})`;
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

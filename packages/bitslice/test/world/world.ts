import type { CodeWidth } from '@silhouette/bitslice';
import { Random } from './random.ts';

/** A value in plain sight: a whole number, a text (a list as its JSON), or null = missing. */
export type PlainValue = bigint | string | null;

/** How the values of a column are made and written. */
export interface ColumnSpec {
  /** `dictionary`: numbers of the caller's dictionary. `texts`: with a dictionary of the column's own. */
  readonly kind: 'number' | 'dictionary' | 'texts';
  readonly base: bigint;
  readonly scale: bigint;
  readonly mostCode: bigint;
  readonly width: CodeWidth;
  /** One value in so many is missing; 0: none, 1: all. */
  readonly missingOnceIn: number;
}

export interface PlainColumn {
  readonly spec: ColumnSpec;
  readonly values: readonly PlainValue[];
}

/** Rows of a table, ordered by place and instant. */
export interface PlainTable {
  /** The place of each row. */
  readonly places: readonly number[];
  readonly columns: ReadonlyMap<string, PlainColumn>;
  readonly occasions: 'none' | 'ordered' | 'unordered';
}

export interface PlainShard {
  readonly places: number;
  readonly labels: readonly string[];
  readonly columns: ReadonlyMap<string, PlainColumn>;
  readonly tables: ReadonlyMap<string, PlainTable>;
}

function number(base: bigint, scale: bigint, mostCode: bigint, width: CodeWidth, missingOnceIn = 4): ColumnSpec {
  return { kind: 'number', base, scale, mostCode, width, missingOnceIn };
}

function dictionary(mostCode: bigint, width: CodeWidth, missingOnceIn = 4): ColumnSpec {
  return { kind: 'dictionary', base: 0n, scale: 1n, mostCode, width, missingOnceIn };
}

/** `mostCode`: how many different texts there may be. */
function texts(mostCode: bigint): ColumnSpec {
  return { kind: 'texts', base: 0n, scale: 1n, mostCode, width: 4, missingOnceIn: 4 };
}

/** Columns of every layout: slices of few and of many bits, codes of one, two and four bytes, dictionaries of both kinds. */
export const COLUMNS: Readonly<Record<string, ColumnSpec>> = {
  flag: number(0n, 1n, 2n, 1, 0),
  tiny: number(-3n, 1n, 7n, 1),
  five: number(100n, 3n, 31n, 1, 9),
  byte: number(-100n, 1n, 200n, 1),
  code: number(10n, 1n, 300n, 2, 0),
  short: number(0n, 7n, 65_535n, 2),
  price: number(-1_000_000n, 5n, 2n ** 21n - 1n, 4),
  whole: number(-7n, 1n, 100_000n, 4, 0),
  long: number(-(2n ** 39n), 1n, 2n ** 40n, 8),
  huge: number(-(2n ** 69n), 1n, 2n ** 70n - 1n, 16),
  nothing: number(0n, 1n, 0n, 1, 1),
  city: dictionary(257n, 2),
  sex: dictionary(2n, 1),
  street: dictionary(100_000n, 4),
  note: texts(400n),
  word: texts(20n),
  tags: texts(30n),
};

/** Columns of rows. */
export const ROW_FIELDS: Readonly<Record<string, ColumnSpec>> = {
  amount: number(-500n, 1n, 1000n, 2),
  money: number(-(10n ** 6n), 10n, 2n ** 31n, 4),
  wide: number(0n, 1n, 2n ** 63n - 1n, 8),
  huge: number(-(2n ** 80n), 1n, 2n ** 81n, 16),
  empty: number(0n, 1n, 0n, 1, 1),
  product: dictionary(9n, 1),
  note: texts(6n),
  tags: texts(12n),
};

/** Tables with the kinds of occasions they have, and most rows of a place. */
export const TABLES = {
  orders: { occasions: 'ordered', most: 8 },
  calls: { occasions: 'unordered', most: 5 },
  visits: { occasions: 'none', most: 40 },
  never: { occasions: 'ordered', most: 0 },
} as const satisfies Readonly<Record<string, { occasions: PlainTable['occasions']; most: number }>>;

/** Shards of so many places each, with columns of every kind. */
export function makeShards(seed: number, sizes: readonly number[]): PlainShard[] {
  const random = new Random(seed);
  return sizes.map((places, shard) => ({
    places,
    labels: Array.from({ length: places }, (_, place) => `키${String(place * 3 + shard).padStart(6, '0')}`),
    columns: makeColumns(random, COLUMNS, places),
    tables: new Map(
      Object.entries(TABLES).map(([name, { occasions, most }]) => [name, makeTable(random, places, occasions, most)]),
    ),
  }));
}

function makeColumns(random: Random, specs: Readonly<Record<string, ColumnSpec>>, places: number): Map<string, PlainColumn> {
  return new Map(
    Object.entries(specs).map(([name, spec]) => [
      name,
      { spec, values: Array.from({ length: places }, () => makeValue(random, name, spec)) },
    ]),
  );
}

function makeValue(random: Random, name: string, spec: ColumnSpec): PlainValue {
  if (spec.missingOnceIn > 0 && random.isOnceIn(spec.missingOnceIn)) return null;
  const code = random.isOnceIn(10) ? spec.mostCode : 1n + random.bigUpTo(spec.mostCode - 1n);
  if (spec.kind !== 'texts') return spec.base + spec.scale * (code - 1n);
  if (name !== 'tags') return `글 ${code}`;
  const list = Array.from({ length: 1 + random.below(3) }, () => `t${random.below(6)}`);
  return JSON.stringify([...new Set(list)].sort());
}

function makeTable(random: Random, places: number, occasions: PlainTable['occasions'], most: number): PlainTable {
  const rows: { place: number; at: bigint; occasion: bigint }[] = [];
  for (let place = 0; place < places; place += 1) {
    if (most === 0 || random.isOnceIn(4)) continue;
    const count = 1 + random.below(most);
    // Few instants, so that several rows share one.
    const instants = Array.from({ length: count }, () => random.below(30)).sort((a, b) => a - b);
    let occasion = 0;
    for (const instant of instants) {
      occasion = occasions === 'unordered' ? random.below(3) : occasion + (random.isOnceIn(2) ? 1 : 0);
      rows.push({ place, at: BigInt(instant) * 3_600_000n - 10_000_000n, occasion: BigInt(occasion) });
    }
  }
  const own = (spec: ColumnSpec, values: readonly bigint[]): PlainColumn => ({ spec, values });
  const columns = makeColumns(random, ROW_FIELDS, rows.length);
  columns.set(
    '@at',
    own(
      number(-10_000_000n, 1000n, 110_000n, 4, 0),
      rows.map(({ at }) => at),
    ),
  );
  columns.set(
    '@day',
    own(
      number(-1n, 1n, 10n, 1, 0),
      rows.map(({ at }) => (at < 0n ? -1n : at / 86_400_000n)),
    ),
  );
  if (occasions !== 'none') {
    columns.set(
      '@occasion',
      own(
        number(0n, 1n, 100n, random.pick([1, 2, 4, 8]), 0),
        rows.map(({ occasion }) => occasion),
      ),
    );
  }
  return { places: rows.map(({ place }) => place), columns, occasions };
}

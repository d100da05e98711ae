import type { TimeZone, ValueType } from '@silhouette/model';

/** How the values of a column are to be read; null where nothing is declared. A `ColumnSpec` of the catalog fits. */
export interface ValueReadSpec {
  readonly type: ValueType;
  /** Decimals that a number keeps (0-6). Null: 6. */
  readonly decimals: number | null;
  /** Words that mean missing, besides blank ones. */
  readonly missing: readonly string[];
  /** Pattern of dates and times; null: ISO 8601. */
  readonly format: string | null;
  /** Separator of tags in one text; null: a text is one tag. */
  readonly separator: string | null;
  /** Null: `true` and `false` in any case. */
  readonly trueValues: readonly string[] | null;
  readonly falseValues: readonly string[] | null;
}

/** What is read, and how. */
export interface ReadValueOptions {
  /** SQL of the value, of type `fromType`. It is repeated in the result: a column, or something cheap. */
  readonly expr: string;
  /** ClickHouse type of `expr`, such as `Nullable(String)`. */
  readonly fromType: string;
  readonly spec: ValueReadSpec;
  /** Zone of times without one. */
  readonly zone: TimeZone;
  /** Text is trimmed already and null when blank, as in the lake's Parquet files of text sources. */
  readonly isClean?: boolean;
  /** Numbers in text fit only when inference would take them for numbers (no `+`, leading zeros or exponent). */
  readonly isStrict?: boolean;
  /** Text that is a JSON array (a list column of a JSON lines file). */
  readonly isJsonList?: boolean;
  /** Bounds of the local times that occur, inclusive, in ms: spares offsets outside. Absent: 1900-2299. */
  readonly range?: LocalRange;
}

/** Bounds of local times (or instants), ms, inclusive. */
export interface LocalRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * SQL expressions over one row. `value` has the type `sqlType`, null (empty for tags) when missing or unparsable; the
 * flags are `UInt8`, never null.
 */
export interface ValueSql {
  /**
   * A long expression that stands whole in each of the others; null where there is none. A statement that wants several of
   * them is analysed much faster when it computes this once, in a subquery, and puts the column in its place.
   */
  readonly reading?: string | null;
  readonly value: string;
  /**
   * `category`, `text`: `Nullable(String)` · `number`: `Nullable(Decimal(76, decimals))` · `date`: `Nullable(Date32)` ·
   * `datetime`: `Nullable(DateTime64(3, 'UTC'))` · `boolean`: `Nullable(Bool)` · `tags`: `Array(String)`.
   */
  readonly sqlType: string;
  /** Instant in ms, `Nullable(Int64)`; null for other types than datetime. */
  readonly instantMs: string | null;
  readonly isMissing: string;
  readonly isUnparsable: string;
  /** The value had more decimals than are kept. */
  readonly isRounded: string;
  /** A local time that never was (moved forward by the gap) … */
  readonly isTimeNever: string;
  /** … or was twice (taken as the first). */
  readonly isTimeTwice: string;
}

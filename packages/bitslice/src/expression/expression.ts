/** A set of places (customers), over every shard. Values are those of the columns: `facts` map them to codes. */
export type MaskExpression =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly MaskExpression[]; readonly key: string }
  /** Complement within everything. */
  | { readonly kind: 'not'; readonly part: MaskExpression; readonly key: string }
  | { readonly kind: 'values'; readonly column: string; readonly test: ValueTest; readonly key: string }
  | { readonly kind: 'labels'; readonly labels: readonly string[]; readonly key: string }
  | {
      readonly kind: 'rows';
      readonly table: string;
      readonly where: RowExpression;
      readonly measure: RowMeasure;
      readonly key: string;
    }
  | {
      readonly kind: 'sequence';
      readonly steps: readonly { readonly table: string; readonly where: RowExpression }[];
      readonly gap: SequenceGap | null;
      readonly key: string;
    };

/** A set of rows of one table. */
export type RowExpression =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly RowExpression[] }
  | { readonly kind: 'not'; readonly part: RowExpression }
  | { readonly kind: 'values'; readonly column: string; readonly test: ValueTest };

/** Which values pass; a missing value never does, but for `missing`. */
export type ValueTest =
  | { readonly kind: 'present' }
  | { readonly kind: 'missing' }
  /** Any of some closed intervals; null = open. */
  | { readonly kind: 'intervals'; readonly intervals: readonly Interval[] }
  /** Any of some small values of 0 or more (codes of the caller's dictionary), ascending. */
  | { readonly kind: 'set'; readonly values: readonly number[] }
  /** Any of some texts of the column's own dictionary. */
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  /** For a column of lists of texts: has, for each of these lists, one of its texts. */
  | { readonly kind: 'lists'; readonly each: readonly (readonly string[])[] };

/** A closed interval; null = open. Empty when from > to. */
export interface Interval {
  readonly from: bigint | null;
  readonly to: bigint | null;
}

/** An interval of averages: bounds `numerator` over 1, in units of the summed field times {@link AverageTest.factor}. */
export interface AverageInterval {
  readonly from: { readonly value: bigint; readonly open: boolean } | null;
  readonly to: { readonly value: bigint; readonly open: boolean } | null;
}

/** What is measured over the rows of a customer that count. `missing` results pass only {@link EndMeasure} `missing` tests. */
export type RowMeasure =
  | { readonly kind: 'count'; readonly per: 'row' | 'occasion'; readonly intervals: readonly Interval[] }
  | { readonly kind: 'days'; readonly intervals: readonly Interval[] }
  | { readonly kind: 'sum'; readonly column: string; readonly intervals: readonly Interval[] }
  /** sum * factor against bound * count. */
  | {
      readonly kind: 'average';
      readonly column: string;
      readonly per: 'row' | 'occasion';
      readonly factor: bigint;
      readonly intervals: readonly AverageInterval[];
    }
  | { readonly kind: 'least' | 'greatest'; readonly column: string; readonly test: ValueTest }
  | { readonly kind: 'distinct'; readonly column: string; readonly intervals: readonly Interval[] }
  /** The value of the first, last or most frequent row. */
  | {
      readonly kind: 'first' | 'last' | 'top';
      readonly column: string;
      readonly test: ValueTest;
      readonly ties: RowTies;
    }
  /** Instant of the last row, in one of some intervals. */
  | { readonly kind: 'lastAt'; readonly intervals: readonly Interval[] };

/**
 * What orders rows of one instant: their place in the table, or the value (a missing one first): by its code, by `ranks` (of
 * value 0, 1 …: a dictionary in another order than its texts), or by the text of the column's own dictionary.
 */
export type RowTies =
  | { readonly kind: 'place' }
  | { readonly kind: 'code' }
  | { readonly kind: 'ranks'; readonly ranks: Uint32Array }
  | { readonly kind: 'text' };

/**
 * The latest instant that may follow a row: its instant + `deltasMs[i]`, where i is the last piece that begins at or before it
 * (`startsMs` ascending, the first -Infinity). Whoever asks works out calendars and zones.
 */
export interface SequenceGap {
  readonly startsMs: readonly number[];
  readonly deltasMs: readonly number[];
}

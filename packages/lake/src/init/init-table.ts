import type { ValueType } from '@silhouette/model';
import type { SourceFormat } from '../source/source-state.ts';

/** Files of one header, read into Parquet to be looked at. */
export interface InitTable {
  /** Name of the source it becomes. */
  readonly name: string;
  /** As the catalog is to name them. */
  readonly files: readonly string[];
  readonly format: SourceFormat;
  /** How its text was read, when not UTF-8; null otherwise. */
  readonly encoding: string | null;
  /** Absolute. */
  readonly parquetFiles: readonly string[];
  readonly rows: number;
  readonly columns: readonly InitColumn[];
}

/** One column, as its values look. */
export interface InitColumn {
  readonly name: string;
  /** What its values are, once `missingWords` are missing. */
  readonly type: ValueType;
  /** Whether the column's text must be read by `format` (dates that are not ISO 8601); null otherwise. */
  readonly format: string | null;
  /** The other pattern that fits as well (day and month could be either way round); null when only one does. */
  readonly otherFormat: string | null;
  /** Words such as `NA` that keep the column from being what it is. */
  readonly missingWords: readonly string[];
  /** Spellings of true and false, when not `true` and `false`. */
  readonly flagWords: { readonly yes: readonly string[]; readonly no: readonly string[] } | null;
  readonly present: number;
  /** About how many different values (exact up to some tens of thousands). */
  readonly distinct: number;
  /** Values that are not of `type`. */
  readonly unfit: number;
  /** Some of the values (all, when there are at most 40). */
  readonly examples: readonly string[];
  readonly averageLength: number;
  readonly hasNegatives: boolean;
  /** Text that would be a number without its commas and money signs (`₩12,000`); null otherwise. Its `type` stays category. */
  readonly dressed: { readonly decimals: number; readonly sign: string | null } | null;
}

/** Whether a load gives the column this very type by itself, so that SQL over the source may count on it. */
export function isInferredType(column: InitColumn): boolean {
  return column.unfit === 0 && column.format === null && column.dressed === null && column.flagWords === null;
}

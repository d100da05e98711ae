import type { PanelBin } from '@silhouette/model';
import type { TreeNode } from '../../definition/tree.ts';

/** What a condition measures of customers, to be drawn as a histogram: no attribute, so that no panel of it exists. */
export type Spread = NumberSpread | DaySpread;

/** A number that customers have. */
export interface NumberSpread {
  readonly kind: 'number';
  /** Decimals of the values: no bin ends between two of them. */
  readonly decimals: number;
  /** Whether customers without any row have a 0: they would outgrow all others, and are told apart. */
  readonly hasZero: boolean;
  /** Ends of the values that it is made from, as decimal text; null where nobody knows. */
  readonly least: string | null;
  readonly most: string | null;
  /** How many powers of ten it may reach past them: sums do. */
  readonly reach: number;
  /** The condition that the number is in [from, to), as decimal text; null = open. */
  readonly within: (from: string | null, to: string | null) => TreeNode;
  /** The condition that it is 0. */
  readonly zero: TreeNode;
}

/** Days, as of rows or of a date. */
export interface DaySpread {
  readonly kind: 'day';
  /** The first and the last of them, `yyyy-mm-dd`. */
  readonly first: string;
  readonly last: string;
  /** The condition that a day is in [from, to), `yyyy-mm-dd`; null = open. */
  readonly within: (from: string | null, to: string | null) => TreeNode;
}

/** One bin, [from, to), in the form of the spread; null = open. */
export type SpreadBin = Pick<PanelBin, 'from' | 'to'>;

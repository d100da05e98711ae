import type { Decimal } from '@silhouette/model';

/** A part of an attribute that a portrait may tell: a value, a run of ranges [from, to) (null = open), or who has a value at all. */
export type PortraitPart =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'numbers'; readonly from: Decimal | null; readonly to: Decimal | null }
  | { readonly kind: 'days'; readonly fromDay: number | null; readonly toDay: number | null }
  | { readonly kind: 'missing' }
  | { readonly kind: 'present' };

/** How many of two groups belong to a part. */
export interface PartCounts {
  readonly count: number;
  readonly versusCount: number;
  readonly bothCount: number;
}

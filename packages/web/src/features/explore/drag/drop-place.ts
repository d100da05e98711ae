import type { NodeId } from '../definition/tree.ts';

/** A gap between the conditions of a group. */
export interface SlotPlace {
  readonly groupId: NodeId;
  readonly index: number;
}

/** Where something dragged is let go. */
export type DropPlace = ({ readonly kind: 'slot' } & SlotPlace) | { readonly kind: 'panel'; readonly index: number };

/** What a drag source tells of itself. */
export interface DragData {
  /** Puts what is dragged where it is let go; a place that it cannot go to changes nothing. */
  readonly drop: (place: DropPlace) => void;
  readonly [key: string]: unknown;
}

/** The kind of drag sources that are panels: they go among panels only, everything else between conditions only. */
export const PANEL_TYPE = 'panel';

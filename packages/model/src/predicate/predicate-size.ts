import { assertNever } from '../assert-never.ts';
import type { FieldFilter, Predicate } from './predicate.ts';

/** How large a tree is: nodes as the limits count them (conditions, groups, filters, steps), and levels (1 = one node). */
export interface TreeSize {
  readonly nodes: number;
  readonly levels: number;
}

/** The size of a predicate without its audiences' definitions: a reference counts as one node. */
export function measurePredicate(predicate: Predicate): TreeSize {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return joinSizes(predicate.children.map(measurePredicate));
    case 'not':
      return joinSizes([measurePredicate(predicate.child)]);
    case 'event':
      return joinSizes(predicate.where.map(measureFilter));
    case 'sequence':
      return joinSizes(predicate.steps.map((step) => joinSizes(step.where.map(measureFilter))));
    case 'attribute':
    case 'audience':
    case 'customers':
      return joinSizes([]);
    default:
      return assertNever(predicate);
  }
}

/** The size of a node above children of these sizes. */
export function joinSizes(children: readonly TreeSize[]): TreeSize {
  let nodes = 1;
  let deepest = 0;
  for (const child of children) {
    nodes += child.nodes;
    deepest = Math.max(deepest, child.levels);
  }
  return { nodes, levels: deepest + 1 };
}

function measureFilter(filter: FieldFilter): TreeSize {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return joinSizes(filter.children.map(measureFilter));
    case 'not':
      return joinSizes([measureFilter(filter.child)]);
    case 'field':
      return joinSizes([]);
    default:
      return assertNever(filter);
  }
}

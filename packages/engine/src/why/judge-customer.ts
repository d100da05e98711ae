import {
  type AttributePredicate,
  assertNever,
  type EventPredicate,
  joinIndex,
  joinKey,
  type Literal,
  type Predicate,
  type ResolvedPredicate,
  UnsupportedPredicateError,
} from '@silhouette/model';
import { throwIfWithdrawn } from '../answer/throw-if-withdrawn.ts';
import { type CustomerMeasure, measureCustomer, readCustomerValue } from '../reference/measure-customer.ts';
import type { ReferenceData } from '../reference/reference-data.ts';
import { selectBase, selectMembers } from '../reference/select-members.ts';
import type { JudgedNode } from './find-flip.ts';

/** A node with its place, and what a leaf found. */
export interface Judged extends JudgedNode {
  readonly predicate: ResolvedPredicate;
  readonly path: string;
  readonly parent: number | null;
  readonly leaf: JudgedLeaf;
  readonly children: readonly Judged[];
}

/** A leaf's own value. */
type JudgedLeaf =
  | { readonly kind: 'attribute'; readonly predicate: AttributePredicate; readonly value: Literal | readonly string[] | null }
  | { readonly kind: 'event'; readonly predicate: EventPredicate; readonly measured: CustomerMeasure }
  /** Groups, and conditions without a value. */
  | { readonly kind: 'none' };

/** A tree judged for one customer. */
export interface Judgement {
  readonly inBase: boolean;
  readonly root: Judged;
  /** All nodes, in the order of the tree. */
  readonly nodes: readonly Judged[];
}

/**
 * The verdict of every node for one customer of the rows, leaves by the reference evaluator. Out of the base nothing holds, a
 * `not` neither. @throws SilhouetteError `question-withdrawn`
 */
export async function judgeCustomer(
  data: ReferenceData,
  customer: number,
  predicate: ResolvedPredicate,
  asOfMs: number,
  signal: AbortSignal | undefined,
): Promise<Judgement> {
  const base = await selectBase(data, asOfMs);
  // The others need not be judged.
  base.forEach((_, one) => {
    if (one !== customer) base[one] = 0;
  });
  const inBase = base[customer] === 1;
  const nodes: Judged[] = [];

  const judge = async (node: Predicate, path: string, parent: number | null): Promise<Judged> => {
    const number = nodes.length;
    // Its place is taken before those of its children.
    nodes.push(PENDING);
    const judged = await judgeNode(node, path, parent, number);
    nodes[number] = judged;
    return judged;
  };
  const judgeNode = async (node: Predicate, path: string, parent: number | null, number: number): Promise<Judged> => {
    const head = { number, kind: node.kind, predicate: node, path, parent };
    switch (node.kind) {
      case 'all':
      case 'any': {
        const children: Judged[] = [];
        for (const [index, child] of node.children.entries()) {
          children.push(await judge(child, joinIndex(joinKey(path, node.kind), index), number));
        }
        const holds = node.kind === 'all' ? children.every((one) => one.holds) : children.some((one) => one.holds);
        return { ...head, holds: inBase && holds, children, leaf: { kind: 'none' } };
      }
      case 'not': {
        const child = await judge(node.child, joinKey(path, 'not'), number);
        return { ...head, holds: inBase && !child.holds, children: [child], leaf: { kind: 'none' } };
      }
      case 'attribute':
      case 'event':
      case 'sequence':
      case 'customers': {
        throwIfWithdrawn(signal);
        const members = await selectMembers(data, node, asOfMs, base);
        return { ...head, holds: members[customer] === 1, children: [], leaf: await readLeaf(data, customer, node, asOfMs) };
      }
      case 'audience':
        throw new UnsupportedPredicateError('reference', `the saved audience "${node.audience}" before it is replaced`);
      default:
        return assertNever(node);
    }
  };
  const root = await judge(predicate, '', null);
  return { inBase, root, nodes };
}

const PENDING: Judged = {
  number: -1,
  kind: 'all',
  holds: false,
  children: [],
  predicate: { kind: 'all', children: [] },
  path: '',
  parent: null,
  leaf: { kind: 'none' },
};

async function readLeaf(data: ReferenceData, customer: number, leaf: Predicate, asOfMs: number): Promise<JudgedLeaf> {
  switch (leaf.kind) {
    case 'attribute': {
      const value = readCustomerValue(await data.attribute(leaf.attribute), customer);
      return { kind: 'attribute', predicate: leaf, value };
    }
    case 'event':
      return { kind: 'event', predicate: leaf, measured: await measureCustomer(data, leaf, customer, asOfMs) };
    default:
      return { kind: 'none' };
  }
}

import { assertNever } from '@silhouette/model';
import type {
  AttributeTest,
  Compare,
  CompareTest,
  EventMeasure,
  EventNode,
  ExistsTest,
  FilterNode,
  GroupNode,
  NodeId,
  TimeWindow,
  TreeNode,
} from './tree.ts';

/** Plain JSON of the audience language. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** A tree as the language says it, with where each node went. */
export interface WrittenDefinition {
  readonly definition: JsonObject;
  /** Node by path in the definition (`all[1].not`); several paths may lead to one node. */
  readonly nodeByPath: ReadonlyMap<string, NodeId>;
  /** Nodes that take no part because something is still to be chosen. */
  readonly unfinished: ReadonlySet<NodeId>;
}

/**
 * The definition of a tree. Nodes that are switched off or unfinished (and groups with nothing left in them) take no
 * part; the latter are told in `unfinished`, so that the page says so.
 */
export function toDefinition(tree: GroupNode): WrittenDefinition {
  const unfinished = new Set<NodeId>();
  findUnfinished(tree, unfinished, true);
  const nodeByPath = new Map<string, NodeId>();
  const definition = writeNode(tree, '', nodeByPath, unfinished) ?? { all: [] };
  nodeByPath.set('', tree.id);
  return { definition, nodeByPath, unfinished };
}

function findUnfinished(node: TreeNode, unfinished: Set<NodeId>, isRoot: boolean): void {
  if (node.kind === 'group') {
    for (const child of node.children) findUnfinished(child, unfinished, false);
    if (isRoot) return;
    if (node.children.every((child) => unfinished.has(child.id))) unfinished.add(node.id);
  } else if (!isFinished(node)) unfinished.add(node.id);
}

/** Whether everything a condition needs has been chosen. */
function isFinished(node: Exclude<TreeNode, GroupNode>): boolean {
  switch (node.kind) {
    case 'attribute':
      return isTestFinished(node.test);
    case 'event':
      return isWindowFinished(node.within) && isTestFinished(node.measure.test) && node.where.every(isFilterFinished);
    case 'sequence':
      return (
        node.steps.length >= 2 &&
        node.steps.every((step) => isWindowFinished(step.within) && step.where.every(isFilterFinished))
      );
    case 'customers':
      return node.finished || node.keys.length > 0;
    case 'audience':
      return node.audience !== '';
    default:
      return assertNever(node);
  }
}

function isTestFinished(test: AttributeTest): boolean {
  if (test.kind === 'compare') return isCompareFinished(test.compare);
  return test.kind === 'within' ? isWindowFinished(test.window) : true;
}

/** A comparison still to be chosen has no operator at all: an empty list was written by somebody, and nobody matches it. */
function isCompareFinished(compare: Compare): boolean {
  return Object.values(compare).some((value) => value !== undefined);
}

function isWindowFinished(window: TimeWindow | null): boolean {
  return window?.kind !== 'range' || window.from !== null || window.to !== null;
}

function isFilterFinished(filter: FilterNode): boolean {
  if (filter.kind === 'field') return isTestFinished(filter.test);
  return filter.children.every(isFilterFinished);
}

function writeNode(
  node: TreeNode,
  path: string,
  nodeByPath: Map<string, NodeId>,
  unfinished: ReadonlySet<NodeId>,
): JsonObject | null {
  if (node.off || unfinished.has(node.id)) return null;
  nodeByPath.set(path, node.id);
  const inner = node.negated ? joinPath(path, 'not') : path;
  nodeByPath.set(inner, node.id);
  const written = node.kind === 'group' ? writeGroup(node, inner, nodeByPath, unfinished) : writeLeaf(node);
  if (written === null) return null;
  return node.negated ? { not: written } : written;
}

function writeGroup(
  node: GroupNode,
  path: string,
  nodeByPath: Map<string, NodeId>,
  unfinished: ReadonlySet<NodeId>,
): JsonObject | null {
  const children: JsonObject[] = [];
  for (const child of node.children) {
    const written = writeNode(child, joinPath(path, `${node.mode}[${children.length}]`), nodeByPath, unfinished);
    if (written !== null) children.push(written);
  }
  return children.length === 0 ? null : { [node.mode]: children };
}

function joinPath(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}

/** The definition of one condition by itself, without its `not`. */
function writeLeaf(node: Exclude<TreeNode, GroupNode>): JsonObject {
  switch (node.kind) {
    case 'attribute':
      return { attribute: node.attribute, ...writeTest(node.test) };
    case 'event':
      return { ...writeRows(node), ...writeMeasure(node.measure) };
    case 'sequence':
      return { sequence: node.steps.map(writeRows), ...(node.gap === null ? {} : { gap: { ...node.gap } }) };
    case 'customers':
      return { customers: node.keys };
    case 'audience':
      return { audience: node.audience, ...(node.version === null ? {} : { version: node.version }) };
    default:
      return assertNever(node);
  }
}

function writeRows(rows: Pick<EventNode, 'event' | 'where' | 'within'>): JsonObject {
  return {
    event: rows.event,
    ...(rows.where.length === 0 ? {} : { where: rows.where.map(writeFilter) }),
    ...(rows.within === null ? {} : { within: writeWindow(rows.within) }),
  };
}

function writeFilter(filter: FilterNode): JsonObject {
  const written: JsonObject =
    filter.kind === 'field'
      ? { field: filter.field, ...writeTest(filter.test) }
      : { [filter.mode]: filter.children.map(writeFilter) };
  return filter.negated ? { not: written } : written;
}

function writeMeasure(measure: EventMeasure): JsonObject {
  const per = measure.per === null ? {} : { per: measure.per };
  const test = writeTest(measure.test);
  switch (measure.kind) {
    case 'count':
      return { ...per, count: test };
    case 'days':
      return { days: test };
    case 'recency':
      return { recency: { unit: measure.unit ?? 'day', ...test } };
    case 'avg':
      return { ...per, avg: { field: measure.field ?? '', ...test } };
    case 'sum':
    case 'min':
    case 'max':
    case 'distinct':
    case 'first':
    case 'last':
    case 'top':
      return { [measure.kind]: { field: measure.field ?? '', ...test } };
    default:
      return assertNever(measure.kind);
  }
}

function writeTest(test: AttributeTest | CompareTest | ExistsTest): JsonObject {
  switch (test.kind) {
    case 'compare':
      return writeCompare(test.compare);
    case 'exists':
      return { exists: test.exists };
    case 'within':
      return { within: writeWindow(test.window) };
    case 'anniversary':
      return { anniversary: { next: test.nextDays, unit: 'day' } };
    default:
      return assertNever(test);
  }
}

function writeCompare(compare: Compare): JsonObject {
  const written: { [key: string]: Json } = {};
  for (const [operator, value] of Object.entries(compare)) if (value !== undefined) written[operator] = value;
  return written;
}

/** A window as the language writes it. */
function writeWindow(window: TimeWindow): JsonObject {
  switch (window.kind) {
    case 'last':
      return { last: window.n, unit: window.unit };
    case 'range':
      return { ...(window.from === null ? {} : { from: window.from }), ...(window.to === null ? {} : { to: window.to }) };
    case 'ago':
      return { ago: { from: window.from, to: window.to, unit: window.unit } };
    case 'calendar':
      return { calendar: window.period, offset: window.offset };
    case 'next':
      return { next: window.n, unit: window.unit };
    default:
      return assertNever(window);
  }
}

/** The key, in the form of the address, of an empty list of customers that is meant (nobody) and not still to be filled. */
export const MEANT = 'nobody';

/**
 * The tree as the address keeps it: the language, plus `{"off": P}` for what is switched off and `"nobody": true` beside
 * an empty list of customers that is meant; unfinished conditions stay, without their comparison.
 */
export function toAddressDefinition(node: TreeNode): JsonObject {
  const plain = writeForAddress(node);
  const negated: JsonObject = node.negated ? { not: plain } : plain;
  return node.off ? { off: negated } : negated;
}

function writeForAddress(node: TreeNode): JsonObject {
  if (node.kind === 'group') return { [node.mode]: node.children.map(toAddressDefinition) };
  const isNobody = node.kind === 'customers' && node.keys.length === 0 && node.finished;
  return isNobody ? { customers: [], [MEANT]: true } : writeLeaf(node);
}

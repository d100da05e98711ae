import type { ExplainAnswer, Issue } from '@silhouette/model';
import type { WrittenDefinition } from './definition/to-definition.ts';
import type { NodeId } from './definition/tree.ts';
import type { NodeNumbers } from './explore-context.ts';

/** The waterfall by condition, of the definition that was explained. */
export function readNodeNumbers(written: WrittenDefinition, explained: ExplainAnswer): ReadonlyMap<NodeId, NodeNumbers> {
  const numbers = new Map<NodeId, NodeNumbers>();
  const steps = explained.waterfall.map((step) => ({ ...step, join: 'all' as const, excluded: false }));
  for (const { path, remaining, alone, join, excluded } of [...steps, ...(explained.nested ?? [])]) {
    const id = written.nodeByPath.get(path);
    if (id !== undefined) numbers.set(id, { remaining, alone, join, excluded });
  }
  return numbers;
}

/** Issues by the condition they are about; those about the whole are left to the page. */
export function readNodeIssues(written: WrittenDefinition, issues: readonly Issue[]): ReadonlyMap<NodeId, readonly Issue[]> {
  const byNode = new Map<NodeId, readonly Issue[]>();
  for (const issue of issues) {
    const id = findNodeOfPath(written, issue.path);
    if (id !== null) byNode.set(id, [...(byNode.get(id) ?? []), issue]);
  }
  return byNode;
}

/**
 * The condition that a path leads into: that of the longest known path it begins with. A request's paths may begin at
 * its body (`audience.all[0]`). Null when it is about the whole.
 */
export function findNodeOfPath(written: WrittenDefinition, path: string): NodeId | null {
  const inDefinition = path.replace(/^audience(\.|$)/, '');
  for (let text = inDefinition; text !== ''; text = text.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, '')) {
    const id = written.nodeByPath.get(text);
    if (id !== undefined) return id;
  }
  return null;
}

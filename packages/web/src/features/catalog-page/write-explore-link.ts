import { assertNever } from '@silhouette/model';
import { PATHS } from '../../app/routes.ts';
import { encodeAddress } from '../explore/definition/address.ts';
import { insertNode } from '../explore/definition/edit-tree.ts';
import { makeAttributeCondition, makeEventCondition } from '../explore/definition/make-condition.ts';
import { type EventNode, newNodeId } from '../explore/definition/tree.ts';
import { useExploreStore } from '../explore/explore-store.ts';
import type { CatalogEntry } from './find-subject.ts';

/** The address of Explore with the question that stands there and a condition on an entry. */
export function writeExploreLink(entry: CatalogEntry): string {
  const state = useExploreStore.getState();
  return `${PATHS.explore}#${encodeAddress({ ...state, tree: insertNode(state.tree, state.tree.id, makeCondition(entry)) })}`;
}

function makeCondition(entry: CatalogEntry) {
  switch (entry.kind) {
    case 'attribute':
      return makeAttributeCondition(entry.attribute);
    case 'event':
      return makeEventCondition(entry.event);
    case 'field': {
      const test = { kind: 'compare', compare: {} } as const;
      const filter = { kind: 'field', id: newNodeId(), negated: false, field: entry.field.id, test } as const;
      return { ...makeEventCondition(entry.event), where: [filter] } satisfies EventNode;
    }
    default:
      return assertNever(entry);
  }
}

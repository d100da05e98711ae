import { assertNever } from '@silhouette/model';
import { type MouseEvent, useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import type { AddressState } from '../explore/definition/address.ts';
import { insertNode } from '../explore/definition/edit-tree.ts';
import { makeAttributeCondition, makeEventCondition } from '../explore/definition/make-condition.ts';
import { type EventNode, newNodeId } from '../explore/definition/tree.ts';
import { writeAddress } from '../explore/definition/write-address.ts';
import { useExploreStore } from '../explore/explore-store.ts';
import { type CatalogEntry, itemOf } from './find-subject.ts';

/** Leads to Explore with the question that stands there and a condition on an entry; followed here, it is one step to undo, its editor open. */
export function ExploreEntryLink({ entry }: { readonly entry: CatalogEntry }) {
  const { t, lang } = useLanguage();
  const [, navigate] = useLocation();
  const node = useMemo(() => makeCondition(entry), [entry]);
  const state = useExploreStore.getState();
  const href = writeLink({ ...state, tree: insertNode(state.tree, state.tree.id, node) });
  const follow = (event: MouseEvent) => {
    // In another tab or window it is a link like any other.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const announce = t.definition.addedTo(itemOf(entry).label[lang]);
    useExploreStore.getState().edit((tree) => insertNode(tree, tree.id, node), { open: node.id, announce });
    navigate(writeLink(useExploreStore.getState()));
  };
  return (
    <Link className="button" href={href} onClick={follow}>
      {t.catalogPage.useInExplore}
    </Link>
  );
}

function writeLink(state: AddressState): string {
  return `${PATHS.explore}#${writeAddress(state).fragment}`;
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

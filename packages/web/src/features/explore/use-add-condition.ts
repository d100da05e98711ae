import type { CatalogAttribute, CatalogEvent, CatalogField } from '@silhouette/model';
import { useMemo } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { addPanelValue } from './add-from-panel.ts';
import { insertNode } from './definition/edit-tree.ts';
import { makeAttributeCondition, makeEventCondition, makeSequence, makeValueFilter } from './definition/make-condition.ts';
import { newNodeId, type TreeNode } from './definition/tree.ts';
import { useLookup } from './explore-context.ts';
import { useExploreStore } from './explore-store.ts';

/** Ways to add a condition; each opens its editor. */
export interface AddCondition {
  readonly attribute: (attribute: CatalogAttribute) => void;
  readonly value: (attribute: CatalogAttribute, value: string) => void;
  readonly event: (event: CatalogEvent) => void;
  readonly field: (event: CatalogEvent, field: CatalogField) => void;
  readonly fieldValue: (event: CatalogEvent, field: CatalogField, value: string) => void;
  readonly sequence: () => void;
  readonly customers: () => void;
  readonly audience: () => void;
}

/** Adds conditions to the group chosen for them (else the root); `onAdded` hears of each. */
export function useAddCondition(onAdded?: () => void): AddCondition {
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  const edit = useExploreStore((state) => state.edit);
  return useMemo(() => {
    const insert = (node: TreeNode, name: string) => {
      const { activeGroupId, tree } = useExploreStore.getState();
      edit((current) => insertNode(current, activeGroupId ?? tree.id, node), {
        open: node.id,
        announce: t.definition.addedTo(name),
      });
      onAdded?.();
    };
    return {
      attribute: (attribute) => insert(makeAttributeCondition(attribute), attribute.label[lang]),
      value: (attribute, value) => {
        const { activeGroupId, tree } = useExploreStore.getState();
        const { tree: added, node } = addPanelValue(tree, attribute, value, activeGroupId);
        edit(() => added, { open: node.id, announce: t.definition.addedTo(attribute.label[lang]) });
        onAdded?.();
      },
      event: (event) => insert(makeEventCondition(event), event.label[lang]),
      field: (event, field) => {
        const filter = {
          kind: 'field',
          id: newNodeId(),
          negated: false,
          field: field.id,
          test: { kind: 'compare', compare: {} },
        } as const;
        insert({ ...makeEventCondition(event), where: [filter] }, event.label[lang]);
      },
      fieldValue: (event, field, value) =>
        insert({ ...makeEventCondition(event), where: [makeValueFilter(field.id, field.type, value)] }, event.label[lang]),
      sequence: () => {
        const [first, second = first] = catalog.events.filter((event) => !event.hidden);
        if (first !== undefined && second !== undefined) insert(makeSequence(first.id, second.id), t.sequence.title);
      },
      customers: () =>
        insert(
          { kind: 'customers', id: newNodeId(), negated: false, off: false, keys: [], finished: false },
          t.customers.title,
        ),
      audience: () =>
        insert(
          { kind: 'audience', id: newNodeId(), negated: false, off: false, audience: '', version: null },
          t.audiences.condition.title,
        ),
    };
  }, [catalog, edit, lang, onAdded, t]);
}

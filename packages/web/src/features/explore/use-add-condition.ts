import type { CatalogAttribute, CatalogEvent, CatalogField } from '@silhouette/model';
import { useMemo } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { addPanelValue } from './add-from-panel.ts';
import { insertNode } from './definition/edit-tree.ts';
import { makeAttributeCondition, makeEventCondition, makeSequence, makeValueFilter } from './definition/make-condition.ts';
import { newNodeId, type TreeNode } from './definition/tree.ts';
import type { SlotPlace } from './drag/drop-place.ts';
import { useLookup } from './explore-context.ts';
import { useExploreStore } from './explore-store.ts';

/** Ways to add a condition; each opens its editor. `place`: where it was dragged to; absent: where new conditions go. */
export interface AddCondition {
  readonly attribute: (attribute: CatalogAttribute, place?: SlotPlace) => void;
  readonly value: (attribute: CatalogAttribute, value: string, place?: SlotPlace) => void;
  readonly event: (event: CatalogEvent, place?: SlotPlace) => void;
  readonly field: (event: CatalogEvent, field: CatalogField, place?: SlotPlace) => void;
  readonly fieldValue: (event: CatalogEvent, field: CatalogField, value: string, place?: SlotPlace) => void;
  readonly sequence: (place?: SlotPlace) => void;
  readonly customers: (place?: SlotPlace) => void;
  readonly audience: (place?: SlotPlace) => void;
}

/** Adds conditions to the group chosen for them (else the root); `onAdded` hears of each. */
export function useAddCondition(onAdded?: () => void): AddCondition {
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  const edit = useExploreStore((state) => state.edit);
  return useMemo(() => {
    const insert = (node: TreeNode, name: string, place?: SlotPlace) => {
      const { activeGroupId, tree } = useExploreStore.getState();
      edit((current) => insertNode(current, place?.groupId ?? activeGroupId ?? tree.id, node, place?.index), {
        open: node.id,
        announce: t.definition.addedTo(name),
      });
      onAdded?.();
    };
    return {
      attribute: (attribute, place) => insert(makeAttributeCondition(attribute), attribute.label[lang], place),
      value: (attribute, value, place) => {
        const { activeGroupId, tree } = useExploreStore.getState();
        const { tree: added, node } = addPanelValue(tree, attribute, value, activeGroupId, place);
        edit(() => added, { open: node.id, announce: t.definition.addedTo(attribute.label[lang]) });
        onAdded?.();
      },
      event: (event, place) => insert(makeEventCondition(event), event.label[lang], place),
      field: (event, field, place) => {
        const filter = {
          kind: 'field',
          id: newNodeId(),
          negated: false,
          field: field.id,
          test: { kind: 'compare', compare: {} },
        } as const;
        insert({ ...makeEventCondition(event), where: [filter] }, event.label[lang], place);
      },
      fieldValue: (event, field, value, place) =>
        insert(
          { ...makeEventCondition(event), where: [makeValueFilter(field.id, field.type, value)] },
          event.label[lang],
          place,
        ),
      sequence: (place) => {
        const [first, second = first] = catalog.events.filter((event) => !event.hidden);
        if (first !== undefined && second !== undefined) insert(makeSequence(first.id, second.id), t.sequence.title, place);
      },
      customers: (place) =>
        insert(
          { kind: 'customers', id: newNodeId(), negated: false, off: false, keys: [], finished: false },
          t.customers.title,
          place,
        ),
      audience: (place) =>
        insert(
          { kind: 'audience', id: newNodeId(), negated: false, off: false, audience: '', version: null },
          t.audiences.condition.title,
          place,
        ),
    };
  }, [catalog, edit, lang, onAdded, t]);
}

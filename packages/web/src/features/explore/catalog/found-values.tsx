import type { CatalogAttribute, CatalogEvent, CatalogField, ValuesAnswer } from '@silhouette/model';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { addPanelValue } from '../add-from-panel.ts';
import { insertNode } from '../definition/edit-tree.ts';
import { makeEventCondition, makeValueFilter } from '../definition/make-condition.ts';
import type { GroupNode, NodeId } from '../definition/tree.ts';
import { type ExploreLookup, findCatalogField, useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { useChangeCounts } from '../look-ahead/use-look-ahead-counts.ts';
import type { AddCondition } from '../use-add-condition.ts';
import { CatalogRow } from './catalog-row.tsx';

type FoundValue = ValuesAnswer['values'][number];
/** A value with what it is a value of. */
type KnownValue =
  | { readonly kind: 'attribute'; readonly item: FoundValue; readonly attribute: CatalogAttribute }
  | { readonly kind: 'field'; readonly item: FoundValue; readonly event: CatalogEvent; readonly field: CatalogField };

interface FoundValuesProps {
  readonly found: readonly FoundValue[];
  readonly add: AddCondition;
}

/** Values that a search found, each with what the group would be with it; a click adds one. */
export function FoundValues({ found, add }: FoundValuesProps) {
  const { t, lang } = useLanguage();
  const lookup = useLookup();
  const { tree, activeGroupId } = useExploreStore();
  const known = found.flatMap((item) => placeValue(item, lookup));
  const ahead = useChangeCounts(known.map((value) => tryValue(tree, value, activeGroupId)));
  if (known.length === 0) return null;
  return (
    <section className="catalog-group">
      <h3 className="catalog-group-title">{t.catalog.values}</h3>
      <ul className="plain-list">
        {known.map((value, index) => {
          const { item } = value;
          const shown = { label: item.label[lang], figure: formatCount(item.count, lang), ahead: ahead[index] };
          return value.kind === 'attribute' ? (
            <CatalogRow
              key={`a ${value.attribute.id} ${item.value}`}
              icon={value.attribute.type}
              iconLabel={t.catalog.types[value.attribute.type] ?? ''}
              context={value.attribute.label[lang]}
              {...shown}
              onAdd={(place) => add.value(value.attribute, item.value, place)}
            />
          ) : (
            <CatalogRow
              key={`f ${value.event.id} ${value.field.id} ${item.value}`}
              icon="event"
              iconLabel={t.catalog.types.event ?? ''}
              context={`${value.event.label[lang]} · ${value.field.label[lang]}`}
              {...shown}
              onAdd={(place) => add.fieldValue(value.event, value.field, item.value, place)}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** A value that the page's catalog no longer has is left to the next answer: a new load is on its way. */
function placeValue(item: FoundValue, lookup: ExploreLookup): KnownValue[] {
  const attribute = item.attribute === null ? undefined : lookup.attributeById.get(item.attribute);
  if (attribute !== undefined) return [{ kind: 'attribute', item, attribute }];
  const event = item.event === null ? undefined : lookup.eventById.get(item.event);
  const field = event === undefined ? null : findCatalogField(lookup, event.id, item.field);
  return event === undefined || field === null ? [] : [{ kind: 'field', item, event, field }];
}

/** The tree after a click on a value. */
function tryValue(tree: GroupNode, value: KnownValue, groupId: NodeId | null): GroupNode {
  if (value.kind === 'attribute') return addPanelValue(tree, value.attribute, value.item.value, groupId).tree;
  const filter = makeValueFilter(value.field.id, value.field.type, value.item.value);
  return insertNode(tree, groupId ?? tree.id, { ...makeEventCondition(value.event), where: [filter] });
}

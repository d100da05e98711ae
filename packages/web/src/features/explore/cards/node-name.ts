import { assertNever } from '@silhouette/model';
import type { Dictionary } from '../../../i18n/en.ts';
import type { Language } from '../../../i18n/language.ts';
import type { TreeNode } from '../definition/tree.ts';
import type { ExploreLookup } from '../explore-context.ts';

/** A condition's short name, for menus and announcements. */
export function nameNode(node: TreeNode, lookup: ExploreLookup, t: Dictionary, lang: Language): string {
  switch (node.kind) {
    case 'group':
      return `${t.definition.group} (${node.mode === 'all' ? t.definition.allShort : t.definition.anyShort})`;
    case 'attribute':
      return lookup.attributeById.get(node.attribute)?.label[lang] ?? node.attribute;
    case 'event':
      return lookup.eventById.get(node.event)?.label[lang] ?? node.event;
    case 'sequence':
      return t.sequence.title;
    case 'customers':
      return t.customers.title;
    case 'audience':
      return node.audience === '' ? t.audiences.condition.title : t.definition.audience(node.audience);
    default:
      return assertNever(node);
  }
}

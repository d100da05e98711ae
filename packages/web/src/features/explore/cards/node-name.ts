import { assertNever } from '@silhouette/model';
import { useAudience } from '../../../api/audiences.ts';
import type { Dictionary } from '../../../i18n/en.ts';
import { type Language, useLanguage } from '../../../i18n/language.ts';
import type { AudienceNode, TreeNode } from '../definition/tree.ts';
import { type ExploreLookup, useLookup } from '../explore-context.ts';

/**
 * A condition's short name, for menus and announcements. A saved audience has its name in it as its line has; its id as
 * long as the name is not known, and where `asks` is false (one of a thousand, far out of sight) unless it is known already.
 */
export function useNodeName(node: TreeNode, asks = true): string {
  const { t, lang } = useLanguage();
  const lookup = useLookup();
  const id = node.kind === 'audience' && node.audience !== '' ? node.audience : null;
  const audience = useAudience(id, asks);
  return node.kind === 'audience' ? nameAudience(node, audience.data?.name, t) : nameOther(node, lookup, t, lang);
}

function nameAudience({ audience, version }: AudienceNode, name: string | undefined, t: Dictionary): string {
  const texts = t.audiences.condition;
  if (audience === '') return texts.title;
  const known = name ?? audience;
  return t.definition.audience(version === null ? known : texts.atVersion(known, version));
}

function nameOther(node: Exclude<TreeNode, AudienceNode>, lookup: ExploreLookup, t: Dictionary, lang: Language): string {
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
    default:
      return assertNever(node);
  }
}

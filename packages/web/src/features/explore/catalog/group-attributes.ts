import type { CatalogAnswer, CatalogAttribute } from '@silhouette/model';
import type { Dictionary } from '../../../i18n/en.ts';
import type { Language } from '../../../i18n/language.ts';

/** A group of attributes as listed. */
export interface AttributeGroup {
  readonly id: string;
  readonly label: string;
  readonly attributes: readonly CatalogAttribute[];
}

/** The attributes that are shown, by group: basics first, then in the order in which the catalog first names each group. */
export function groupAttributes(catalog: CatalogAnswer, t: Dictionary, lang: Language): AttributeGroup[] {
  const groups = new Map<string, CatalogAttribute[]>();
  for (const attribute of catalog.attributes) {
    if (attribute.hidden) continue;
    const group = groups.get(attribute.group);
    if (group === undefined) groups.set(attribute.group, [attribute]);
    else group.push(attribute);
  }
  const listed = [...groups].map(([id, attributes]) => ({ id, label: nameGroup(catalog, id, t, lang), attributes }));
  const isBasics = (group: AttributeGroup) => group.id.toLowerCase() === 'basics';
  return [...listed.filter(isBasics), ...listed.filter((group) => !isBasics(group))];
}

/** A group's name: attributes computed from an event are grouped under the event's English name. */
export function nameGroup(catalog: CatalogAnswer, id: string, t: Dictionary, lang: Language): string {
  const event = catalog.events.find((item) => item.label.en === id);
  return event?.label[lang] ?? t.catalog.groups[id.toLowerCase()] ?? id;
}

import { isPersonal, PRIVACY_CLASSES } from '../access/privacy-class.ts';
import type { Label } from './catalog.ts';
import type { DescribedSpec } from './catalog-file.ts';
import type { Place, PlaceMap } from './place.ts';

/** Keys of {@link DescribedSpec} in the file. */
export const DESCRIBED_KEYS = [
  'label',
  'description',
  'group',
  'unit',
  'order',
  'values',
  'synonyms',
  'pii',
  'privacy',
  'hidden',
] as const;

/** What the file says of an attribute or field: names, group, unit, order and names of values, privacy. */
export function readDescribed(map: PlaceMap): DescribedSpec {
  return {
    label: map.read('label', null, readLabel),
    description: map.read('description', null, readLabel),
    group: map.read('group', null, (place) => place.readText()),
    unit: map.read('unit', null, (place) => place.readText()),
    order: map.read('order', null, (place) => place.readValueTexts('values, in the order to show them')),
    values: map.read('values', new Map(), readValueLabels),
    synonyms: map.read('synonyms', [], (place) => place.readValueTexts('texts')),
    ...readPrivacy(map),
    hidden: map.read('hidden', false, (place) => place.readFlag()),
  };
}

/** `pii: true` is short for `privacy: personal`; written both, they must agree. */
function readPrivacy(map: PlaceMap): Pick<DescribedSpec, 'pii' | 'privacy'> {
  const pii = map.read<boolean, null>('pii', null, (place) => place.readFlag());
  const privacy = map.read('privacy', null, (place) => {
    const found = place.readChoice(PRIVACY_CLASSES);
    if (found === null || pii === null || isPersonal(found) === pii) return found;
    return place.fail('invalid-value', `"${found}" and pii: ${String(pii)} do not agree; keep one of the two keys.`);
  });
  return privacy === null ? { pii: pii ?? false } : { pii: isPersonal(privacy), privacy };
}

/** A label: one text for both languages, or `{ ko: …, en: … }`. */
export function readLabel(place: Place): Label | null {
  if (place.node.kind !== 'map') {
    const text = place.node.kind === 'scalar' ? place.readText() : place.failType('a text, or { ko: …, en: … },');
    return text === null ? null : { ko: tidy(text), en: tidy(text) };
  }
  const map = place.readMap('a label');
  if (map === null) return null;
  map.checkKeys(['ko', 'en']);
  const ko = map.require('ko', '{ ko: 구매, en: Purchase } (or one plain text for both languages)', (text) => text.readText());
  const en = map.require('en', '{ ko: 구매, en: Purchase } (or one plain text for both languages)', (text) => text.readText());
  return ko === null || en === null ? null : { ko: tidy(ko), en: tidy(en) };
}

/** Labels stand in sentences: no white space around them, and one space for any within. */
function tidy(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

function readValueLabels(place: Place): ReadonlyMap<string, Label> | null {
  const map = place.readMap('a mapping of values to labels, such as { F: { ko: 여성, en: Female } },');
  if (map === null) return null;
  const labels = new Map<string, Label>();
  for (const [value, labelPlace] of map.entries) {
    const label = readLabel(labelPlace);
    if (label !== null) labels.set(value, label);
  }
  return labels;
}

import { type AudienceList, assertNever } from '@silhouette/model';
import type { StoredAudience } from '../store/audience-store.ts';
import type { ListOptions } from './saved-audiences.ts';

/** The audiences that a list shows, in its order, and the tags of all. Equal ones stand in the order of their ids. */
export function selectAudiences(
  all: readonly StoredAudience[],
  { search, tag, order }: ListOptions,
): { readonly selected: readonly StoredAudience[]; readonly tags: AudienceList['tags'] } {
  const words = foldText(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const selected = all.filter(({ newest }) => {
    if (tag !== null && !newest.tags.includes(tag)) return false;
    const text = foldText([newest.id, newest.name, newest.description ?? '', ...newest.tags].join('\n'));
    return words.every((word) => text.includes(word));
  });
  return {
    selected: selected.sort((a, b) => compareBy(order, a, b) || compareText(a.newest.id, b.newest.id)),
    tags: countTags(all),
  };
}

function compareBy(order: ListOptions['order'], a: StoredAudience, b: StoredAudience): number {
  switch (order) {
    case 'updated':
      return b.newest.savedAtMs - a.newest.savedAtMs;
    case 'created':
      return b.createdAtMs - a.createdAtMs;
    case 'name':
      return BY_NAME.compare(a.newest.name, b.newest.name);
    case 'size':
      return b.newest.size.count - a.newest.size.count;
    default:
      return assertNever(order);
  }
}

/** Korean and Latin names as a Korean dictionary has them, numbers by their value. */
const BY_NAME = new Intl.Collator('ko', { numeric: true });

function countTags(all: readonly StoredAudience[]): AudienceList['tags'] {
  const counts = new Map<string, number>();
  for (const tag of all.flatMap(({ newest }) => newest.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .sort((a, b) => b.count - a.count || BY_NAME.compare(a.tag, b.tag) || compareText(a.tag, b.tag));
}

function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

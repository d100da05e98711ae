import { type AudienceList, type AudienceOrder, assertNever } from '@silhouette/model';
import type { StoredHead } from '../store/audience-store.ts';

/** Where a list goes on: after an audience, by what it was sorted by. */
export interface ListPosition {
  readonly id: string;
  /** Its name, or the number that its order sorts by: ms since 1970, or members. */
  readonly by: string | number;
}

/** Which audiences are selected. */
interface Selection {
  /** Words that must all stand in id, name, description, tags or `says`, whatever their case; empty: all. */
  readonly search: string;
  readonly tag: string | null;
  readonly owner: string | null;
  readonly order: AudienceOrder;
}

/**
 * The audiences that a list shows, in its order; equal ones in the order of their ids. `says` is what their definitions mean,
 * asked only of those that hold not every word themselves.
 */
export async function selectAudiences(
  all: readonly StoredHead[],
  { search, tag, owner, order }: Selection,
  says: (head: StoredHead) => Promise<string>,
): Promise<readonly StoredHead[]> {
  const words = foldText(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const selected: StoredHead[] = [];
  for (const head of all) {
    if (tag !== null && !head.tags.includes(tag)) continue;
    if (owner !== null && head.createdBy !== owner) continue;
    const text = foldText([head.id, head.name, head.description ?? '', ...head.tags].join('\n'));
    const missing = words.filter((word) => !text.includes(word));
    if (missing.length > 0) {
      const said = foldText(await says(head));
      if (!missing.every((word) => said.includes(word))) continue;
    }
    selected.push(head);
  }
  return selected.sort((a, b) => comparePlaces(order, readPosition(order, a), readPosition(order, b)));
}

/** Where an audience stands in an order. */
export function readPosition(
  order: AudienceOrder,
  { id, name, savedAtMs, createdAtMs, createdBy, count }: StoredHead,
): ListPosition {
  switch (order) {
    case 'updated':
      return { id, by: savedAtMs };
    case 'created':
      return { id, by: createdAtMs };
    case 'name':
      return { id, by: name };
    case 'owner':
      return { id, by: createdBy };
    case 'size':
      return { id, by: count };
    default:
      return assertNever(order);
  }
}

/** The order of two places: names as a dictionary has them, numbers greatest first; equal ones by their ids. */
export function comparePlaces(order: AudienceOrder, a: ListPosition, b: ListPosition): number {
  const first =
    order === 'name' || order === 'owner' ? BY_NAME.compare(String(a.by), String(b.by)) : Number(b.by) - Number(a.by);
  return first || compareText(a.id, b.id);
}

/** Every tag in use, by how many audiences, most first. */
export function countTags(all: readonly StoredHead[]): AudienceList['tags'] {
  return countTexts(all.flatMap(({ tags }) => tags)).map(([tag, count]) => ({ tag, count }));
}

/** Everyone who made one, by how many, likewise. */
export function countOwners(all: readonly StoredHead[]): AudienceList['owners'] {
  return countTexts(all.map(({ createdBy }) => createdBy)).map(([owner, count]) => ({ owner, count }));
}

function countTexts(texts: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || BY_NAME.compare(a, b) || compareText(a, b));
}

/** Korean and Latin names as a Korean dictionary has them, numbers by their value. */
const BY_NAME = new Intl.Collator('ko', { numeric: true });

function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

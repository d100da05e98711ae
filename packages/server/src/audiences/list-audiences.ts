import { viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceList,
  type AudienceOrder,
  type AudienceResolver,
  parseJsonText,
  type SavedAudience,
  SilhouetteError,
} from '@silhouette/model';
import type { AudienceStore, StoredHead, StoredVersion } from '../store/audience-store.ts';
import { answerAudience, knowsSizes } from './answer-audience.ts';
import { type DescribedDefinition, describeDefinition } from './describe-definition.ts';
import type { KnowsKeys } from './hide-definition.ts';
import { resolveFromList, resolveFromStore } from './resolve-from-store.ts';
import { comparePlaces, countTags, type ListPosition, readPosition, selectAudiences } from './select-audiences.ts';

/** Which audiences are listed, and how. */
export interface ListOptions {
  /** Words that must all stand in id, name, description, tags or the sentence in either language, whatever their case; empty: all. */
  readonly search: string;
  readonly tag: string | null;
  /** Only these; one that is not there is not listed. Null: all. */
  readonly ids: readonly string[] | null;
  readonly order: AudienceOrder;
  /** At most so many; null: all. */
  readonly limit: number | null;
  /** Only what comes after; null: from the beginning. What is changed between two pages may stand on none, or on both. */
  readonly after: ListPosition | null;
}

/** A page of a list. */
export interface ListedAudiences extends Omit<AudienceList, 'cursor'> {
  /** Where the next page begins; null: there is none. */
  readonly next: ListPosition | null;
}

/** Meanings of versions by a catalog, kept as long as it: a version never changes. */
export type KnownMeanings = WeakMap<Snapshot, Map<string, DescribedDefinition>>;

/** Definitions that refer to others mean something else when those are changed. */
const REFERS = '"audience"';

/** A page of the audiences that fit, with all tags. Definitions are read of the page alone, and of all where words are searched. */
export async function listAudiences(
  store: AudienceStore,
  snapshot: Snapshot | SilhouetteError,
  known: KnownMeanings,
  options: ListOptions,
  knowsKeys: KnowsKeys,
): Promise<ListedAudiences> {
  const { order, limit, after } = options;
  if (order === 'size' && !knowsSizes(snapshot)) {
    // They were counted among all customers: their order would tell of those that who asks may not know of.
    throw SilhouetteError.of(
      'not-allowed',
      'Sizes of saved audiences are not told to you; order them by name or time.',
      'order',
    );
  }
  const stored = await store.listHeads();
  const isSorted = order === 'size' && !(snapshot instanceof Error) && viewOf(snapshot) !== null;
  const heads = isSorted ? await hideSizes(store, snapshot, known, stored, knowsKeys) : stored;
  const says = options.search.trim() === '' ? async () => '' : await readSayings(store, snapshot, known, knowsKeys);
  const { ids } = options;
  const named = ids === null ? heads : heads.filter(({ id }) => ids.includes(id));
  const found = await selectAudiences(named, options, says);
  const rest = after === null ? found : found.filter((head) => comparePlaces(order, readPosition(order, head), after) > 0);
  const page = limit === null ? rest : rest.slice(0, limit);
  const last = page.at(-1);
  const whole = new Map((await store.listByIds(page.map(({ id }) => id))).map((one) => [one.newest.id, one]));
  const resolver = resolveFromStore(store);
  const audiences: SavedAudience[] = [];
  for (const { id } of page) {
    const stored = whole.get(id);
    // One that was deleted in this moment.
    if (stored === undefined) continue;
    const describe = describeFrom(known, stored.newest, snapshot, resolver, knowsKeys);
    audiences.push(await answerAudience(stored, snapshot, resolver, describe));
  }
  const isMore = last !== undefined && page.length < rest.length;
  return { audiences, total: found.length, tags: countTags(heads), next: isMore ? readPosition(order, last) : null };
}

/** Audiences whose definitions are not for who asks, as if they had no size: their place among others would tell it. */
async function hideSizes(
  store: AudienceStore,
  snapshot: Snapshot,
  known: KnownMeanings,
  heads: readonly StoredHead[],
  knowsKeys: KnowsKeys,
): Promise<readonly StoredHead[]> {
  const newest = new Map((await store.list()).map((one) => [one.newest.id, one.newest]));
  const resolver = resolveFromList(newest, store);
  const shown: StoredHead[] = [];
  for (const head of heads) {
    const version = newest.get(head.id);
    const isHidden = version === undefined || (await describeFrom(known, version, snapshot, resolver, knowsKeys)()).isHidden;
    shown.push(isHidden ? { ...head, count: -1 } : head);
  }
  return shown;
}

/** What an audience's definition says, in both languages. */
async function readSayings(
  store: AudienceStore,
  snapshot: Snapshot | SilhouetteError,
  known: KnownMeanings,
  knowsKeys: KnowsKeys,
): Promise<(head: StoredHead) => Promise<string>> {
  const newest = new Map((await store.list()).map((one) => [one.newest.id, one.newest]));
  const resolver = resolveFromList(newest, store);
  return async ({ id }) => {
    const version = newest.get(id);
    if (version === undefined) return '';
    const { sentence } = await describeFrom(known, version, snapshot, resolver, knowsKeys)();
    return sentence === null ? '' : `${sentence.ko}\n${sentence.en}`;
  };
}

/** Tells what a version means, from memory where it is known. */
function describeFrom(
  known: KnownMeanings,
  version: StoredVersion,
  snapshot: Snapshot | SilhouetteError,
  resolver: AudienceResolver,
  knowsKeys: KnowsKeys,
): () => Promise<DescribedDefinition> {
  const describe = () => describeDefinition(snapshot, parseJsonText(version.definition), resolver, knowsKeys);
  if (snapshot instanceof Error || version.definition.includes(REFERS)) return describe;
  const key = `${version.id} ${version.version}`;
  return async () => {
    const meanings = known.get(snapshot) ?? new Map<string, DescribedDefinition>();
    known.set(snapshot, meanings);
    const described = meanings.get(key) ?? (await describe());
    meanings.set(key, described);
    return described;
  };
}

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
import { comparePlaces, countOwners, countTags, type ListPosition, readPosition, selectAudiences } from './select-audiences.ts';

/** Which audiences are listed, and how. */
export interface ListOptions {
  /** Words that must all stand in id, name, description, tags or the sentence in either language, whatever their case; empty: all. */
  readonly search: string;
  readonly tag: string | null;
  /** Only those that this one made; null: everyone's. */
  readonly owner: string | null;
  /** Deleted ones instead of those that are there. */
  readonly isDeleted: boolean;
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
  const stored = await store.listHeads(options.isDeleted);
  const isSorted = order === 'size' && !(snapshot instanceof Error) && viewOf(snapshot) !== null;
  const isSearched = options.search.trim() !== '';
  const meanings =
    isSorted || isSearched ? await readMeanings(store, snapshot, known, options.isDeleted ? stored : null, knowsKeys) : null;
  const heads = isSorted && meanings !== null ? await hideSizes(stored, meanings) : stored;
  const says = async ({ id }: StoredHead) => {
    const sentence = (await meanings?.(id))?.sentence ?? null;
    return sentence === null ? '' : `${sentence.ko}\n${sentence.en}`;
  };
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
    // One that was deleted, or came back, in this moment.
    if (stored === undefined || (stored.deleted !== null) !== options.isDeleted) continue;
    const describe = describeFrom(known, stored.newest, snapshot, resolver, knowsKeys);
    audiences.push(await answerAudience(stored, snapshot, resolver, describe));
  }
  const isMore = last !== undefined && page.length < rest.length;
  return {
    audiences,
    total: found.length,
    tags: countTags(heads),
    owners: countOwners(heads),
    next: isMore ? readPosition(order, last) : null,
  };
}

/** Audiences whose definitions are not for who asks, as if they had no size: their place among others would tell it. */
async function hideSizes(heads: readonly StoredHead[], meanings: MeaningsById): Promise<readonly StoredHead[]> {
  const shown: StoredHead[] = [];
  for (const head of heads) {
    const isShown = (await meanings(head.id))?.isHidden === false;
    shown.push(isShown ? head : { ...head, count: -1 });
  }
  return shown;
}

/** What the newest version of an audience means; null for one that was deleted, or came back, in this moment. */
type MeaningsById = (id: string) => Promise<DescribedDefinition | null>;

/** What audiences mean by their newest versions; `deleted`: of these, which are deleted; null: of those that are there. */
async function readMeanings(
  store: AudienceStore,
  snapshot: Snapshot | SilhouetteError,
  known: KnownMeanings,
  deleted: readonly StoredHead[] | null,
  knowsKeys: KnowsKeys,
): Promise<MeaningsById> {
  const all = deleted === null ? await store.list() : await store.listByIds(deleted.map(({ id }) => id));
  const newest = new Map<string, StoredVersion>(all.map((one) => [one.newest.id, one.newest]));
  const resolver = deleted === null ? resolveFromList(newest, store) : resolveFromStore(store);
  return async (id) => {
    const version = newest.get(id);
    return version === undefined ? null : describeFrom(known, version, snapshot, resolver, knowsKeys)();
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

import type { BitIndex, MaskExpression, Place, ShardPage } from '@silhouette/bitslice';
import { compareCodePoints } from '../../panel/compare-code-points.ts';

/** A member and where it stands in the index. */
export interface ListedMember {
  readonly key: string;
  readonly place: Place;
}

/** Members asked of every shard at once where many are listed. */
const CHUNK_PER_SHARD = 2_000;

/** Members after a key in the order of their keys' UTF-8 bytes, in chunks; at most `limit` in all. */
export async function* listMembers(
  index: BitIndex,
  members: MaskExpression,
  afterKey: string | null,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<readonly ListedMember[], void, undefined> {
  let after = afterKey;
  let left = limit;
  while (left > 0) {
    const shards = Math.max(1, index.shardPlaces.length);
    // A shard has about its share of the next members, and now and then more.
    const perShard = Math.min(CHUNK_PER_SHARD, Math.ceil((left / shards) * 1.3) + 8, left);
    const pages = await index.page(members, after, perShard, signal);
    const chunk = mergePages(pages).slice(0, left);
    if (chunk.length > 0) yield chunk;
    left -= chunk.length;
    if (!pages.some(({ more }) => more)) return;
    after = chunk.at(-1)?.key ?? after;
  }
}

/** Members of several shards in order, up to the first key past which some shard may have more. */
function mergePages(pages: readonly ShardPage[]): ListedMember[] {
  let horizon: string | null = null;
  for (const { labels, more } of pages) {
    const last = labels.at(-1);
    if (more && last !== undefined && (horizon === null || compareCodePoints(last, horizon) < 0)) horizon = last;
  }
  const listed = pages.flatMap(({ shard, labels, positions }) =>
    labels.map((key, index): ListedMember => ({ key, place: { shard, position: positions[index] ?? 0 } })),
  );
  const within = listed.filter(({ key }) => horizon === null || compareCodePoints(key, horizon) <= 0);
  return within.sort((a, b) => compareCodePoints(a.key, b.key));
}

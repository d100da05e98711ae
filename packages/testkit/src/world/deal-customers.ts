import { compareCodePoints } from '@silhouette/engine';

/** How a world's customers stand in a snapshot. */
export interface DealtCustomers {
  /** Numbers of the customers of each shard, in the order of their keys. */
  readonly shards: readonly (readonly number[])[];
  /** Each customer's ordinal: they count along from shard to shard. */
  readonly ordinals: Uint32Array;
}

/** Deals customers, numbered as in `keys`, unevenly to so many shards; some may have none. */
export function dealCustomers(keys: readonly string[], shards: number): DealtCustomers {
  const dealt = Array.from({ length: shards }, (): number[] => []);
  for (const customer of keys.keys()) {
    dealt[((customer * customer + 3 * customer) % (2 * shards + 1)) % shards]?.push(customer);
  }
  for (const own of dealt) own.sort((a, b) => compareCodePoints(keys[a] ?? '', keys[b] ?? ''));
  const ordinals = new Uint32Array(keys.length);
  dealt.flat().forEach((customer, ordinal) => {
    ordinals[customer] = ordinal;
  });
  return { shards: dealt, ordinals };
}

import type { Catalog } from '@silhouette/model';
import type { PlainDefinition } from './plain-definition.ts';
import { drawPredicate } from './random-predicate.ts';
import { RandomSource } from './random-source.ts';
import type { SampleValues } from './sample-values.ts';

const MAX_DEPTH = 3;

/**
 * `n` random definitions over a catalog: every node, operator, window and measure of the audience language but saved
 * audiences. The same catalog, sample values and seed give the same definitions; the first ones do not depend on `n`.
 */
export async function randomDefinitions(
  catalog: Catalog,
  samples: SampleValues,
  seed: number,
  n: number,
): Promise<readonly PlainDefinition[]> {
  const definitions: PlainDefinition[] = [];
  for (let index = 0; index < n; index += 1) {
    const random = new RandomSource(`${seed} definition ${index}`);
    definitions.push(await drawPredicate({ catalog, samples, random }, random.int(0, MAX_DEPTH)));
  }
  return definitions;
}

/**
 * `n` as-of instants (ms) to ask at: the snapshot's own first, then instants of rows, one millisecond after them, and
 * beginnings of their days and years.
 */
export async function randomAsOfs(
  catalog: Catalog,
  samples: SampleValues,
  snapshotAsOfMs: number,
  seed: number,
  n: number,
): Promise<readonly number[]> {
  const random = new RandomSource(`${seed} as-of`);
  const zone = catalog.timeZone;
  const asOfs = [snapshotAsOfMs];
  while (asOfs.length < n) {
    const instants = catalog.events.length === 0 ? [] : await samples.instants(random.pick(catalog.events).id);
    const atMs = instants.length === 0 ? snapshotAsOfMs - random.int(0, 1000) * 3_600_000 : random.pick(instants);
    const startOfDay = zone.startOfDay(zone.dayOf(atMs));
    asOfs.push(random.pick([atMs, atMs + 1, startOfDay, zone.startOfDay(zone.dayOf(atMs) + 1), startOfDay - 1]));
  }
  return asOfs.slice(0, n);
}

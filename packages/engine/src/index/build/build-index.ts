import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BitIndex, type IndexManifest, ShardWriter, writeCheckedText, writeManifest } from '@silhouette/bitslice';
import { type ChdbSession, fileSql, type Snapshot, syncPath } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { compileBase } from '../compile/compile-audience.ts';
import { INDEX_VERSION, type IndexAbout } from '../index-about.ts';
import { DICTIONARIES_NAME, indexFolder } from '../index-folder.ts';
import { attributeColumn, dictionaryName } from '../index-names.ts';
import { buildCustomers } from './build-customers.ts';
import { buildEventTable } from './build-event-table.ts';
import { Dictionaries } from './dictionaries.ts';
import { cutValues, findFacts } from './find-facts.ts';
import { listRecentTables, RECENT_FROM_ROWS } from './list-recent-tables.ts';

/** How far a build is. */
export interface IndexProgress {
  readonly stage: string;
  /** Customers done. */
  readonly rows: number;
  /** Share of the stage done, 0-1. */
  readonly fraction: number;
}

/** What an index is built from and where. */
export interface BuildIndexOptions {
  readonly session: ChdbSession;
  readonly snapshot: Snapshot;
  /** The workspace's folder of indexes. */
  readonly indexDir: string;
  /** Events with at least so many rows have tables of their latest rows; 100,000 when absent. */
  readonly recentFromRows?: number | undefined;
  readonly progress?: ((progress: IndexProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds the index of a snapshot beside whatever is there and puts it in its place at once, when it is whole and on the disk:
 * a process that dies in between leaves the old one, or none, and a folder that the next build sweeps. Memory is that of a
 * few dozen columns of one shard.
 * @throws disk-full; the signal's reason
 */
export async function buildIndex(options: BuildIndexOptions): Promise<void> {
  const { snapshot, indexDir } = options;
  const target = indexFolder(indexDir, snapshot.id);
  const aside = `${target}.${process.pid}.partial`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    await writeIndex(options, aside);
    rmSync(target, { recursive: true, force: true });
    renameSync(aside, target);
    syncPath(indexDir);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw explainBuildError(error, indexDir);
  }
}

async function writeIndex(options: BuildIndexOptions, dir: string): Promise<void> {
  const { snapshot, progress, recentFromRows = RECENT_FROM_ROWS } = options;
  const recent = Object.fromEntries(
    snapshot.catalog.events.map((event) => [event.id, listRecentTables(event, snapshot.asOfMs, recentFromRows)]),
  );
  const dictionaries = new Dictionaries();
  const shards: { places: number; volumes: string[] }[] = [];
  let first = 0;
  for (const [shard, file] of snapshot.customers.files.entries()) {
    progress?.({ stage: 'Building the index', rows: first, fraction: shard / snapshot.customers.files.length });
    const customers = await countRows(options.session, file);
    const volume = `${String(shard).padStart(4, '0')}.main`;
    await writeShard(options, dir, volume, dictionaries, recent, { shard, file, customers, firstOrdinal: first });
    shards.push({ places: customers, volumes: [volume] });
    first += customers;
  }
  if (first !== snapshot.customersKnown) {
    throw SilhouetteError.of('lake-damaged', `The lake has ${first} customers, its manifest ${snapshot.customersKnown}.`);
  }
  progress?.({ stage: 'Building the index', rows: first, fraction: 1 });
  await addFacts(options, dir, dictionaries, recent, shards);
}

interface ShardSource {
  readonly shard: number;
  readonly file: string;
  readonly customers: number;
  readonly firstOrdinal: number;
}

async function writeShard(
  { session, snapshot, signal }: BuildIndexOptions,
  dir: string,
  volume: string,
  dictionaries: Dictionaries,
  recent: IndexAbout['recent'],
  { shard, file, customers, firstOrdinal }: ShardSource,
): Promise<void> {
  const writer = new ShardWriter(dir, volume, customers);
  try {
    await buildCustomers({ session, snapshot, file, customers, writer, dictionaries, signal });
    for (const event of snapshot.catalog.events) {
      const rows = snapshot.events.get(event.id)?.files[shard];
      if (rows === undefined) throw SilhouetteError.of('lake-damaged', `The snapshot has no rows of "${event.id}".`);
      const tables = recent[event.id] ?? [];
      await buildEventTable({ session, event, file: rows, firstOrdinal, recent: tables, writer, dictionaries, signal });
    }
  } catch (error) {
    writer.abandon();
    throw error;
  }
  writer.finish();
}

/** Reads the new index for what only the whole tells: percentiles, cuts and the ranges between them, customers of each value. */
async function addFacts(
  { snapshot, progress, signal }: BuildIndexOptions,
  dir: string,
  dictionaries: Dictionaries,
  recent: IndexAbout['recent'],
  shards: readonly { places: number; volumes: string[] }[],
): Promise<void> {
  const stage = 'Comparing everyone';
  progress?.({ stage, rows: 0, fraction: 0 });
  const about = (facts: IndexAbout['facts']): IndexAbout => ({
    version: INDEX_VERSION,
    snapshot: snapshot.id,
    customers: snapshot.customersKnown,
    facts,
    recent,
  });
  const manifest = (facts: IndexAbout['facts']): IndexManifest => ({ shards, about: about(facts) });
  writeManifest(dir, manifest({}));
  const index = await BitIndex.open(dir);
  try {
    const { catalog } = snapshot;
    const base = compileBase(snapshot.asOfMs);
    const facts = await findFacts(index, catalog, base);
    signal?.throwIfAborted();
    progress?.({ stage, rows: snapshot.customersKnown, fraction: 0.7 });
    const columns = catalog.attributes.flatMap((attribute) => {
      const { cuts } = facts[attribute.id] ?? {};
      if (cuts === undefined) return [];
      return [{ column: attributeColumn(attribute.id), cuts: cutValues(attribute, cuts, catalog.timeZone) }];
    });
    await index.writeRanges((shard) => `${String(shard).padStart(4, '0')}.ranges`, columns);
    await countValues(index, snapshot, dictionaries);
    for (const [shard, { volumes }] of shards.entries()) volumes.push(`${String(shard).padStart(4, '0')}.ranges`);
    writeCheckedText(join(dir, DICTIONARIES_NAME), dictionaries.toJson());
    syncPath(join(dir, DICTIONARIES_NAME));
    writeManifest(dir, manifest(facts));
  } finally {
    await index.close();
  }
  progress?.({ stage, rows: snapshot.customersKnown, fraction: 1 });
}

/** Customers of each value of the categories, tags and booleans: what lists of values show. */
async function countValues(index: BitIndex, snapshot: Snapshot, dictionaries: Dictionaries): Promise<void> {
  for (const attribute of snapshot.catalog.attributes) {
    const name = dictionaryName(null, attribute.id);
    const column = attributeColumn(attribute.id);
    const isTags = attribute.type === 'tags';
    if (!isTags && attribute.type !== 'category' && attribute.type !== 'boolean') continue;
    const { results } = await index.ask({
      groups: [{ kind: 'everything' }],
      aggregates: [{ group: 0, aggregate: { kind: isTags ? 'lists' : 'histogram', column } }],
    });
    const [result] = results;
    if (result?.kind === 'lists') {
      // Each list was written as JSON by the build.
      for (const [list, count] of result.counts) {
        for (const tag of JSON.parse(list) as readonly string[]) dictionaries.addTag(name, tag, count);
      }
    } else if (result?.kind === 'histogram' && attribute.type === 'boolean') {
      result.counts.forEach((count, value) => {
        if (count > 0) dictionaries.addTag(name, value === 1 ? 'true' : 'false', count);
      });
    } else if (result?.kind === 'histogram') dictionaries.setCustomers(name, [...result.counts]);
  }
}

async function countRows(session: ChdbSession, file: string): Promise<number> {
  const [row] = await session.query<{ n: string }>(`SELECT count() AS n FROM ${fileSql([file])}`);
  return Number(row?.n ?? 0);
}

function explainBuildError(error: unknown, indexDir: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return SilhouetteError.of(
    'disk-full',
    `The disk is full: the index in "${indexDir}" could not be written. The old one stays; free some space and run the command again.`,
    '',
    error,
  );
}

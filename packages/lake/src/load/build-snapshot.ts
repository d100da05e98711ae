import { mkdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import {
  type Attribute,
  type AttributeDraft,
  type Catalog,
  type CatalogFile,
  type ComputedSpec,
  catalogToJson,
  choosePanels,
  type EventType,
  resolveComputed,
  SilhouetteError,
} from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql } from '../chdb/sql-text.ts';
import { type ComputedPart, computeAttributes } from '../computed/compute-attributes.ts';
import { rowOrderSql } from '../computed/measure-sql.ts';
import type { ErasedKeys } from '../erasure/erased-keys.ts';
import { sealFiles } from '../manifest/commit-snapshot.ts';
import { folderNameOf, lakePaths, shardFileName } from '../manifest/lake-paths.ts';
import type { LakeFile, SnapshotDocument } from '../manifest/snapshot-document.ts';
import type { SourceReport } from '../snapshot/load-report.ts';
import type { SourceState } from '../source/source-state.ts';
import { checkKeys } from './check-keys.ts';
import { describeEvent, describeField, draftSourceAttribute } from './describe-values.ts';
import type { ProgressTeller } from './load-progress.ts';
import { readStats } from './read-stats.ts';
import { readValueNames } from './read-value-names.ts';
import type { Relations } from './relations.ts';
import { resolveCustomers, type StagedCustomers, stageCustomers } from './stage-customers.ts';
import { resolveEvent, type StagedEvent, stageEvent } from './stage-event.ts';
import { throwAll } from './stage-values.ts';
import {
  countKnownCustomers,
  type ShardKeys,
  splitIntoShards,
  writeShardCustomers,
  writeShardEvents,
  writeShardKeys,
} from './write-shards.ts';

/** What a snapshot is built from. */
export interface BuildInputs {
  readonly session: ChdbSession;
  readonly lakeDir: string;
  readonly id: string;
  readonly inputHash: string;
  readonly catalogFile: CatalogFile;
  readonly relations: Relations;
  readonly sources: readonly SourceState[];
  /** Customers that stay out. */
  readonly erased: ErasedKeys;
  readonly sourceReports: readonly SourceReport[];
  readonly nowMs: number;
  readonly progress: ProgressTeller;
  readonly signal: AbortSignal | undefined;
  readonly shardCustomers: number;
}

interface Sharded {
  readonly keys: readonly ShardKeys[];
  readonly customers: { readonly staged: StagedCustomers; readonly files: readonly string[] } | null;
  readonly events: readonly {
    readonly staged: StagedEvent;
    readonly files: readonly string[];
    readonly finals: readonly string[];
  }[];
}

/** Builds a snapshot's files and document; nothing of it is committed. @throws everything wrong with catalog and data. */
export async function buildSnapshot(inputs: BuildInputs): Promise<SnapshotDocument> {
  const { lakeDir, catalogFile, session } = inputs;
  const startedAt = performance.now();
  const { customers, events } = await stageAll(inputs);
  const asOfMs = resolveAsOf(catalogFile, events, inputs.nowMs);
  const known = await countKnownCustomers(session, customers, events);
  const sharded = await shardAll(inputs, customers, events, Math.max(1, Math.ceil(known / inputs.shardCustomers)));
  const eventTypes = await describeEvents(inputs, sharded);
  const sourceIds = customers?.attributes.map(({ id }) => id) ?? [];
  const computed = resolveComputed(catalogFile.computed, eventTypes, catalogFile.timeZone, sourceIds);
  if (!computed.ok) throw new SilhouetteError(computed.issues);
  const customerFiles = await writeCustomers(inputs, sharded, eventTypes, computed.attributes, sourceIds, asOfMs);
  const attributes = await describeAttributes(inputs, sharded, computed.attributes, customerFiles);
  const panels = choosePanels(attributes, catalogFile.panels);
  if (!panels.ok) throw new SilhouetteError(panels.issues);
  const catalog: Catalog = {
    name: catalogFile.name,
    timeZone: catalogFile.timeZone,
    currency: catalogFile.currency,
    attributes,
    events: eventTypes,
    panels: panels.panels,
    keyName: catalogFile.customers?.key ?? [...catalogFile.events.values()][0]?.customer ?? 'customer',
    ...(catalogFile.customers?.privacy === undefined ? {} : { keyPrivacy: catalogFile.customers.privacy }),
  };
  const keys = await checkKeys(session, catalog, customerFiles);
  inputs.progress.tell('Sealing the snapshot', known, null);
  const data = [...customerFiles, ...sharded.events.flatMap((event) => event.finals)];
  const toRelative = (path: string): string => relative(lakeDir, path).split(sep).join('/');
  return {
    format: 1,
    id: inputs.id,
    createdAtMs: inputs.nowMs,
    asOfMs,
    inputHash: inputs.inputHash,
    files: [...(await sealFiles(lakeDir, data)), ...listSourceFiles(inputs)],
    customers: { files: customerFiles.map(toRelative), rows: known },
    events: sharded.events.map(({ staged, finals }) => ({
      event: staged.id,
      files: finals.map(toRelative),
      rows: staged.report.rows,
    })),
    relations: [...inputs.relations.values()].map(({ name, kind, bodySql, reads, columns }) => ({
      name,
      kind,
      sql: kind === 'view' ? bodySql : null,
      reads,
      columns,
    })),
    customersKnown: known,
    catalog: catalogToJson(catalog),
    sources: inputs.sources,
    ...(inputs.erased.count === 0 ? {} : { erased: { count: inputs.erased.count, digest: inputs.erased.digest } }),
    report: {
      sources: inputs.sourceReports,
      events: events.map((event) => event.report),
      customers: customers?.report ?? null,
      ...(keys === null ? {} : { keys }),
      startedAtMs: inputs.nowMs,
      elapsedMs: Math.round(performance.now() - startedAt),
    },
  };
}

/** Checks everything before anything long is begun, then reads customers and events. */
async function stageAll(inputs: BuildInputs): Promise<{ customers: StagedCustomers | null; events: StagedEvent[] }> {
  const { session, relations, catalogFile, lakeDir, nowMs, progress } = inputs;
  const zone = catalogFile.timeZone;
  const problems: SilhouetteError[] = [];
  const attempt = async <T>(task: () => Promise<T>): Promise<T | null> => {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof SilhouetteError)) throw error;
      problems.push(error);
      return null;
    }
  };
  const spec = catalogFile.customers;
  const resolved = spec === null ? null : await attempt(() => resolveCustomers(session, relations, spec, zone));
  const resolvedEvents = [];
  for (const [id, event] of catalogFile.events) {
    const one = await attempt(() => resolveEvent(session, relations, id, event, zone));
    if (one !== null) resolvedEvents.push(one);
  }
  throwAll(problems);
  const work = lakePaths.workDir(lakeDir);
  let customers: StagedCustomers | null = null;
  if (resolved !== null) {
    progress.tell('Reading customers', 0, null);
    customers = await stageCustomers(session, resolved, join(work, 'customers.parquet'), zone, inputs.erased);
    progress.tell('Reading customers', customers.report.rows, 1);
  }
  const events: StagedEvent[] = [];
  for (const [index, event] of resolvedEvents.entries()) {
    inputs.signal?.throwIfAborted();
    progress.tell(`Reading ${event.id}`, 0, null);
    const staged = await stageEvent(session, event, join(work, `event-${index}.parquet`), zone, nowMs, inputs.erased);
    progress.tell(`Reading ${event.id}`, staged.report.rowsRead, 1);
    events.push(staged);
  }
  return { customers, events };
}

async function shardAll(
  inputs: BuildInputs,
  customers: StagedCustomers | null,
  events: readonly StagedEvent[],
  shards: number,
): Promise<Sharded> {
  const { session, lakeDir, progress } = inputs;
  const work = lakePaths.workDir(lakeDir);
  const data = join(lakePaths.dataDir(lakeDir), inputs.id);
  const customerShards = customers === null ? null : await splitIntoShards(session, customers.file, '_key', shards);
  const split = [];
  for (const staged of events) {
    inputs.signal?.throwIfAborted();
    const folder = join(data, 'events', folderNameOf(staged.id));
    const finals = Array.from({ length: shards }, (_, shard) => join(folder, shardFileName(shard)));
    split.push({ staged, files: await splitIntoShards(session, staged.file, '_customer', shards), finals });
  }
  const keys: ShardKeys[] = [];
  let first = 0;
  for (let shard = 0; shard < shards; shard += 1) {
    inputs.signal?.throwIfAborted();
    progress.tell('Sorting events by customer', first, shard / shards);
    const eventFiles = split.flatMap(({ files }) => files[shard] ?? []);
    const shardKeys = await writeShardKeys(
      session,
      join(work, `keys-${shard}.parquet`),
      first,
      customerShards?.[shard] ?? null,
      eventFiles,
    );
    for (const { staged, files, finals } of split) {
      await writeShardEvents(session, staged, files[shard] ?? '', shardKeys, finals[shard] ?? '');
    }
    keys.push(shardKeys);
    first += shardKeys.customers;
  }
  progress.tell('Sorting events by customer', first, 1);
  return {
    keys,
    customers: customers === null || customerShards === null ? null : { staged: customers, files: customerShards },
    events: split,
  };
}

async function describeEvents(inputs: BuildInputs, sharded: Sharded): Promise<EventType[]> {
  const { session } = inputs;
  const types: EventType[] = [];
  for (const { staged, files, finals } of sharded.events) {
    const seen = await readStats(session, finals, staged.fields);
    const fields = [];
    for (const field of staged.fields) {
      const one = seen.get(field.id);
      if (one === undefined) continue;
      const names = await readValueNames(session, files, field, rowOrderSql());
      fields.push(describeField(field, one, names));
    }
    let [customers, firstAtMs, lastAtMs]: [number, number | null, number | null] = [0, null, null];
    for (const file of finals) {
      const [row] = await session.query<{ n: string; a: string | null; z: string | null }>(
        `SELECT uniqExact(_ordinal) AS n, minOrNull(_at_ms) AS a, maxOrNull(_at_ms) AS z FROM ${fileSql([file])}`,
      );
      customers += Number(row?.n ?? 0);
      if (row === undefined || row.a === null || row.z === null) continue;
      firstAtMs = Math.min(firstAtMs ?? Number.POSITIVE_INFINITY, Number(row.a));
      lastAtMs = Math.max(lastAtMs ?? Number.NEGATIVE_INFINITY, Number(row.z));
    }
    types.push(describeEvent(staged, fields, { rows: staged.report.rows, customers, firstAtMs, lastAtMs }));
  }
  return types;
}

async function writeCustomers(
  inputs: BuildInputs,
  sharded: Sharded,
  eventTypes: readonly EventType[],
  computed: readonly AttributeDraft[],
  sourceIds: readonly string[],
  asOfMs: number,
): Promise<string[]> {
  const { session, lakeDir, progress } = inputs;
  const work = lakePaths.workDir(lakeDir);
  const byEvent = eventTypes.map((event) => ({ event, attributes: computed.flatMap((draft) => listOf(draft, event)) }));
  const ids = [...sourceIds, ...computed.map(({ id }) => id)];
  const files: string[] = [];
  let done = 0;
  for (const [shard, keys] of sharded.keys.entries()) {
    const parts: ComputedPart[] = [];
    for (const [index, { event, attributes }] of byEvent.entries()) {
      inputs.signal?.throwIfAborted();
      if (attributes.length === 0) continue;
      progress.tell('Computing attributes', done, (shard + index / byEvent.length) / sharded.keys.length);
      const computedParts = await computeAttributes(session, {
        event,
        attributes,
        eventFile: sharded.events[index]?.finals[shard] ?? '',
        keysFile: keys.file,
        fileOf: (part) => join(work, `computed-${index}-${part}.parquet`),
        asOfMs,
        zone: inputs.catalogFile.timeZone,
      });
      parts.push(...computedParts);
    }
    const file = join(lakePaths.dataDir(lakeDir), inputs.id, 'customers', shardFileName(shard));
    const table = sharded.customers;
    const own = table === null ? null : { staged: table.staged, file: table.files[shard] ?? '' };
    await writeShardCustomers(session, keys, own, parts, ids, file);
    done += keys.customers;
    files.push(file);
  }
  progress.tell('Computing attributes', done, 1);
  return files;
}

function listOf(draft: AttributeDraft, event: EventType): { draft: AttributeDraft; spec: ComputedSpec }[] {
  return draft.origin.kind === 'computed' && draft.origin.spec.event === event.id ? [{ draft, spec: draft.origin.spec }] : [];
}

async function describeAttributes(
  inputs: BuildInputs,
  sharded: Sharded,
  computed: readonly AttributeDraft[],
  files: readonly string[],
): Promise<Attribute[]> {
  inputs.progress.tell('Counting values', 0, null);
  const own = sharded.customers;
  const seen = await readStats(inputs.session, files, [...(own?.staged.attributes ?? []), ...computed]);
  const attributes: Attribute[] = [];
  for (const value of own?.staged.attributes ?? []) {
    const one = seen.get(value.id);
    if (one === undefined) continue;
    const names = await readValueNames(inputs.session, own?.files ?? [], value, '_row');
    attributes.push({ ...draftSourceAttribute(value, one.type, names), stats: one.stats });
  }
  for (const draft of computed) {
    const one = seen.get(draft.id);
    if (one !== undefined) attributes.push({ ...draft, type: one.type, stats: one.stats });
  }
  return attributes;
}

/** As-of of the snapshot: `latest` is the end of the local day of the newest event row that is not later than the load. */
function resolveAsOf({ now, timeZone }: CatalogFile, events: readonly StagedEvent[], nowMs: number): number {
  if (now.kind === 'at') return now.asOfMs;
  const newest = events.reduce<number | null>(
    (best, { newestMs }) => (newestMs === null ? best : Math.max(best ?? newestMs, newestMs)),
    null,
  );
  // Without any event the load itself is the newest that is known.
  if (now.kind === 'clock' || newest === null) return nowMs;
  return timeZone.startOfDay(timeZone.dayOf(newest) + 1);
}

function listSourceFiles({ sources, lakeDir }: BuildInputs): LakeFile[] {
  const files = new Map<string, LakeFile>();
  for (const file of sources.flatMap((source) => source.files)) {
    files.set(file.parquet, { path: file.parquet, sizeBytes: file.parquetBytes, sha256: file.parquetHash });
  }
  mkdirSync(lakeDir, { recursive: true });
  for (const file of files.values()) statSync(join(lakeDir, file.path));
  return [...files.values()];
}

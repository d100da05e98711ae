import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type AggregateResult, mergeResults } from './expression/aggregate.ts';
import type { MaskExpression } from './expression/expression.ts';
import type { StepExpressions } from './expression/step-expressions.ts';
import { readCheckedText } from './format/checked-text.ts';
import { type IndexManifest, readManifest } from './format/manifest.ts';
import type { Segment } from './format/segment.ts';
import { IndexError } from './index-error.ts';
import type { GatheredValues } from './shard/gather-values.ts';
import { segmentNames } from './shard/shard-tables.ts';
import { findQuantiles, type QuantileRequest } from './worker/find-quantiles.ts';
import type { GroupAggregate, ShardMask, ShardPage, WorkerAnswers, WorkerRequest } from './worker/protocol.ts';
import { ShardWorker } from './worker/shard-worker.ts';

/** How an index is opened. */
export interface BitIndexOptions {
  /** Threads; the machine's cores when absent, never more than shards. */
  readonly workers?: number;
  /** Memory for columns and masks, all threads together; 4 GiB when absent. Larger indexes work, slower. */
  readonly budgetBytes?: number;
}

/** What is known of a column without reading it. */
export interface ColumnSummary {
  readonly base: bigint;
  readonly scale: bigint;
  /** Whether every shard can count all its values one by one (`histogram`). */
  readonly isSmall: boolean;
  readonly hasStoredRanges: boolean;
  /** Slices of the widest shard; 0 where some shard keeps codes. */
  readonly slices: number;
}

/** One question: groups of places, and what is told of them. */
export interface IndexQuestion {
  readonly groups: readonly MaskExpression[];
  readonly aggregates: readonly GroupAggregate[];
}

/** Sizes of the groups, and a result for each aggregate, in order. */
export interface IndexAnswer {
  readonly counts: readonly number[];
  readonly results: readonly AggregateResult[];
}

/** A place: shard and position in it. */
export interface Place {
  readonly shard: number;
  readonly position: number;
}

const DEFAULT_BUDGET_BYTES = 4 * 1024 ** 3;
const CANCEL_SLOTS = 4096;

/** An index on disk, open for questions. May be asked many things at once; threads take them in order. */
export class BitIndex {
  readonly about: unknown;
  /** Places of each shard. */
  readonly shardPlaces: readonly number[];
  readonly columns: ReadonlyMap<string, ColumnSummary>;
  readonly #workers: readonly ShardWorker[];
  readonly #workerOfShard: readonly number[];
  readonly #cancelled: Int32Array;
  #nextId = 1;

  private constructor(
    manifest: IndexManifest,
    columns: ReadonlyMap<string, ColumnSummary>,
    workers: readonly ShardWorker[],
    workerOfShard: readonly number[],
    cancelled: SharedArrayBuffer,
  ) {
    this.about = manifest.about;
    this.shardPlaces = manifest.shards.map(({ places }) => places);
    this.columns = columns;
    this.#workers = workers;
    this.#workerOfShard = workerOfShard;
    this.#cancelled = new Int32Array(cancelled);
  }

  /**
   * Opens an index; nothing but directories is read yet.
   * @throws IndexError `damaged` or `format` where it must be built anew
   */
  static async open(dir: string, options: BitIndexOptions = {}): Promise<BitIndex> {
    const manifest = readManifest(dir);
    const columns = summariseColumns(dir, manifest);
    const shards = manifest.shards.map(({ places, volumes }, shard) => ({ shard, places, volumes }));
    const count = Math.max(1, Math.min(options.workers ?? availableParallelism(), shards.length));
    const budgetBytes = Math.floor((options.budgetBytes ?? DEFAULT_BUDGET_BYTES) / count);
    const cancelled = new SharedArrayBuffer(4 * CANCEL_SLOTS);
    const workers = Array.from(
      { length: count },
      (_, worker) =>
        new ShardWorker({ dir, budgetBytes, cancelled, shards: shards.filter(({ shard }) => shard % count === worker) }),
    );
    const index = new BitIndex(
      manifest,
      columns,
      workers,
      shards.map(({ shard }) => shard % count),
      cancelled,
    );
    try {
      await Promise.all(workers.map((worker) => worker.open()));
    } catch (error) {
      await index.close();
      throw error;
    }
    return index;
  }

  /** @throws IndexError `cancelled` once `signal` is aborted, and what reading may throw */
  async ask(question: IndexQuestion, signal?: AbortSignal): Promise<IndexAnswer> {
    const answers = await this.#askAll({ kind: 'ask', ...question }, signal);
    const counts = question.groups.map((_, index) => answers.reduce((sum, one) => sum + (one.counts[index] ?? 0), 0));
    const results = question.aggregates.map((_, index) => {
      const parts = answers.flatMap(({ results: one }) => one[index] ?? []);
      return parts.reduce(mergeResults);
    });
    return { counts, results };
  }

  /**
   * What of `base` is in each of some steps by itself (`alone`) and what they leave or find so far (`remaining`), in the order of
   * {@link StepExpressions}. A thread answers it at one go: the masks of the steps are those of the question that was asked before.
   * @throws IndexError `cancelled` once `signal` is aborted, and what reading may throw
   */
  async countSteps(
    base: MaskExpression,
    group: StepExpressions,
    signal?: AbortSignal,
  ): Promise<readonly { readonly alone: number; readonly remaining: number }[]> {
    const answers = await this.#askAll({ kind: 'steps', base, group }, signal);
    const sum = (place: number): number => answers.reduce((total, { counts }) => total + (counts[place] ?? 0), 0);
    return Array.from({ length: sizeOf(group) }, (_, step) => ({ alone: sum(2 * step), remaining: sum(2 * step + 1) }));
  }

  /** Sizes of all pairwise intersections. */
  async overlap(groups: readonly MaskExpression[], signal?: AbortSignal): Promise<number[][]> {
    const answers = await this.#askAll({ kind: 'overlaps', groups }, signal);
    return groups.map((_, i) => groups.map((__, j) => answers.reduce((sum, { matrix }) => sum + (matrix[i]?.[j] ?? 0), 0)));
  }

  /**
   * Up to `limit` places of each shard after a label, in the order of labels.
   * @throws IndexError `cancelled` once `signal` is aborted, and what reading may throw
   */
  async page(
    group: MaskExpression,
    afterLabel: string | null,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly ShardPage[]> {
    const answers = await this.#askAll({ kind: 'page', group, afterLabel, limit }, signal);
    return answers.flatMap(({ pages }) => pages);
  }

  /**
   * All places of a group as a mask of each shard, in the order of shards.
   * @throws IndexError `cancelled` once `signal` is aborted, and what reading may throw
   */
  async masks(group: MaskExpression, signal?: AbortSignal): Promise<readonly ShardMask[]> {
    const answers = await this.#askAll({ kind: 'masks', group }, signal);
    return answers.flatMap(({ masks }) => masks).sort((a, b) => a.shard - b.shard);
  }

  /** Values of places, column by column. */
  async gather(
    places: readonly Place[],
    columns: readonly { readonly column: string; readonly asTexts: boolean }[],
  ): Promise<readonly GatheredValues[]> {
    const byShard = groupEntries(places);
    const gathered: (bigint | string | null)[][] = columns.map(() => places.map(() => null));
    await Promise.all(
      [...byShard].map(async ([shard, entries]) => {
        const worker = this.#workers[this.#workerOfShard[shard] ?? 0];
        const positions = entries.map(([, place]) => place.position);
        const answer = await worker?.ask(this.#newId(), { kind: 'gather', shard, positions, columns });
        answer?.columns.forEach((values, column) => {
          entries.forEach(([index], at) => {
            const target = gathered[column];
            if (target !== undefined) target[index] = values[at] ?? null;
          });
        });
      }),
    );
    return gathered;
  }

  /** Which texts a column with a dictionary of its own has; `table` names a table of rows. */
  async findTexts(column: string, table: string | null, texts: readonly string[]): Promise<ReadonlySet<string>> {
    const answers = await this.#askAll({ kind: 'knownTexts', column, table, texts });
    return new Set(answers.flatMap(({ known }) => known));
  }

  /** Which labels some place has. */
  async findLabels(labels: readonly string[]): Promise<ReadonlySet<string>> {
    const answers = await this.#askAll({ kind: 'knownLabels', labels });
    return new Set(answers.flatMap(({ known }) => known));
  }

  /**
   * Values at ranks among the values that are there, by descents through slices. For columns in slices.
   * @throws IndexError `cancelled` once `signal` is aborted, and what reading may throw
   */
  quantiles(requests: readonly QuantileRequest[], signal?: AbortSignal): Promise<readonly (readonly bigint[])[]> {
    return findQuantiles(requests, this.columns, (request) => this.#askAll(request), signal);
  }

  /** Writes, into a new volume of every shard, the ranges of columns between their cuts. The manifest must name it afterwards. */
  async writeRanges(
    volumeOf: (shard: number) => string,
    columns: readonly { readonly column: string; readonly cuts: readonly bigint[] }[],
  ): Promise<void> {
    await Promise.all(
      this.#workers.map((worker, number) => {
        const volumes = this.shardPlaces.flatMap((_, shard) =>
          this.#workerOfShard[shard] === number ? [{ shard, volume: volumeOf(shard) }] : [],
        );
        return worker.ask(this.#newId(), { kind: 'writeRanges', volumes, columns });
      }),
    );
  }

  /** Bytes that columns and masks take now, and bytes of all memories. */
  async measureMemory(): Promise<{ readonly usedBytes: number; readonly reservedBytes: number }> {
    const answers = await this.#askAll({ kind: 'status' });
    return {
      usedBytes: answers.reduce((sum, one) => sum + one.usedBytes, 0),
      reservedBytes: answers.reduce((sum, one) => sum + one.reservedBytes, 0),
    };
  }

  /** Ends the threads; whatever is being answered fails with `worker-died`. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** For tests: kills one thread, as a crash would. */
  async unsafeKillWorker(number: number): Promise<void> {
    await this.#workers[number]?.kill();
  }

  async #askAll<K extends WorkerRequest['kind']>(
    request: Extract<WorkerRequest, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<WorkerAnswers[K][]> {
    const id = this.#newId();
    const cancel = (): void => {
      Atomics.store(this.#cancelled, id % CANCEL_SLOTS, id);
    };
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await Promise.all(this.#workers.map((worker) => worker.ask(id, request)));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #newId(): number {
    this.#nextId = this.#nextId >= 2 ** 30 ? 1 : this.#nextId + 1;
    return this.#nextId;
  }
}

function sizeOf({ parts }: StepExpressions): number {
  return parts.reduce((sum, { inner }) => sum + 1 + (inner === null ? 0 : sizeOf(inner)), 0);
}

function groupEntries(places: readonly Place[]): Map<number, [number, Place][]> {
  const groups = new Map<number, [number, Place][]>();
  for (const entry of places.entries()) {
    const group = groups.get(entry[1].shard);
    if (group === undefined) groups.set(entry[1].shard, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** Most codes of a column whose values are counted one by one. */
const MOST_SMALL_CODES = 1n << 20n;

function summariseColumns(dir: string, { shards }: IndexManifest): ReadonlyMap<string, ColumnSummary> {
  const summaries = new Map<string, ColumnSummary>();
  const prefix = segmentNames.column('');
  for (const { volumes } of shards) {
    const segments = volumes.flatMap(
      // The text was checked to be what VolumeWriter wrote.
      (volume) => readCheckedText(join(dir, `${volume}.json`)) as readonly Segment[],
    );
    const ranges = new Set(segments.map(({ name }) => name));
    for (const { name, shape, facts } of segments) {
      if (facts === null || !name.startsWith(prefix)) continue;
      const column = name.slice(prefix.length);
      const before = summaries.get(column);
      if (before !== undefined && (before.base !== facts.base || before.scale !== facts.scale)) {
        throw new IndexError('format', `The shards of "${column}" have different bases or scales: write them with the same.`);
      }
      const slices = shape.kind === 'slices' ? shape.bits : 0;
      const isSmall =
        facts.mostCode < MOST_SMALL_CODES &&
        (shape.kind === 'slices' ? shape.bits <= 5 : shape.kind === 'codes' && shape.width <= 4);
      summaries.set(column, {
        base: facts.base,
        scale: facts.scale,
        isSmall: isSmall && (before?.isSmall ?? true),
        hasStoredRanges: ranges.has(segmentNames.ranges(column)),
        slices: slices === 0 || before?.slices === 0 ? 0 : Math.max(before?.slices ?? 0, slices),
      });
    }
  }
  return summaries;
}

import { type AggregateResult, mergeResults } from '../expression/aggregate.ts';
import type { MaskExpression } from '../expression/expression.ts';
import { VolumeWriter } from '../format/volume-writer.ts';
import { IndexError } from '../index-error.ts';
import { openColumnTexts } from '../shard/column-texts.ts';
import { countSteps } from '../shard/count-steps.ts';
import { Descent } from '../shard/descent.ts';
import { gatherValues } from '../shard/gather-values.ts';
import { Shard } from '../shard/shard.ts';
import { segmentNames } from '../shard/shard-tables.ts';
import { sortTexts } from '../shard/sorted-texts.ts';
import { writeStoredRanges } from '../shard/write-ranges.ts';
import type { ShardMask, ShardPage, WorkerAnswers, WorkerRequest, WorkerStart } from './protocol.ts';
import { WholeResults } from './whole-results.ts';

/** Memory that a shard may have at least, whatever the budget. */
const LEAST_SHARD_BYTES = 4 * 1024 * 1024;

/** The shards of one worker, and the answers to what is asked of them: parts that the caller adds up. */
export class ShardSet {
  readonly #dir: string;
  readonly #shards: ReadonlyMap<number, Shard>;
  readonly #descents = new Map<number, Descent[]>();
  readonly #wholes = new WholeResults();
  readonly #checkCancelled: (id: number) => void;

  /** @throws IndexError `damaged`, `format` */
  constructor(start: WorkerStart, checkCancelled: (id: number) => void) {
    this.#dir = start.dir;
    this.#checkCancelled = checkCancelled;
    const budget = Math.max(LEAST_SHARD_BYTES, Math.floor(start.budgetBytes / Math.max(1, start.shards.length)));
    this.#shards = new Map(
      start.shards.map(({ shard, places, volumes }) => [shard, new Shard(start.dir, places, volumes, budget)]),
    );
  }

  /** Uses a moment without questions to have memory ready for the next; false when there is nothing left to do. */
  prepare(): boolean {
    return [...this.#shards.values()].some((shard) => shard.prepare());
  }

  /** @throws IndexError */
  answer<K extends WorkerRequest['kind']>(id: number, request: Extract<WorkerRequest, { kind: K }>): WorkerAnswers[K];
  answer(id: number, request: WorkerRequest): WorkerAnswers[keyof WorkerAnswers] {
    switch (request.kind) {
      case 'ask':
        return this.#ask(id, request);
      case 'steps':
        return { counts: this.#countSteps(id, request) };
      case 'overlaps':
        return { matrix: this.#overlap(id, request.groups) };
      case 'page':
        return { pages: this.#page(id, request) };
      case 'masks':
        return { masks: this.#copyMasks(id, request.group) };
      case 'gather': {
        const shard = this.#shard(request.shard);
        return {
          columns: request.columns.map(({ column, asTexts }) => {
            shard.beginStep();
            return gatherValues(shard, column, request.positions, asTexts);
          }),
        };
      }
      case 'knownTexts':
        return { known: this.#findKnown(id, request) };
      case 'knownLabels':
        return { known: this.#findKnownLabels(id, request.labels) };
      case 'descend':
        return { counts: this.#descend(request) };
      case 'writeRanges':
        for (const { shard, volume } of request.volumes) {
          const writer = new VolumeWriter(this.#dir, volume);
          try {
            writeStoredRanges(this.#shard(shard), writer, request.columns);
          } catch (error) {
            writer.abandon();
            throw error;
          }
          writer.finish();
        }
        return {};
      case 'status': {
        const memories = [...this.#shards.values()].map(({ memory }) => memory);
        return {
          usedBytes: memories.reduce((sum, memory) => sum + memory.usedBytes, 0),
          reservedBytes: memories.reduce((sum, memory) => sum + memory.reservedBytes, 0),
        };
      }
      case 'close':
        for (const shard of this.#shards.values()) shard.close();
        return {};
    }
  }

  #shard(number: number): Shard {
    const shard = this.#shards.get(number);
    if (shard === undefined) throw new IndexError('closed', `Shard ${number} is not kept by this worker.`);
    return shard;
  }

  #ask(id: number, { groups, aggregates }: Extract<WorkerRequest, { kind: 'ask' }>): WorkerAnswers['ask'] {
    const counts = groups.map(() => 0);
    const results: AggregateResult[] = [];
    this.#wholes.beginQuestion();
    for (const [number, shard] of this.#shards) {
      for (const [index, group] of groups.entries()) {
        this.#checkCancelled(id);
        shard.beginStep();
        counts[index] = (counts[index] ?? 0) + shard.kernels.maskCount(shard.evaluate(group), shard.maskBytes);
      }
      for (const [index, { group, aggregate, within }] of aggregates.entries()) {
        this.#checkCancelled(id);
        const expression = groups[group] ?? { kind: 'nothing' };
        const part = this.#wholes.aggregate(shard, number, expression, within ?? null, aggregate);
        const before = results[index];
        results[index] = before === undefined ? part : mergeResults(before, part);
      }
    }
    return { counts, results };
  }

  #countSteps(id: number, { base, group }: Extract<WorkerRequest, { kind: 'steps' }>): number[] {
    const counts: number[] = [];
    for (const shard of this.#shards.values()) {
      shard.beginStep();
      for (const [place, count] of countSteps(shard, base, group, () => this.#checkCancelled(id)).entries()) {
        counts[place] = (counts[place] ?? 0) + count;
      }
    }
    return counts;
  }

  #overlap(id: number, groups: readonly MaskExpression[]): number[][] {
    const matrix = groups.map(() => groups.map(() => 0));
    for (const shard of this.#shards.values()) {
      this.#checkCancelled(id);
      shard.beginStep();
      const masks = groups.map((group) => shard.evaluate(group));
      masks.forEach((a, i) => {
        const row = matrix[i] ?? [];
        for (let j = i; j < masks.length; j += 1) {
          row[j] = (row[j] ?? 0) + shard.kernels.maskCountAnd(a, masks[j] ?? a, shard.maskBytes);
        }
      });
    }
    matrix.forEach((row, i) => {
      for (let j = 0; j < i; j += 1) row[j] = matrix[j]?.[i] ?? 0;
    });
    return matrix;
  }

  #page(id: number, request: Extract<WorkerRequest, { kind: 'page' }>): ShardPage[] {
    const pages: ShardPage[] = [];
    for (const [number, shard] of this.#shards) {
      this.#checkCancelled(id);
      shard.beginStep();
      const mask = shard.evaluate(request.group);
      // One more than asked tells whether any follow.
      const out = shard.temporary(4 * (request.limit + 1));
      const labels = shard.labels();
      let from = 0;
      if (request.afterLabel !== null) {
        from = labels.lowerBound(Buffer.from(request.afterLabel, 'utf8'));
        if (from < labels.length && labels.read(from) === request.afterLabel) from += 1;
      }
      const found = shard.kernels.maskPositions(mask, shard.places, from, request.limit + 1, out);
      const positions = [...new Uint32Array(shard.memory.buffer, out, Math.min(found, request.limit))];
      pages.push({
        shard: number,
        labels: positions.map((position) => labels.read(position)),
        positions,
        more: found > request.limit,
      });
    }
    return pages;
  }

  #copyMasks(id: number, group: MaskExpression): ShardMask[] {
    const masks: ShardMask[] = [];
    for (const [number, shard] of this.#shards) {
      this.#checkCancelled(id);
      shard.beginStep();
      const mask = shard.evaluate(group);
      const bytes = Math.ceil(shard.places / 8);
      masks.push({ shard: number, bytes: new Uint8Array(shard.memory.buffer, mask, bytes).slice() });
    }
    return masks;
  }

  #findKnown(id: number, request: Extract<WorkerRequest, { kind: 'knownTexts' }>): string[] {
    const known = new Set<string>();
    const wanted = sortTexts(request.texts);
    const { column, table } = request;
    const name = table === null ? segmentNames.column(column) : segmentNames.rowColumn(table, column);
    for (const shard of this.#shards.values()) {
      this.#checkCancelled(id);
      shard.beginStep();
      openColumnTexts(shard, name).texts.meet(wanted, (_, there) => known.add(wanted.read(there)));
    }
    return [...known];
  }

  #findKnownLabels(id: number, wanted: readonly string[]): string[] {
    const known: string[] = [];
    const sorted = sortTexts(wanted);
    for (const shard of this.#shards.values()) {
      this.#checkCancelled(id);
      shard.beginStep();
      shard.labels().meet(sorted, (_, there) => known.push(sorted.read(there)));
    }
    return known;
  }

  /** Counts of `starts` (places with a value), then of `steps`. */
  #descend(request: Extract<WorkerRequest, { kind: 'descend' }>): number[] {
    const counts: number[] = [];
    for (const token of request.releases) {
      for (const descent of this.#descents.get(token) ?? []) descent.release();
      this.#descents.delete(token);
    }
    for (const { token, group, column } of request.starts) {
      const descents: Descent[] = [];
      // Known before it is whole: what fails half-way is released, too.
      this.#descents.set(token, descents);
      for (const shard of this.#shards.values()) {
        shard.beginStep();
        descents.push(Descent.start(shard, column, shard.evaluate(group)));
      }
      counts.push(descents.reduce((sum, descent) => sum + descent.step({ slice: -1, want: 0, next: -1 }), 0));
    }
    for (const { token, from } of request.forks) {
      const forked: Descent[] = [];
      this.#descents.set(token, forked);
      for (const shard of this.#shards.values()) shard.beginStep();
      for (const descent of this.#findDescents(from)) forked.push(descent.fork());
    }
    for (const { token, step } of request.steps) {
      const descents = this.#findDescents(token);
      for (const shard of this.#shards.values()) shard.beginStep();
      counts.push(descents.reduce((sum, descent) => sum + descent.step(step), 0));
    }
    return counts;
  }

  #findDescents(token: number): readonly Descent[] {
    const descents = this.#descents.get(token);
    if (descents !== undefined) return descents;
    throw new IndexError('worker-died', 'A worker of the index died between two steps of a question. Ask again.');
  }
}

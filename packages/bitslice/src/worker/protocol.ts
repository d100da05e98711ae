import type { Aggregate, AggregateResult } from '../expression/aggregate.ts';
import type { MaskExpression } from '../expression/expression.ts';
import type { StepExpressions } from '../expression/step-expressions.ts';
import type { IndexErrorCode } from '../index-error.ts';
import type { DescentStep } from '../shard/descent.ts';
import type { GatheredValues } from '../shard/gather-values.ts';

/** How a worker is started. */
export interface WorkerStart {
  readonly dir: string;
  readonly shards: readonly WorkerShard[];
  /** Bytes for all shards of this worker. */
  readonly budgetBytes: number;
  /** Int32: slot id % length holds the id of a request that nobody waits for. */
  readonly cancelled: SharedArrayBuffer;
}

/** What its thread is started with. */
export interface ThreadStart extends WorkerStart {
  readonly kernels: WebAssembly.Module;
}

/** A shard that a worker keeps. */
interface WorkerShard {
  readonly shard: number;
  readonly places: number;
  readonly volumes: readonly string[];
}

/** An aggregate over the group of a number. `within`: a set that holds the group; it lets a large group be counted by what it leaves out. */
export interface GroupAggregate {
  readonly group: number;
  readonly aggregate: Aggregate;
  readonly within?: MaskExpression;
}

/** What a worker is asked; every answer carries the id. */
export type WorkerRequest =
  | {
      readonly kind: 'ask';
      readonly groups: readonly MaskExpression[];
      readonly aggregates: readonly GroupAggregate[];
    }
  | { readonly kind: 'steps'; readonly base: MaskExpression; readonly group: StepExpressions }
  | { readonly kind: 'overlaps'; readonly groups: readonly MaskExpression[] }
  | {
      readonly kind: 'page';
      readonly group: MaskExpression;
      readonly afterLabel: string | null;
      /** Most places of each shard. */
      readonly limit: number;
    }
  | { readonly kind: 'masks'; readonly group: MaskExpression }
  | {
      readonly kind: 'gather';
      readonly shard: number;
      readonly positions: readonly number[];
      readonly columns: readonly { readonly column: string; readonly asTexts: boolean }[];
    }
  | { readonly kind: 'knownTexts'; readonly column: string; readonly table: string | null; readonly texts: readonly string[] }
  | { readonly kind: 'knownLabels'; readonly labels: readonly string[] }
  | DescendRequest
  | {
      readonly kind: 'writeRanges';
      /** Volume to write, a name for each shard. */
      readonly volumes: readonly { readonly shard: number; readonly volume: string }[];
      readonly columns: readonly { readonly column: string; readonly cuts: readonly bigint[] }[];
    }
  | { readonly kind: 'status' }
  | { readonly kind: 'close' };

/** One round of descents to quantiles, in the order of its parts; each descent is called by a token. */
export interface DescendRequest {
  readonly kind: 'descend';
  readonly releases: readonly number[];
  readonly starts: readonly { readonly token: number; readonly group: MaskExpression; readonly column: string }[];
  /** New descents that begin with what others have left. */
  readonly forks: readonly { readonly token: number; readonly from: number }[];
  readonly steps: readonly { readonly token: number; readonly step: DescentStep }[];
}

/** A page of one shard: labels ascending, and whether places of the group follow. */
export interface ShardPage {
  readonly shard: number;
  readonly labels: readonly string[];
  readonly positions: readonly number[];
  readonly more: boolean;
}

/** The places of a group in one shard: a bit each, lowest bit of the lowest byte first, in as many bytes as places take. */
export interface ShardMask {
  readonly shard: number;
  /** A copy: the caller's own. */
  readonly bytes: Uint8Array;
}

/** Answers by the request's kind. */
export interface WorkerAnswers {
  ask: { readonly counts: readonly number[]; readonly results: readonly AggregateResult[] };
  /** In it and left, for each step, one after the other. */
  steps: { readonly counts: readonly number[] };
  overlaps: { readonly matrix: readonly (readonly number[])[] };
  page: { readonly pages: readonly ShardPage[] };
  masks: { readonly masks: readonly ShardMask[] };
  gather: { readonly columns: readonly GatheredValues[] };
  knownTexts: { readonly known: readonly string[] };
  knownLabels: { readonly known: readonly string[] };
  descend: { readonly counts: readonly number[] };
  writeRanges: Record<string, never>;
  status: { readonly usedBytes: number; readonly reservedBytes: number };
  close: Record<string, never>;
}

/** What a worker says. */
export type WorkerMessage =
  | { readonly id: number; readonly ok: true; readonly answer: WorkerAnswers[keyof WorkerAnswers] }
  | { readonly id: number; readonly ok: false; readonly code: IndexErrorCode | null; readonly message: string };

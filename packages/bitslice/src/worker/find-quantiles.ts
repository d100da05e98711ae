import type { ColumnSummary } from '../bit-index.ts';
import type { MaskExpression } from '../expression/expression.ts';
import { IndexError } from '../index-error.ts';
import type { DescentStep } from '../shard/descent.ts';
import type { WorkerAnswers, WorkerRequest } from './protocol.ts';

/** Values of a column at ranks (from 0) among the places of a group that have one. */
export interface QuantileRequest {
  readonly group: MaskExpression;
  readonly column: string;
  /** From the number of places with a value to ranks; none: no value is sought. */
  readonly ranks: (present: number) => readonly number[];
}

interface Path {
  readonly request: number;
  readonly token: number;
  rank: number;
  code: bigint;
  /** The slice that was counted last. */
  slice: number;
}

type AskAll = (request: Extract<WorkerRequest, { kind: 'descend' }>) => Promise<readonly WorkerAnswers['descend'][]>;

let lastToken = 0;

function newToken(): number {
  lastToken += 1;
  return lastToken;
}

/**
 * Descends through the slices of all columns at once, the highest first: at each slice the places left are counted on either
 * side, and the side that holds the rank is kept (O'Neil and Quass 1997, n-tile). One round of messages a slice, between
 * which it ends once `signal` is aborted.
 * @throws IndexError `cancelled`, `too-large`
 */
export async function findQuantiles(
  requests: readonly QuantileRequest[],
  columns: ReadonlyMap<string, ColumnSummary>,
  askAll: AskAll,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly bigint[])[]> {
  const paths: Path[] = [];
  const tokens: number[] = [];
  const descend = async (
    starts: readonly { readonly token: number; readonly group: MaskExpression; readonly column: string }[],
    steps: readonly { readonly token: number; readonly step: DescentStep }[],
    releases: readonly number[],
  ): Promise<number[]> => {
    const answers = await askAll({ kind: 'descend', starts, steps, releases });
    return Array.from({ length: starts.length + steps.length }, (_, index) =>
      answers.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0),
    );
  };
  const slicesOf = (request: number): number => {
    const column = requests[request]?.column ?? '';
    const slices = columns.get(column)?.slices ?? 0;
    if (slices === 0) throw new IndexError('too-large', `"${column}" is not kept in slices: ask for its histogram.`);
    return slices;
  };
  try {
    // One descent tells how many values there are; each further rank of a column needs one of its own.
    const first = requests.map(({ group, column }) => ({ token: newToken(), group, column }));
    tokens.push(...first.map(({ token }) => token));
    const present = await descend(first, [], []);
    const more: typeof first = [];
    for (const [index, { group, column, ranks }] of requests.entries()) {
      for (const [position, rank] of ranks(present[index] ?? 0).entries()) {
        const token = position === 0 ? (first[index]?.token ?? 0) : newToken();
        if (position > 0) more.push({ token, group, column });
        paths.push({ request: index, token, rank, code: 0n, slice: slicesOf(index) });
      }
    }
    tokens.push(...more.map(({ token }) => token));
    if (more.length > 0) await descend(more, [], []);
    await followPaths(paths, (steps) => {
      if (signal?.aborted === true) throw new IndexError('cancelled', 'The question was withdrawn.');
      return descend([], steps, []);
    });
  } finally {
    await descend([], [], tokens);
  }
  return requests.map(({ column }, index) => {
    const { base = 0n, scale = 1n } = columns.get(column) ?? {};
    return paths.filter((path) => path.request === index).map(({ code }) => base + scale * (code - 1n));
  });
}

async function followPaths(
  paths: readonly Path[],
  count: (steps: readonly { readonly token: number; readonly step: DescentStep }[]) => Promise<number[]>,
): Promise<void> {
  const pending = new Map<number, { left: number; want: 0 | 1; slice: number }>();
  // How many places each path still has, found by the first step.
  for (const path of paths) pending.set(path.token, { left: -1, want: 0, slice: -1 });
  let active = [...paths];
  let counts = await count(active.map(({ token }) => ({ token, step: { slice: -1, want: 0, next: -1 } })));
  active.forEach((path, index) => {
    const state = pending.get(path.token);
    if (state !== undefined) state.left = counts[index] ?? 0;
  });
  while (active.length > 0) {
    counts = await count(
      active.map((path) => {
        const { slice = -1, want = 0 } = pending.get(path.token) ?? {};
        return { token: path.token, step: { slice, want, next: path.slice - 1 } };
      }),
    );
    active.forEach((path, index) => {
      const ones = counts[index] ?? 0;
      const state = pending.get(path.token);
      if (state === undefined) return;
      path.slice -= 1;
      const zeros = state.left - ones;
      const isHigh = path.rank >= zeros;
      if (isHigh) {
        path.rank -= zeros;
        path.code |= 1n << BigInt(path.slice);
      }
      state.left = isHigh ? ones : zeros;
      state.want = isHigh ? 1 : 0;
      state.slice = path.slice;
    });
    active = active.filter(({ slice }) => slice > 0);
  }
}

import type { ColumnSummary } from '../bit-index.ts';
import type { MaskExpression } from '../expression/expression.ts';
import { IndexError } from '../index-error.ts';
import type { DescendRequest, WorkerAnswers } from './protocol.ts';

/** Values of a column at ranks (from 0) among the places of a group that have one. */
export interface QuantileRequest {
  readonly group: MaskExpression;
  readonly column: string;
  /** From the number of places with a value to ranks; none: no value is sought. */
  readonly ranks: (present: number) => readonly number[];
}

/** A rank that is sought: where its value goes, and its place among the candidates of its descent. */
interface Sought {
  readonly position: number;
  readonly rank: number;
}

/** Candidates that agree in all slices above `slice`, and the ranks that lie among them. */
interface Descending {
  readonly request: number;
  readonly token: number;
  /** How many candidates there are. */
  readonly size: number;
  /** The code so far. */
  readonly code: bigint;
  /** The slice that was decided last. */
  readonly slice: number;
  /** What that slice must be among the candidates; null before the first: all of the group. */
  readonly kept: 0 | 1 | null;
  readonly sought: readonly Sought[];
}

type AskAll = (request: DescendRequest) => Promise<readonly WorkerAnswers['descend'][]>;

let lastToken = 0;

function newToken(): number {
  lastToken += 1;
  return lastToken;
}

/**
 * Descends through the slices of all columns at once, the highest first: at each slice the candidates are counted on either
 * side, and the sides that hold a rank are kept (O'Neil and Quass 1997, n-tile). Ranks go together as long as they lie on one
 * side, so that the values which many places have in common are sought once. One round of messages a slice, between which it
 * ends once `signal` is aborted.
 * @throws IndexError `cancelled`, `too-large`
 */
export async function findQuantiles(
  requests: readonly QuantileRequest[],
  columns: ReadonlyMap<string, ColumnSummary>,
  askAll: AskAll,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly bigint[])[]> {
  const codes: bigint[][] = requests.map(() => []);
  const tokens: number[] = [];
  const descend = async (parts: Partial<DescendRequest>): Promise<number[]> => {
    const answers = await askAll({ kind: 'descend', starts: [], forks: [], steps: [], releases: [], ...parts });
    const places = (parts.starts?.length ?? 0) + (parts.steps?.length ?? 0);
    return Array.from({ length: places }, (_, place) => answers.reduce((sum, { counts }) => sum + (counts[place] ?? 0), 0));
  };
  const keepToken = (): number => {
    const token = newToken();
    tokens.push(token);
    return token;
  };
  try {
    const starts = requests.map(({ group, column }) => ({ token: keepToken(), group, column }));
    const sizes = await descend({ starts });
    let descending = requests.flatMap(({ column, ranks }, request): readonly Descending[] => {
      const [size = 0, token = 0] = [sizes[request], starts[request]?.token];
      const sought = ranks(size).map((rank, position) => ({ position, rank }));
      if (sought.length === 0) return [];
      return [{ request, token, size, code: 0n, slice: countSlices(columns, column), kept: null, sought }];
    });
    let forks: DescendRequest['forks'] = [];
    while (descending.length > 0) {
      if (signal?.aborted === true) throw new IndexError('cancelled', 'The question was withdrawn.');
      const steps = descending.map(({ token, slice, kept }) => ({
        token,
        step: { slice: kept === null ? -1 : slice, want: kept ?? 0, next: slice - 1 },
      }));
      const ones = await descend({ forks, steps });
      const parted = descending.map((one, place) => part(one, ones[place] ?? 0, keepToken));
      forks = parted.flatMap(({ fork }) => fork ?? []);
      descending = [];
      for (const side of parted.flatMap(({ sides }) => sides)) {
        if (side.slice > 0) descending.push(side);
        else for (const { position } of side.sought) (codes[side.request] ?? [])[position] = side.code;
      }
    }
  } finally {
    await descend({ releases: tokens });
  }
  return requests.map(({ column }, request) => {
    const { base = 0n, scale = 1n } = columns.get(column) ?? {};
    return (codes[request] ?? []).map((code) => base + scale * (code - 1n));
  });
}

interface Parted {
  readonly sides: readonly Descending[];
  /** Candidates to copy before they are narrowed: ranks lie on both sides. */
  readonly fork: DescendRequest['forks'][number] | null;
}

/** The sides of the next slice that ranks lie on; `ones` of the candidates have it set. */
function part(one: Descending, ones: number, newOne: () => number): Parted {
  const zeros = one.size - ones;
  const slice = one.slice - 1;
  const low = one.sought.filter(({ rank }) => rank < zeros);
  const high = one.sought.filter(({ rank }) => rank >= zeros).map(({ position, rank }) => ({ position, rank: rank - zeros }));
  const sides: Descending[] = [];
  if (low.length > 0) sides.push({ ...one, size: zeros, slice, kept: 0, sought: low });
  if (high.length === 0) return { sides, fork: null };
  const isForked = low.length > 0 && slice > 0;
  const token = isForked ? newOne() : one.token;
  sides.push({ ...one, token, size: ones, code: one.code | (1n << BigInt(slice)), slice, kept: 1, sought: high });
  return { sides, fork: isForked ? { token, from: one.token } : null };
}

function countSlices(columns: ReadonlyMap<string, ColumnSummary>, column: string): number {
  const slices = columns.get(column)?.slices ?? 0;
  if (slices === 0) throw new IndexError('too-large', `"${column}" is not kept in slices: ask for its histogram.`);
  return slices;
}

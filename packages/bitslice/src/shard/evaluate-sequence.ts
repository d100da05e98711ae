import type { MaskExpression, SequenceGap } from '../expression/expression.ts';
import { CustomerRows } from './customer-rows.ts';
import { type CodeReader, codeAt, readCodes } from './read-codes.ts';
import { openRowColumn, openRowTable, type RowTable, selectRows } from './row-table.ts';
import type { OpenColumn, Shard } from './shard.ts';
import { ROW_COLUMNS, segmentNames } from './shard-tables.ts';

interface Step {
  readonly table: RowTable;
  readonly rowMask: number;
  readonly at: OpenColumn;
  /** Null where each row is an occasion of its own. */
  readonly occasion: OpenColumn | null;
}

/** Rows of one place for one step, with their instants and occasions. */
interface StepRows {
  readonly rows: number[];
  readonly atMs: number[];
}

/**
 * Sets in `out` (zeros) the places that have rows r1, r2 …, one a step, each at a later instant than the one before, of another
 * occasion where it is of the same table, and within the gap. Any choice that fits counts.
 */
export function evaluateSequence(shard: Shard, expression: Extract<MaskExpression, { kind: 'sequence' }>, out: number): void {
  const steps = expression.steps.map(({ table: name, where }): Step => {
    const table = openRowTable(shard, name);
    const occasionName = segmentNames.rowColumn(name, ROW_COLUMNS.occasion);
    return {
      table,
      rowMask: table.rows === 0 ? 0 : selectRows(shard, table, where),
      at: openRowColumn(shard, table, ROW_COLUMNS.at),
      occasion: shard.cache.find(occasionName) === null ? null : openRowColumn(shard, table, ROW_COLUMNS.occasion),
    };
  });
  if (steps.some(({ table }) => table.rows === 0)) return;
  const { buffer } = shard.memory;
  const opened = steps.map((step) => ({
    name: step.table.name,
    finder: new HolderFinder(new CustomerRows(shard, step.table, step.rowMask)),
    times: readTimes(buffer, step.at),
    occasions: step.occasion === null ? null : readCodes(buffer, step.occasion),
  }));
  const view = shard.memory.bytes;
  const [first] = opened;
  if (first === undefined) return;
  const { who } = first.finder.rows;
  const deadlineOf = expression.gap === null ? null : new Deadlines(expression.gap);
  for (let holder = 0; holder < who.length; holder += 1) {
    const place = who[holder] ?? 0;
    let ends: StepRows = { rows: [], atMs: [] };
    for (const [index, step] of opened.entries()) {
      const rows = step.finder.find(place);
      const found: StepRows = { rows: [...rows], atMs: Array.from(rows, step.times) };
      const before = opened[index - 1];
      ends = before === undefined ? found : keepFollowing(ends, found, before.name === step.name, step.occasions, deadlineOf);
      if (ends.rows.length === 0) break;
    }
    if (ends.rows.length > 0) view[out + (place >> 3)] = (view[out + (place >> 3)] ?? 0) | (1 << (place & 7));
  }
}

/** Rows of `later` that may follow some row of `earlier`. */
function keepFollowing(
  earlier: StepRows,
  later: StepRows,
  isSameTable: boolean,
  occasions: CodeReader | null,
  deadlines: Deadlines | null,
): StepRows {
  const kept: StepRows = { rows: [], atMs: [] };
  const limits = deadlines === null ? null : earlier.atMs.map((atMs) => deadlines.of(atMs));
  later.rows.forEach((row, index) => {
    const atMs = later.atMs[index] ?? Number.NaN;
    const fits = earlier.rows.some((one, position) => {
      if (atMs <= (earlier.atMs[position] ?? Number.NaN)) return false;
      if (limits !== null && atMs > (limits[position] ?? Number.NaN)) return false;
      if (!isSameTable) return true;
      return occasions === null ? one !== row : codeAt(occasions, one) !== codeAt(occasions, row);
    });
    if (!fits) return;
    kept.rows.push(row);
    kept.atMs.push(atMs);
  });
  return kept;
}

/** Finds rows by place: places are asked for in ascending order. */
class HolderFinder {
  readonly rows: CustomerRows;
  #holder = 0;

  constructor(rows: CustomerRows) {
    this.rows = rows;
  }

  find(place: number): Uint32Array {
    const { who } = this.rows;
    while (this.#holder < who.length && (who[this.#holder] ?? 0) < place) this.#holder += 1;
    if (who[this.#holder] !== place) return NO_ROWS;
    const count = this.rows.find(this.#holder);
    return this.rows.found.subarray(0, count);
  }
}

const NO_ROWS = new Uint32Array(0);

function readTimes(buffer: ArrayBuffer, column: OpenColumn): (row: number) => number {
  const reader = readCodes(buffer, column);
  const scale = Number(column.facts.scale);
  const shift = Number(column.facts.base) - scale;
  return (row) => shift + scale * Number(codeAt(reader, row));
}

class Deadlines {
  readonly #starts: Float64Array;
  readonly #deltas: Float64Array;

  constructor({ startsMs, deltasMs }: SequenceGap) {
    this.#starts = Float64Array.from(startsMs);
    this.#deltas = Float64Array.from(deltasMs);
  }

  of(atMs: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? Number.POSITIVE_INFINITY) <= atMs) low = middle;
      else high = middle - 1;
    }
    return atMs + (this.#deltas[low] ?? 0);
  }
}

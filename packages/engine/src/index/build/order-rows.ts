/** Rows of one event of one shard as the file has them: by month, customer, instant, `_row`. Customers count from 0. */
export interface RowsOfShard {
  readonly rows: number;
  readonly customer: Uint32Array;
  readonly atMs: Float64Array;
  readonly localMs: Float64Array;
  /** Null where nothing orders rows of one instant. */
  readonly row: Float64Array | null;
  /** Null where the event has no occasions. */
  readonly occasion: Float64Array | null;
}

/** The same rows by customer, instant and `_row`. */
export interface OrderedRows {
  /** Customers with rows, ascending. */
  readonly who: Uint32Array;
  /** First row of each, and the number of rows at the end. */
  readonly starts: Uint32Array;
  /** Where the file's row i goes. */
  readonly order: Uint32Array;
  readonly atMs: Float64Array;
  readonly localMs: Float64Array;
  readonly occasion: Uint32Array;
  /** Whether occasions never descend within a customer. */
  readonly hasOrderedOccasions: boolean;
}

/** Orders rows by counting: those of one customer keep the file's order, which is time's but where a clock was put back over a month's end. */
export function orderRows(rows: RowsOfShard): OrderedRows {
  const { who, starts, order } = countingOrder(rows);
  const atMs = reorder(rows.atMs, order);
  repairOrder(rows, who, starts, order, atMs);
  const occasion = new Uint32Array(rows.occasion === null ? 0 : rows.rows);
  rows.occasion?.forEach((value, row) => {
    occasion[order[row] ?? 0] = value;
  });
  return {
    who,
    starts,
    order,
    atMs,
    localMs: reorder(rows.localMs, order),
    occasion,
    hasOrderedOccasions: isOrdered(occasion, starts),
  };
}

function countingOrder({ customer, rows }: RowsOfShard): Pick<OrderedRows, 'who' | 'starts' | 'order'> {
  const customers = customer.reduce((most, one) => Math.max(most, one + 1), 0);
  const counts = new Uint32Array(customers + 1);
  for (const one of customer) counts[one] = (counts[one] ?? 0) + 1;
  const who: number[] = [];
  const starts: number[] = [];
  const next = new Uint32Array(customers);
  let first = 0;
  for (let one = 0; one < customers; one += 1) {
    const count = counts[one] ?? 0;
    if (count > 0) {
      who.push(one);
      starts.push(first);
    }
    next[one] = first;
    first += count;
  }
  starts.push(rows);
  const order = new Uint32Array(rows);
  customer.forEach((one, row) => {
    const place = next[one] ?? 0;
    order[row] = place;
    next[one] = place + 1;
  });
  return { who: Uint32Array.from(who), starts: Uint32Array.from(starts), order };
}

/** Sorts anew the customers whose rows are not in time. */
function repairOrder(rows: RowsOfShard, who: Uint32Array, starts: Uint32Array, order: Uint32Array, atMs: Float64Array): void {
  const wrong = new Set<number>();
  for (let holder = 0; holder < who.length; holder += 1) {
    const to = starts[holder + 1] ?? 0;
    for (let row = (starts[holder] ?? 0) + 1; row < to; row += 1) {
      if ((atMs[row] ?? 0) < (atMs[row - 1] ?? 0)) {
        wrong.add(who[holder] ?? 0);
        break;
      }
    }
  }
  if (wrong.size === 0) return;
  const byCustomer = new Map<number, number[]>();
  rows.customer.forEach((customer, row) => {
    if (!wrong.has(customer)) return;
    const list = byCustomer.get(customer);
    if (list === undefined) byCustomer.set(customer, [row]);
    else list.push(row);
  });
  for (const list of byCustomer.values()) {
    const places = list.map((row) => order[row] ?? 0).sort((a, b) => a - b);
    list.sort((a, b) => (rows.atMs[a] ?? 0) - (rows.atMs[b] ?? 0) || (rows.row?.[a] ?? 0) - (rows.row?.[b] ?? 0) || a - b);
    list.forEach((row, index) => {
      const place = places[index] ?? 0;
      order[row] = place;
      atMs[place] = rows.atMs[row] ?? 0;
    });
  }
}

function isOrdered(occasion: Uint32Array, starts: Uint32Array): boolean {
  if (occasion.length === 0) return true;
  for (let holder = 0; holder + 1 < starts.length; holder += 1) {
    const to = starts[holder + 1] ?? 0;
    for (let row = (starts[holder] ?? 0) + 1; row < to; row += 1) {
      if ((occasion[row] ?? 0) < (occasion[row - 1] ?? 0)) return false;
    }
  }
  return true;
}

function reorder(values: Float64Array, order: Uint32Array): Float64Array {
  const ordered = new Float64Array(values.length);
  values.forEach((value, row) => {
    ordered[order[row] ?? 0] = value;
  });
  return ordered;
}

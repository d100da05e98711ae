/** Event rows as a table holds them, in any order. */
export interface UnsortedRows {
  /** Number of the customer, 0 … customers-1. */
  readonly customer: Uint32Array;
  readonly atMs: Float64Array;
  /** Place in the source; null where nothing orders rows of one instant. */
  readonly order: Float64Array | null;
}

/**
 * The order of rows by (customer, instant, place in the source): row i of the result is the table's row `order[i]`, and
 * customer c has rows `starts[c]` to before `starts[c + 1]`.
 */
export function sortEventRows(
  rows: UnsortedRows,
  customers: number,
): { readonly order: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(customers + 1);
  for (const customer of rows.customer) starts[customer + 1] = (starts[customer + 1] ?? 0) + 1;
  for (let customer = 0; customer < customers; customer += 1) {
    starts[customer + 1] = (starts[customer + 1] ?? 0) + (starts[customer] ?? 0);
  }
  const next = starts.slice();
  const order = new Uint32Array(rows.customer.length);
  rows.customer.forEach((customer, row) => {
    const place = next[customer] ?? 0;
    order[place] = row;
    next[customer] = place + 1;
  });
  const compare = (a: number, b: number): number =>
    (rows.atMs[a] ?? 0) - (rows.atMs[b] ?? 0) || (rows.order?.[a] ?? 0) - (rows.order?.[b] ?? 0) || a - b;
  for (let customer = 0; customer < customers; customer += 1) {
    order.subarray(starts[customer], starts[customer + 1]).sort(compare);
  }
  return { order, starts };
}

import { afterAll, describe, expect, test } from 'vitest';
import { loadWorkspace } from '../../src/index.ts';
import { makeWorkspace, readRows } from '../load/make-workspace.ts';

const FIELDS = Array.from({ length: 40 }, (_, index) => `f${index}`);
const CUSTOMERS = 12;
const ROWS = 900;

interface Row {
  readonly customer: string;
  /** Minutes from the first of January; several rows share one. */
  readonly minute: number;
  readonly values: readonly (string | null)[];
}

/** Rows whose fields have from one to three hundred values, some missing: 40 fields need more bits than one number has. */
const rows: Row[] = Array.from({ length: ROWS }, (_, row) => ({
  customer: `c${(row * 7) % CUSTOMERS}`,
  minute: ((row * 37) % 97) * 600,
  values: FIELDS.map((_, field) =>
    (row + field) % 5 === 0 ? null : `값 ${(row * (field + 3)) % (1 + field * 8)}, "${field}"`,
  ),
}));

function toCsv(): string {
  const quote = (text: string | null): string => (text === null ? '' : `"${text.replaceAll('"', '""')}"`);
  const line = (row: Row): string =>
    [row.customer, new Date(Date.UTC(2026, 0, 1) + row.minute * 60_000).toISOString(), ...row.values.map(quote)].join(',');
  return `${['customer', 'at', ...FIELDS].join(',')}\n${rows.map(line).join('\n')}\n`;
}

describe('first and last values of forty fields', () => {
  const workspace = makeWorkspace({
    'silhouette.yaml': `silhouette: 1\ntimeZone: UTC\nsources: { rows: { files: [rows.csv] } }\nevents:\n  e:\n    from: rows\n    customer: customer\n    time: at\n    fields: { ${FIELDS.map((field) => `${field}: { type: category }`).join(', ')} }\ncomputed: { standard: true }\n`,
    'rows.csv': toCsv(),
  });
  afterAll(() => workspace.remove());

  test('are those of the first and last row, by time and place in the file, over all time and thirty days', async () => {
    const { snapshot } = await loadWorkspace(workspace, { nowMs: Date.UTC(2026, 11, 1) });
    const customers = await readRows(snapshot.customers);
    expect(customers).toHaveLength(CUSTOMERS);
    const startMinute = (snapshot.asOfMs - 30 * 86_400_000 - Date.UTC(2026, 0, 1)) / 60_000;
    for (const customer of customers) {
      const own = rows
        .map((row, place) => ({ ...row, place }))
        .filter((row) => row.customer === customer._key)
        .sort((a, b) => a.minute - b.minute || a.place - b.place);
      for (const [window, from] of [
        ['all', 0],
        ['30d', startMinute],
      ] as const) {
        const inside = own.filter((row) => row.minute >= from);
        for (const [index, field] of FIELDS.entries()) {
          const place = `${customer._key} ${field} ${window}`;
          expect(customer[`first_e_${field}_${window}`], place).toBe(inside[0]?.values[index] ?? null);
          expect(customer[`last_e_${field}_${window}`], place).toBe(inside.at(-1)?.values[index] ?? null);
        }
      }
    }
  });
});

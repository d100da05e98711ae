import type { NativeBlock, NativeColumn, NativeRequest } from '../../../src/index/native/native-request.ts';

/** A value as ClickHouse tells it in JSON: integers as text. */
export type Plain = string | null | readonly string[];

/** Every value of every column, read while the blocks live. */
export async function collectColumns(
  requests: readonly NativeRequest[],
  blocks: AsyncIterable<NativeBlock>,
): Promise<Plain[][]> {
  const columns: Plain[][] = requests.map(() => []);
  for await (const block of blocks) {
    for (const [index, column] of block.columns.entries()) {
      const request = requests[index];
      for (let row = 0; row < block.rows; row += 1) {
        columns[index]?.push(request?.kind === 'integers' ? integerAt(column, request.base, row) : textAt(column, row));
      }
    }
  }
  return columns;
}

function integerAt(column: NativeColumn, base: bigint, row: number): Plain {
  if (column.kind !== 'integers') throw new Error(`${column.kind} came for integers.`);
  let code = 0n;
  for (let byte = column.width - 1; byte >= 0; byte -= 1)
    code = code * 256n + BigInt(column.bytes[row * column.width + byte] ?? 0);
  if (column.nulls?.[row] === 1) {
    if (code !== 0n) throw new Error(`A missing value has code ${code}.`);
    return null;
  }
  return String(base + code);
}

function textAt(column: NativeColumn, row: number): Plain {
  if (column.kind === 'integers') throw new Error('Integers came for texts.');
  const valueAt = (index: number): string => {
    const value = column.values[index];
    if (value === undefined) throw new Error(`There is no text ${index}.`);
    return value;
  };
  if (column.kind === 'texts') {
    const code = column.codes[row] ?? 0;
    return code === 0 ? null : valueAt(code - 1);
  }
  const start = row === 0 ? 0 : (column.ends[row - 1] ?? 0);
  return Array.from(column.codes.subarray(start, column.ends[row]), valueAt);
}

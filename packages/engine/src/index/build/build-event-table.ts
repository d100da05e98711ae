import { type ColumnCodes, ROW_COLUMNS, type ShardWriter } from '@silhouette/bitslice';
import type { ChdbSession } from '@silhouette/lake';
import { DAY_MS, type EventType, type Field } from '@silhouette/model';
import type { RecentTable } from '../index-about.ts';
import { dictionaryName } from '../index-names.ts';
import { integerColumn } from '../native/integer-column.ts';
import type { IntegersRequest } from '../native/native-request.ts';
import { readNativeBlocks } from '../native/read-native-blocks.ts';
import { allocateCodes, type ColumnCollector, IntegerCollector, TextCollector, widthFor } from './column-collector.ts';
import type { Dictionaries } from './dictionaries.ts';
import { EventTableWriter } from './event-table-writer.ts';
import { GlobalDictionary } from './global-dictionary.ts';
import { orderRows, type RowsOfShard } from './order-rows.ts';
import { type ColumnTask, readColumns } from './read-columns.ts';

/** One shard's rows of one event. */
export interface EventShard {
  readonly session: ChdbSession;
  readonly event: EventType;
  readonly file: string;
  /** Ordinal of the shard's first customer. */
  readonly firstOrdinal: number;
  /** Tables of its latest rows that are written as well. */
  readonly recent: readonly RecentTable[];
  readonly writer: ShardWriter;
  readonly dictionaries: Dictionaries;
  readonly signal?: AbortSignal | undefined;
}

/** Writes the rows of one event of one shard, ordered by customer, instant and place in the source, and the recent ones once more. */
export async function buildEventTable(shard: EventShard): Promise<void> {
  const { event } = shard;
  const rows = await readRowHeads(shard);
  const sorted = orderRows(rows);
  const tables = new EventTableWriter(shard.writer, event.id, sorted, shard.recent);
  tables.writeColumn(ROW_COLUMNS.at, linearCodes(sorted.atMs, true));
  tables.writeColumn(
    ROW_COLUMNS.day,
    linearCodes(
      sorted.localMs.map((ms) => Math.floor(ms / DAY_MS)),
      false,
    ),
  );
  if (event.hasOccasion) {
    // Numbered from 0 within a customer: hardly ever more than a byte.
    let most = 0;
    for (const occasion of sorted.occasion) if (occasion >= most) most = occasion + 1;
    const width = widthFor(BigInt(most));
    const codes = allocateCodes(width, rows.rows);
    if (codes instanceof BigUint64Array) throw new RangeError('A customer has more than four billion occasions.');
    for (let row = 0; row < rows.rows; row += 1) codes[row] = (sorted.occasion[row] ?? 0) + 1;
    tables.writeColumn(ROW_COLUMNS.occasion, {
      codes,
      width,
      facts: { base: 0n, scale: 1n, mostCode: BigInt(most), hasMissing: false },
    });
  }
  const holders = listHolders(sorted.starts, rows.rows);
  const tasks = event.fields.map((field) => fieldTask(shard, tables, field, sorted.order, holders));
  await readColumns(shard.session, shard.file, rows.rows, tasks, shard.signal);
}

const INSTANT = { base: -8_000_000_000_000n, most: 40_000_000_000_000n } as const;

async function readRowHeads({ session, event, file, firstOrdinal, signal }: EventShard): Promise<RowsOfShard> {
  const requests: IntegersRequest[] = [
    { kind: 'integers', column: '_ordinal', wire: 'UInt32', nullable: false, base: BigInt(firstOrdinal), most: 2n ** 31n - 1n },
    { kind: 'integers', column: '_at_ms', wire: 'Int64', nullable: false, ...INSTANT },
    { kind: 'integers', column: '_local_ms', wire: 'Int64', nullable: false, ...INSTANT },
    ...(event.hasRowOrder
      ? [{ kind: 'integers', column: '_row', wire: 'Int64', nullable: true, base: 0n, most: 2n ** 62n } as const]
      : []),
    ...(event.hasOccasion
      ? [{ kind: 'integers', column: '_occasion', wire: 'UInt32', nullable: false, base: 0n, most: 2n ** 31n - 1n } as const]
      : []),
  ];
  const blocks: { readonly customer: Uint32Array; readonly numbers: readonly Float64Array[] }[] = [];
  let rows = 0;
  for await (const block of readNativeBlocks(session, file, requests, signal)) {
    const numbers = block.columns.map((column, index) => {
      const values = new Float64Array(block.rows);
      if (column.kind !== 'integers') return values;
      const view = new DataView(column.bytes.buffer, column.bytes.byteOffset, column.bytes.byteLength);
      const base = Number(requests[index]?.base ?? 0n);
      for (let row = 0; row < block.rows; row += 1) {
        values[row] = base + (column.width === 8 ? Number(view.getBigUint64(row * 8, true)) : view.getUint32(row * 4, true));
      }
      return values;
    });
    blocks.push({
      customer: Uint32Array.from(numbers[0] ?? [], (ordinal) => ordinal - firstOrdinal),
      numbers: numbers.slice(1),
    });
    rows += block.rows;
  }
  const customer = new Uint32Array(rows);
  const columns = requests.slice(1).map(() => new Float64Array(rows));
  let at = 0;
  for (const block of blocks) {
    customer.set(block.customer, at);
    for (const [index, values] of block.numbers.entries()) columns[index]?.set(values, at);
    at += block.customer.length;
  }
  const [atMs = new Float64Array(0), localMs = new Float64Array(0)] = columns;
  const rest = columns.slice(2);
  return {
    rows,
    customer,
    atMs,
    localMs,
    row: event.hasRowOrder ? (rest.shift() ?? null) : null,
    occasion: event.hasOccasion ? (rest.shift() ?? null) : null,
  };
}

/** Codes of whole numbers by their least one; `withScale`: and their common divisor, so that whole seconds take fewer bytes. */
function linearCodes(values: Float64Array, withScale: boolean): ColumnCodes {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (values.length === 0) [least, most] = [0, 0];
  let scale = withScale ? 0 : 1;
  if (withScale) for (const value of values) if (scale !== 1) scale = greatestDivisor(value - least, scale);
  if (scale === 0) scale = 1;
  const mostCode = (most - least) / scale + 1;
  const width = widthFor(BigInt(mostCode));
  const codes = allocateCodes(width, values.length);
  if (codes instanceof BigUint64Array) {
    values.forEach((value, index) => {
      codes[index] = BigInt((value - least) / scale + 1);
    });
  } else {
    values.forEach((value, index) => {
      codes[index] = (value - least) / scale + 1;
    });
  }
  return {
    codes,
    width,
    facts: {
      base: BigInt(least),
      scale: BigInt(scale),
      mostCode: values.length === 0 ? 0n : BigInt(mostCode),
      hasMissing: false,
    },
  };
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** The holder of each row. */
function listHolders(starts: Uint32Array, rows: number): Uint32Array {
  const holders = new Uint32Array(rows);
  for (let holder = 0; holder + 1 < starts.length; holder += 1) holders.fill(holder, starts[holder], starts[holder + 1]);
  return holders;
}

function fieldTask(
  { event, dictionaries }: EventShard,
  tables: EventTableWriter,
  field: Field,
  order: Uint32Array,
  holders: Uint32Array,
): ColumnTask {
  const rows = order.length;
  const write = (codes: ColumnCodes): void => tables.writeColumn(field.id, codes);
  const name = dictionaryName(event.id, field.id);
  switch (field.type) {
    case 'category': {
      const dictionary = dictionaries.open(name);
      return textTask(
        'texts',
        field.id,
        () => new TextCollector((text) => dictionary.number(text), rows, order),
        (codes) => {
          dictionaries.countHolders(name, codes, holders);
          write(codes);
        },
      );
    }
    case 'text':
    case 'tags': {
      const own = new GlobalDictionary();
      const kind = field.type === 'text' ? 'texts' : 'lists';
      return textTask(
        kind,
        field.id,
        () => new TextCollector((text) => own.number(text), rows, order),
        (codes) => {
          if (field.type === 'tags') dictionaries.countListHolders(name, codes, own.texts(), holders);
          tables.writeTextColumn(field.id, codes, own.texts());
        },
      );
    }
    default: {
      const request = integerColumn(field, field.id);
      return {
        request,
        collector: () => new IntegerCollector(request, rows, order),
        write: (codes) => {
          if (field.type === 'boolean') dictionaries.countBooleanHolders(name, codes, holders);
          write(codes);
        },
      };
    }
  }
}

function textTask(
  kind: 'texts' | 'lists',
  column: string,
  collector: () => ColumnCollector,
  write: (codes: ColumnCodes) => void,
): ColumnTask {
  return { request: { kind, column }, collector, write };
}

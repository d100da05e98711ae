import type { ColumnCodes } from '@silhouette/bitslice';
import type { ChdbSession } from '@silhouette/lake';
import type { NativeRequest } from '../native/native-request.ts';
import { readNativeBlocks } from '../native/read-native-blocks.ts';
import type { ColumnCollector } from './column-collector.ts';

/** A column to read, how it is gathered, and where it goes. */
export interface ColumnTask {
  readonly request: NativeRequest;
  readonly collector: () => ColumnCollector;
  readonly write: (codes: ColumnCodes) => void;
}

/** Columns of one query: more are slower, and each takes a shard's codes of memory. */
const COLUMNS_AT_ONCE = 64;

/**
 * Reads columns of one file and hands each over as codes, in batches. Integers and texts are read side by side: one query
 * alone leaves a core idle.
 * @throws engine-failed when the file has not `rows` rows
 */
export async function readColumns(
  session: ChdbSession,
  file: string,
  rows: number,
  tasks: readonly ColumnTask[],
  signal?: AbortSignal,
): Promise<void> {
  const isText = ({ request }: ColumnTask): boolean => request.kind !== 'integers';
  const work = async (own: readonly ColumnTask[]): Promise<void> => {
    for (let first = 0; first < own.length; first += COLUMNS_AT_ONCE) {
      await readBatch(session, file, rows, own.slice(first, first + COLUMNS_AT_ONCE), signal);
    }
  };
  const ended = await Promise.allSettled([
    work(tasks.filter((task) => !isText(task))),
    work(tasks.filter((task) => isText(task))),
  ]);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

async function readBatch(
  session: ChdbSession,
  file: string,
  rows: number,
  tasks: readonly ColumnTask[],
  signal?: AbortSignal,
): Promise<void> {
  const collectors = tasks.map((task) => task.collector());
  let read = 0;
  for await (const block of readNativeBlocks(
    session,
    file,
    tasks.map((task) => task.request),
    signal,
  )) {
    for (const [index, column] of block.columns.entries()) collectors[index]?.take(column, block.firstRow, block.rows);
    read += block.rows;
  }
  if (read !== rows) throw new RangeError(`${read} rows of ${file} were read, ${rows} expected.`);
  for (const [index, task] of tasks.entries()) {
    const codes = collectors[index]?.finish();
    if (codes !== undefined) task.write(codes);
  }
}

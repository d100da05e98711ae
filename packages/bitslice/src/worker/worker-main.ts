import { parentPort, workerData } from 'node:worker_threads';
import { IndexError } from '../index-error.ts';
import { adoptKernels } from '../kernels/load-kernels.ts';
import type { ThreadStart, WorkerMessage, WorkerRequest } from './protocol.ts';
import { ShardSet } from './shard-set.ts';

// A worker: answers one request after the other for its shards.
// The pool gives exactly this.
const start = workerData as ThreadStart;
adoptKernels(start.kernels);
const port = parentPort;
if (port === null) throw new Error('This file runs in a worker only.');
const cancelled = new Int32Array(start.cancelled);

function checkCancelled(id: number): void {
  if (Atomics.load(cancelled, id % cancelled.length) === id) {
    throw new IndexError('cancelled', 'The question was withdrawn.');
  }
}

const shards = new ShardSet(start, checkCancelled);
/** Nothing was asked for so long: there is time to get ready for the next question. */
const IDLE_MS = 5;
let idle: NodeJS.Timeout | null = null;
/** Counts questions: what gets ready stops at the next one. */
let asked = 0;

function prepareWhenIdle(): void {
  const before = asked;
  // Between two steps, each of a fraction of a millisecond, messages are taken.
  const prepare = (): void => {
    if (asked === before && shards.prepare()) setImmediate(prepare);
  };
  idle = setTimeout(prepare, IDLE_MS);
}

port.on('message', ({ id, request }: { readonly id: number; readonly request: WorkerRequest }) => {
  asked += 1;
  if (idle !== null) clearTimeout(idle);
  let message: WorkerMessage;
  try {
    checkCancelled(id);
    message = { id, ok: true, answer: shards.answer(id, request) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    message = { id, ok: false, code: error instanceof IndexError ? error.code : null, message: error.message };
  }
  port.postMessage(message);
  if (request.kind === 'close') port.close();
  else prepareWhenIdle();
});
port.postMessage({ id: 0, ok: true, answer: {} } satisfies WorkerMessage);

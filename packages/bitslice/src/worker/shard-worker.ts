import { Worker } from 'node:worker_threads';
import { IndexError } from '../index-error.ts';
import { compileKernels } from '../kernels/load-kernels.ts';
import type { ThreadStart, WorkerAnswers, WorkerMessage, WorkerRequest, WorkerStart } from './protocol.ts';

interface Waiting {
  resolve(answer: WorkerAnswers[keyof WorkerAnswers]): void;
  reject(error: Error): void;
}

/** Workers run the compiled file: they cannot load TypeScript. */
const FILE = new URL('../../dist/worker/worker-main.js', import.meta.url);

/**
 * One worker thread and what it still owes. When it dies, whatever is waited for fails once with `worker-died`, and the next
 * request starts another.
 */
export class ShardWorker {
  readonly #start: WorkerStart;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Promise<Worker> | null = null;
  #closed = false;

  constructor(start: WorkerStart) {
    this.#start = start;
  }

  /** Starts the thread and reads its shards' directories. @throws IndexError `damaged`, `format`, `worker-died` */
  async open(): Promise<void> {
    await this.#running();
  }

  /** @throws IndexError */
  async ask<K extends WorkerRequest['kind']>(
    id: number,
    request: Extract<WorkerRequest, { kind: K }>,
  ): Promise<WorkerAnswers[K]> {
    const worker = await this.#running();
    return new Promise<WorkerAnswers[K]>((resolve, reject) => {
      worker.postMessage({ id, request });
      // The worker answers a request of a kind with the answer of that kind.
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as WorkerAnswers[K]), reject });
      worker.ref();
    });
  }

  /** Ends the thread, whatever it does. */
  async terminate(): Promise<void> {
    this.#closed = true;
    const worker = await this.#worker?.catch(() => null);
    await worker?.terminate();
  }

  /** Ends the thread as a crash would; the next request starts another. */
  async kill(): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    await worker?.terminate();
  }

  #running(): Promise<Worker> {
    if (this.#closed) return Promise.reject(new IndexError('closed', 'The index is closed.'));
    this.#worker ??= this.#spawn();
    return this.#worker;
  }

  #spawn(): Promise<Worker> {
    return new Promise<Worker>((resolve, reject) => {
      // Conditions and loaders of the parent are not for the compiled file.
      const workerData: ThreadStart = { ...this.#start, kernels: compileKernels() };
      const worker = new Worker(FILE, { workerData, execArgv: [] });
      let failure: Error | null = null;
      worker.on('message', (message: WorkerMessage) => {
        if (message.id === 0) resolve(worker);
        else this.#settle(message);
        // A process may end while an index is open, but not while an answer is under way.
        if (this.#waiting.size === 0) worker.unref();
      });
      worker.on('error', (error: Error) => {
        failure = error;
      });
      worker.on('exit', (code) => {
        this.#worker = null;
        // A damaged index is told by its own error, which crosses threads as a plain object with its code.
        const error = describeDeath(failure, code);
        reject(error);
        for (const waiting of this.#waiting.values()) waiting.reject(error);
        this.#waiting.clear();
      });
    });
  }

  #settle(message: WorkerMessage): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (waiting === undefined) return;
    if (message.ok) waiting.resolve(message.answer);
    else if (message.code === null) waiting.reject(new Error(message.message));
    else waiting.reject(new IndexError(message.code, message.message));
  }
}

function describeDeath(failure: Error | null, code: number): IndexError {
  const known = failure !== null && 'code' in failure ? failure.code : null;
  if (failure !== null && (known === 'damaged' || known === 'format')) return new IndexError(known, failure.message);
  const reason = failure === null ? `it ended with code ${code}` : failure.message;
  return new IndexError('worker-died', `A worker of the index died: ${reason}. Ask again.`, { cause: failure });
}

import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { type ProcessLock, takeProcessLock } from '@silhouette/lake';
import { type Erasure, SilhouetteError } from '@silhouette/model';
import type { Actor } from '../access/access.ts';
import { checkErasureRequest, type ErasureWorld, eraseCustomers } from './erase-customers.ts';
import type { ErasureRecord } from './erasure-folder.ts';
import { hideKeys } from './hide-keys.ts';

/** What erasures work on, and who hears of what fails beside a request. */
export interface ErasuresOptions extends ErasureWorld {
  onFailure(error: unknown, erasureId: string | null): void;
}

interface Running {
  readonly id: string;
  stage: string;
  fraction: number | null;
}

/**
 * Requests for erasure, done one after another in the order in which they came. They lie in files: what a killed process was at
 * is done by the next one. One that failed is tried again by the next start.
 */
export class Erasures {
  private readonly options: ErasuresOptions;
  /** `change` when one has come further. */
  private readonly events = new EventEmitter().setMaxListeners(0);
  private readonly stop = new AbortController();
  /** Failed in this process: not tried again by it. */
  private readonly tried = new Set<string>();
  private running: Running | null = null;
  private work: Promise<void> | null = null;

  constructor(options: ErasuresOptions) {
    this.options = options;
  }

  /** Keeps a request; it is on the disk when it answers. @throws SilhouetteError `invalid-value`. */
  request(keys: readonly string[], reason: string | null, actor: Actor): Erasure {
    const given = checkErasureRequest(keys, reason);
    const record: ErasureRecord = {
      id: randomBytes(16).toString('base64url'),
      state: 'queued',
      customers: given.length,
      keys: [...given],
      reason,
      requestedBy: { ...actor },
      requestedAtMs: this.options.now(),
      finishedAtMs: null,
      result: null,
      issues: [],
    };
    this.options.folder.keep(record);
    return this.answer(record);
  }

  /** Does what waits, beside whatever else is done. Failures are told to `onFailure` and with the request. */
  start(): void {
    this.work ??= this.run()
      .catch((error: unknown) => this.options.onFailure(hideKeys(error, []), null))
      .finally(() => {
        this.work = null;
        this.events.emit('change');
      });
  }

  /** Does everything that waits. @throws SilhouetteError `erasure-running` where another process does. */
  async finish(tell: (erasure: Erasure) => void): Promise<void> {
    const listen = (): void => {
      const { running } = this;
      const record = running === null ? undefined : this.find(running.id);
      if (record !== undefined) tell(this.answer(record));
    };
    this.events.on('change', listen);
    try {
      await this.run();
    } finally {
      this.events.off('change', listen);
    }
  }

  /** The newest first. */
  list(): Erasure[] {
    return this.options.folder
      .list()
      .reverse()
      .map((record) => this.answer(record));
  }

  /** @throws SilhouetteError `not-found`. */
  get(id: string): Erasure {
    const record = this.find(id);
    if (record === undefined) throw SilhouetteError.of('not-found', `There is no erasure "${id}".`);
    return this.answer(record);
  }

  /** Tells each change until nothing changes any more; gives how it ended. Ends early when `signal` is aborted. */
  async watch(id: string, signal: AbortSignal, tell: (erasure: Erasure) => void): Promise<Erasure> {
    let told = '';
    for (;;) {
      const erasure = this.get(id);
      const text = JSON.stringify(erasure);
      if (text !== told) tell(erasure);
      told = text;
      if (erasure.state === 'done' || erasure.state === 'failed' || signal.aborted || this.stop.signal.aborted) return erasure;
      // Another process may be at it: its files are looked at now and then.
      await once(this.events, 'change', { signal: AbortSignal.any([signal, AbortSignal.timeout(1000)]) }).catch(() => {});
    }
  }

  /** Stops what runs; the next start goes on with it. */
  async close(): Promise<void> {
    this.stop.abort();
    this.events.emit('change');
    await this.work;
  }

  private find(id: string): ErasureRecord | undefined {
    return this.options.folder.list().find((one) => one.id === id);
  }

  private async run(): Promise<void> {
    const { folder, workspace } = this.options;
    let lock: ProcessLock | null = null;
    try {
      for (;;) {
        const record = folder.listOpen().find(({ id }) => !this.tried.has(id));
        if (record === undefined || this.stop.signal.aborted) return;
        lock ??= takeLock(join(workspace.stateDir, 'erasures', 'lock'));
        await this.runOne(record);
      }
    } finally {
      lock?.release();
    }
  }

  private async runOne(record: ErasureRecord): Promise<void> {
    const running: Running = { id: record.id, stage: 'Waiting', fraction: null };
    this.running = running;
    try {
      await eraseCustomers(this.options, record, {
        signal: this.stop.signal,
        progress: ({ stage, fraction }) => {
          running.stage = stage;
          running.fraction = fraction;
          this.events.emit('change');
        },
        onWait: (message) => {
          running.stage = message;
          this.events.emit('change');
        },
      });
    } catch (error) {
      // The next start goes on.
      if (this.stop.signal.aborted) return;
      this.tried.add(record.id);
      const told = hideKeys(error, record.keys ?? []);
      this.options.onFailure(told, record.id);
      // As it lies there now: what was found before anything was erased stays.
      const kept = this.options.folder.list().find(({ id }) => id === record.id) ?? record;
      this.options.folder.keep({ ...kept, state: 'failed', issues: describeFailure(told, record.id) });
    } finally {
      this.running = null;
      this.events.emit('change');
    }
  }

  private answer(record: ErasureRecord): Erasure {
    const { id, customers, reason, result, issues } = record;
    const running = this.running?.id === id ? this.running : null;
    return {
      id,
      state: running === null ? record.state : 'running',
      customers,
      reason,
      requestedBy: record.requestedBy.name,
      requestedAt: new Date(record.requestedAtMs).toISOString(),
      finishedAt: record.finishedAtMs === null ? null : new Date(record.finishedAtMs).toISOString(),
      stage: running?.stage ?? null,
      fraction: running?.fraction ?? null,
      result,
      issues,
    };
  }
}

/** Of the processes of a workspace one at a time erases. @throws SilhouetteError `erasure-running`. */
function takeLock(folder: string): ProcessLock {
  const taken = takeProcessLock(folder);
  if (taken.kind === 'held') return taken;
  throw SilhouetteError.of(
    'erasure-running',
    `Process ${taken.pid} on ${taken.host} erases customers of this workspace; what you asked for comes after.`,
  );
}

function describeFailure(error: Error, id: string): ErasureRecord['issues'] {
  if (error instanceof SilhouetteError) return error.issues.map(({ path, code, message }) => ({ path, code, message }));
  return [
    {
      path: '',
      code: 'internal',
      message: `The erasure ${id} failed; the server's log tells why. The next start tries again.`,
    },
  ];
}

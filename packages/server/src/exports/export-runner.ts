import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MemberPage, type PreparedQuestion, prepareQuestion, type RowIdColumn, toToldAttribute } from '@silhouette/engine';
import type { ProcessLock, Snapshot } from '@silhouette/lake';
import { type AttributeId, findAttribute, type Issue, parseJsonText, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { readAccess } from '../access/write-access.ts';
import type { ExportMark } from '../store/export-mark-store.ts';
import type { ExportStore, StoredExport } from '../store/export-store.ts';
import { explainLoss } from './explain-loss.ts';
import type { ExportFolder } from './export-folder.ts';
import type { RowMarks } from './row-marks.ts';
import { writeExportFile } from './write-export-file.ts';

/** What runs exports, and what of them is kept how long. */
export interface ExportRunnerOptions {
  readonly folder: ExportFolder;
  useStore<T>(question: (store: ExportStore) => Promise<T>): Promise<T>;
  /** A kept snapshot, or the newest (null). @throws SilhouetteError `snapshot-gone`. */
  findSnapshot(id: string | null, access: Access): Promise<Snapshot>;
  count(question: PreparedQuestion): Promise<{ readonly count: number; readonly base: number }>;
  readPages(question: PreparedQuestion, attributes: readonly AttributeId[]): AsyncIterable<MemberPage>;
  /** What somebody who asked may do now; null: nothing. */
  findAccessNow(access: Access): Promise<Access | null>;
  /** Ids of rows with personal values, and where what they name is kept. */
  readonly marks: RowMarks;
  keepMark(mark: ExportMark): Promise<void>;
  /** Told of an export that was refused when its turn came. */
  onRefused(exportId: string, reason: string): Promise<void>;
  /** How long files stay, ms. */
  readonly keepMs: number;
  /** Now, ms since 1970. */
  now(): number;
  /** Told what failed beside any request. */
  onFailure(error: unknown, exportId: string | null): void;
}

/** Without a call it looks for work of other servers, and for a lock that came free, so often. */
const PAUSE_MS = 10_000;
const SWEEP_MS = 600_000;
/** A running export tells the store how far it is no more often than this. */
const PROGRESS_MS = 1_000;

interface Running {
  readonly id: string;
  readonly abort: AbortController;
  rowsDone: number;
}

/**
 * Runs the exports of a folder one after another, in the order in which they were asked for. The queue is the store's:
 * what a killed process was at is taken up again by the next one that gets the folder's lock, from the beginning; snapshot,
 * as-of and definition are fixed, so the file is the same.
 */
export class ExportRunner {
  private readonly options: ExportRunnerOptions;
  /** `change` when an export has come further. */
  private readonly events = new EventEmitter().setMaxListeners(0);
  private readonly stop = new AbortController();
  private lock: ProcessLock | null = null;
  private running: Running | null = null;
  private sweptAtMs = Number.NEGATIVE_INFINITY;
  private loop: Promise<void> | null = null;
  private isWoken = false;

  constructor(options: ExportRunnerOptions) {
    this.options = options;
  }

  /** Begins to look for exports; those of a process that is gone are the first. */
  start(): void {
    this.loop ??= this.work();
  }

  /** There is a new export, or one fewer. */
  wake(): void {
    this.isWoken = true;
    this.events.emit('wake');
    this.events.emit('change');
  }

  /** Stops an export that runs here; nothing of it is left. */
  cancel(id: string): void {
    if (this.running?.id === id) this.running.abort.abort();
    this.wake();
  }

  /** Rows that an export has written so far; null for one that does not run here. */
  findRowsDone(id: string): number | null {
    return this.running?.id === id ? this.running.rowsDone : null;
  }

  /** Waits until some export has come further, at most `limitMs`. Ends early, without an error, when `signal` is aborted. */
  async waitForChange(limitMs: number, signal: AbortSignal): Promise<void> {
    await once(this.events, 'change', { signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]) }).catch(() => {});
  }

  /** Stops what runs, which is queued again, and gives the folder back. */
  async close(): Promise<void> {
    this.stop.abort();
    this.running?.abort.abort();
    this.wake();
    await this.loop;
    const folderId = this.lock === null ? null : this.options.folder.findId();
    if (folderId !== null) await this.options.useStore((store) => store.requeue(folderId)).catch(() => {});
    this.lock?.release();
  }

  private async work(): Promise<void> {
    while (!this.stop.signal.aborted) {
      this.isWoken = false;
      const hasRun = await this.step().catch((error: unknown) => {
        this.options.onFailure(error, null);
        return false;
      });
      if (!hasRun && !this.isWoken) await this.pause();
    }
  }

  private async pause(): Promise<void> {
    const ends = new AbortController();
    // Uneven: two that looked for the lock at the same time must not keep meeting. Nobody is kept alive by it.
    const timer = sleep(PAUSE_MS * (1 + Math.random() / 4), undefined, { ref: false, signal: ends.signal }).catch(() => {});
    await Promise.race([timer, once(this.events, 'wake', { signal: ends.signal }).catch(() => {})]);
    ends.abort();
  }

  /** Runs the first export of the queue; false when there is none, or another process runs them. */
  private async step(): Promise<boolean> {
    const { folder, useStore, now } = this.options;
    const folderId = folder.findId();
    if (folderId === null) return false;
    if (this.lock === null) {
      const taken = folder.lock();
      if (taken.kind !== 'held') return false;
      this.lock = taken;
    }
    // With the lock held, and nothing under way here, whatever is said to run has lost its process.
    await useStore((store) => store.requeue(folderId));
    await this.sweep(folderId);
    const taken = await useStore((store) => store.take(folderId, now()));
    if (taken === null) return false;
    await this.run(taken);
    return true;
  }

  private async sweep(folderId: string): Promise<void> {
    const nowMs = this.options.now();
    if (nowMs - this.sweptAtMs < SWEEP_MS) return;
    const done = await this.options.useStore(async (store) => {
      await store.expire(folderId, nowMs);
      return store.listDone(folderId);
    });
    this.options.folder.sweep(new Set(done.map(({ id }) => id)));
    this.sweptAtMs = nowMs;
  }

  private async run(job: StoredExport): Promise<void> {
    const running: Running = { id: job.id, abort: new AbortController(), rowsDone: 0 };
    this.running = running;
    if (this.stop.signal.aborted) running.abort.abort();
    const { useStore, folder } = this.options;
    try {
      if (await this.write(job, running)) return;
      // Cancelled when it was as good as done.
      folder.removeFile(job.id, job.format);
    } catch (error) {
      // Cancelled, which the store knows already, or the server is being stopped, which queues it again.
      if (running.abort.signal.aborted) return;
      const isRefused = error instanceof SilhouetteError && error.code === 'export-refused';
      const issues = describeFailure(error, job.id);
      await useStore((store) => store.fail(job.id, isRefused ? 'refused' : 'failed', issues, this.options.now()));
      if (isRefused) await this.options.onRefused(job.id, error.message);
      else this.options.onFailure(error, job.id);
    } finally {
      this.running = null;
      this.events.emit('change');
    }
  }

  /** Writes the file and says so; false when the export was cancelled meanwhile. */
  private async write(job: StoredExport, running: Running): Promise<boolean> {
    const { useStore, folder, now, keepMs } = this.options;
    const loss = explainLoss(job, await this.options.findAccessNow(readAccess(job.access)));
    if (loss !== null) throw SilhouetteError.of('export-refused', loss);
    const question = await this.prepare(job, running.abort.signal);
    const { snapshot } = question.question;
    const attributes = job.attributes.map((id) => {
      const attribute = findAttribute(snapshot.catalog, id);
      if (attribute !== undefined) return toToldAttribute(attribute, snapshot);
      throw SilhouetteError.of('unknown-attribute', `Snapshot "${job.snapshot}" has no attribute "${id}".`);
    });
    const { count } = await this.options.count(question);
    await this.tell(running, count);
    const ids = attributes.map(({ id }) => id);
    const rowIds = job.isPersonal ? await this.markRows(job, [job.keyName, ...ids]) : null;
    const file = await writeExportFile({
      table: {
        keyName: job.keyName,
        attributes,
        pages: this.follow(this.options.readPages(question, ids), running, count),
        rowIds,
      },
      format: job.format,
      isSpreadsheetSafe: job.isSpreadsheetSafe,
      path: folder.path(job.id, job.format),
      rows: count,
    });
    const finishedAtMs = now();
    const done = { ...file, rows: count, finishedAtMs, expiresAtMs: finishedAtMs + keepMs };
    return useStore((store) => store.finish(job.id, done));
  }

  /** The column of rows' ids. What they name is kept before the first of them is written. */
  private async markRows(job: StoredExport, names: readonly string[]): Promise<RowIdColumn> {
    const { marks, keepMark, now } = this.options;
    await keepMark({
      exportId: job.id,
      folder: job.folder,
      mark: marks.markOf(job.id),
      requestedBy: job.requestedBy,
      requestedById: job.requestedById,
      requestedAtMs: job.requestedAtMs,
      writtenAtMs: now(),
      purpose: job.purpose,
      approvedBy: job.decision === 'approved' ? job.decidedBy : null,
      fileName: job.fileName,
    });
    let name = '_row';
    while (names.includes(name)) name = `_${name}`;
    return { name, idOf: marks.makeIds(job.id) };
  }

  private async *follow(pages: AsyncIterable<MemberPage>, running: Running, rows: number): AsyncGenerator<MemberPage> {
    let toldAtMs = performance.now();
    for await (const page of pages) {
      running.abort.signal.throwIfAborted();
      yield page;
      running.rowsDone += page.rows.length;
      this.events.emit('change');
      if (performance.now() - toldAtMs < PROGRESS_MS) continue;
      await this.tell(running, rows);
      toldAtMs = performance.now();
    }
  }

  /** Tells the store how far an export is, and hears there whether it was cancelled through another server. */
  private async tell({ id, abort, rowsDone }: Running, rows: number): Promise<void> {
    if (!(await this.options.useStore((store) => store.progress(id, rowsDone, rows)))) abort.abort();
    abort.signal.throwIfAborted();
    this.events.emit('change');
  }

  /** The question as it was asked, whatever has become of the audiences inside since. */
  private async prepare(
    { id, folder, snapshot, asOfMs, hash, access }: StoredExport,
    signal: AbortSignal,
  ): Promise<PreparedQuestion> {
    const text = await this.options.useStore((store) => store.findDefinition(folder, id));
    const prepared = await prepareQuestion({
      snapshot: await this.options.findSnapshot(snapshot, readAccess(access)),
      definition: parseJsonText(text?.canonical ?? ''),
      asOf: new Date(asOfMs).toISOString(),
      resolveAudience: async () => null,
    });
    if (prepared.hash !== hash) throw new Error(`The definition of export ${id} reads back as ${prepared.hash}, not ${hash}.`);
    return { ...prepared, question: { ...prepared.question, signal } };
  }
}

function describeFailure(error: unknown, id: string): readonly Issue[] {
  if (error instanceof SilhouetteError) return error.issues;
  const message = `The server failed on the export ${id}; its log tells why. Nothing of it is left.`;
  return [{ path: '', code: 'internal', message }];
}

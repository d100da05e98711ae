import { setTimeout as sleep } from 'node:timers/promises';
import type { PreparedQuestion } from '@silhouette/engine';
import {
  type AttributeId,
  type ExportDetail,
  type ExportFormat,
  type ExportJob,
  type ExportList,
  type Note,
  type PlainValue,
  parseJsonText,
  SilhouetteError,
  toJsonData,
  writeCanonicalText,
  writeJsonText,
  writeSentence,
} from '@silhouette/model';
import type { Access, Actor } from '../access/access.ts';
import { writeAccess } from '../access/write-access.ts';
import type { StoredExport } from '../store/export-store.ts';
import { answerExport } from './answer-export.ts';
import { isExportId, makeExportId } from './export-folder.ts';
import { ExportRunner, type ExportRunnerOptions } from './export-runner.ts';
import { nameExportFile } from './name-export-file.ts';

/** What somebody asks to have exported. */
export interface NewExport {
  readonly question: PreparedQuestion;
  /** As written. */
  readonly definition: PlainValue;
  /** The saved audience that was asked for; null for a definition. */
  readonly audience: StoredExport['audience'];
  readonly attributes: readonly AttributeId[];
  readonly format: ExportFormat;
  readonly isSpreadsheetSafe: boolean;
  readonly notes: readonly Note[];
  readonly access: Access;
}

/** The file of an export that is done. */
export interface ExportDownload {
  readonly job: ExportJob;
  readonly dir: string;
  /** Its name in the folder. */
  readonly storedName: string;
  /** The name that it is kept under by who fetches it. */
  readonly fileName: string;
  readonly format: ExportFormat;
  readonly sha256: string;
}

/** Queued and running exports of a folder at once; each is a file as large as the group. */
const MOST_OPEN = 100;
/** Whoever watches an export hears of it no more and no less often than this. */
const LEAST_BETWEEN_MS = 100;
const MOST_BETWEEN_MS = 15_000;
/** Exports that another server runs are looked at so often. */
const LOOK_MS = 1_000;

/** Exports of members, as HTTP asks for them: every answer in its published shape. */
export class Exports {
  private readonly options: ExportRunnerOptions;
  private readonly runner: ExportRunner;
  private readonly stop = new AbortController();

  constructor(options: ExportRunnerOptions) {
    this.options = options;
    this.runner = new ExportRunner(options);
  }

  /** Begins to run exports, those first that a killed server was at. */
  start(): void {
    this.runner.start();
  }

  /** Puts an export at the end of the queue. @throws SilhouetteError `too-many-exports`. */
  async create(request: NewExport): Promise<ExportJob> {
    const { folder, useStore, now } = this.options;
    const { question, predicate, hash } = request.question;
    const { snapshot, asOfMs } = question;
    const folderId = folder.provideId();
    const id = makeExportId();
    const stored = await useStore(async (store) => {
      if ((await store.count(folderId, null)) >= MOST_OPEN) {
        throw SilhouetteError.of('too-many-exports', `${MOST_OPEN} exports wait already; cancel some, or wait for them.`);
      }
      await store.add({
        id,
        folder: folderId,
        audience: request.audience,
        definition: writeJsonText(request.definition),
        canonical: writeCanonicalText(question.predicate),
        hash,
        sentence: writeSentence(predicate, { catalog: snapshot.catalog, asOfMs }),
        notes: request.notes,
        snapshot: snapshot.id,
        asOfMs,
        keyName: snapshot.catalog.keyName,
        attributes: request.attributes,
        format: request.format,
        isSpreadsheetSafe: request.isSpreadsheetSafe,
        fileName: nameExportFile(request.audience?.id ?? null, snapshot, asOfMs, request.format),
        requestedBy: request.access.actor.name,
        requestedById: request.access.actor.id,
        access: writeAccess(request.access),
        requestedAtMs: now(),
      });
      return store.find(folderId, id);
    });
    this.runner.wake();
    if (stored === null) throw new Error(`The export ${id} has gone in the moment that it was made.`);
    return this.answer(stored);
  }

  /** The exports that somebody asked for, newest first, at most `limit`. */
  async list(actor: Actor, limit: number): Promise<ExportList> {
    const folderId = this.options.folder.findId();
    if (folderId === null) return { exports: [], total: 0 };
    return this.options.useStore(async (store) => ({
      exports: (await store.list(folderId, actor.id, limit)).map((stored) => this.answer(stored)),
      total: await store.count(folderId, actor.id),
    }));
  }

  /** @throws SilhouetteError `not-found`. */
  async get(id: string, actor: Actor): Promise<ExportJob> {
    return this.answer(await this.find(id, actor));
  }

  /** With its definition. @throws SilhouetteError `not-found`. */
  async describe(id: string, actor: Actor): Promise<ExportDetail> {
    const stored = await this.find(id, actor);
    const text = await this.options.useStore((store) => store.findDefinition(stored.folder, stored.id));
    return { ...this.answer(stored), definition: toJsonData(parseJsonText(text?.definition ?? 'null')) };
  }

  /**
   * Tells how an export comes on, at once and then at every change, until nothing changes any more or nobody listens (`signal`);
   * gives the last of it. @throws SilhouetteError `not-found` when it is removed, `server-stopping`.
   */
  async watch(id: string, actor: Actor, signal: AbortSignal, tell: (job: ExportJob) => void): Promise<ExportJob> {
    const ends = AbortSignal.any([signal, this.stop.signal]);
    let told = '';
    let toldAtMs = Number.NEGATIVE_INFINITY;
    for (;;) {
      const job = await this.get(id, actor);
      if ((job.state !== 'queued' && job.state !== 'running') || signal.aborted) return job;
      const text = JSON.stringify(job);
      if (text !== told || performance.now() - toldAtMs > MOST_BETWEEN_MS) {
        tell(job);
        told = text;
        toldAtMs = performance.now();
      }
      await this.runner.waitForChange(LOOK_MS, ends);
      await sleep(LEAST_BETWEEN_MS, undefined, { signal: ends }).catch(() => {});
      if (this.stop.signal.aborted) {
        const message = 'The server is being stopped; the export goes on when it is started again. Ask again in a moment.';
        throw SilhouetteError.of('server-stopping', message);
      }
    }
  }

  /** Cancels an export that is queued or running (and gives it), or removes one that is not, with its file (null). @throws SilhouetteError `not-found`. */
  async delete(id: string, actor: Actor): Promise<ExportJob | null> {
    const { folder, useStore, now } = this.options;
    const { folder: folderId, format } = await this.find(id, actor);
    const wasCancelled = await useStore(async (store) => {
      if (await store.cancel(folderId, id, now())) return true;
      await store.remove(folderId, id);
      return false;
    });
    if (!wasCancelled) {
      folder.removeFile(id, format);
      return null;
    }
    this.runner.cancel(id);
    return this.get(id, actor);
  }

  /** @throws SilhouetteError `not-found`; `export-not-ready`; `export-gone` where there is no file any more, or never will be. */
  async findFile(id: string, actor: Actor): Promise<ExportDownload> {
    const { folder } = this.options;
    const job = await this.get(id, actor);
    if (job.state === 'queued' || job.state === 'running') {
      const message = 'The export is not written yet; ask for its file when its state is "done".';
      throw SilhouetteError.of('export-not-ready', message);
    }
    if (job.file === null || job.sha256 === null) throw refuseGone(job.state);
    const { format, fileName, sha256 } = job;
    return { job, dir: folder.dir, storedName: folder.nameFile(id, format), fileName, format, sha256 };
  }

  /** Stops what runs, which goes on when a server is started again, and whoever watches. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.runner.close();
  }

  /** Another person's is not there. */
  private async find(text: string, actor: Actor): Promise<StoredExport> {
    const folderId = isExportId(text) ? this.options.folder.findId() : null;
    const found = folderId === null ? null : await this.options.useStore((store) => store.find(folderId, text));
    if (found !== null && found.requestedById === actor.id) return found;
    const message = `There is no export ${JSON.stringify(text.slice(0, 80))}; the list of exports shows what there is.`;
    throw SilhouetteError.of('not-found', message);
  }

  private answer(stored: StoredExport): ExportJob {
    return answerExport(stored, this.options.now(), this.runner.findRowsDone(stored.id));
  }
}

/** The error for an export without a file. */
export function refuseGone(state: ExportJob['state']): SilhouetteError {
  const why =
    state === 'done' ? 'has lost its file' : state === 'expired' ? 'was kept for its time and is gone' : `is ${state}`;
  return SilhouetteError.of('export-gone', `The export ${why}; ask for it anew.`);
}

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
import { describePersonal } from './describe-personal.ts';
import { explainLoss } from './explain-loss.ts';
import { ExportApprovals } from './export-approvals.ts';
import { isExportId, makeExportId } from './export-folder.ts';
import { ExportRunner, type ExportRunnerOptions } from './export-runner.ts';
import { nameExportFile } from './name-export-file.ts';
import type { ExportApprovalMode } from './read-export-approval.ts';

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

/** What exports are made of. */
export interface ExportsOptions extends ExportRunnerOptions {
  readonly approval: ExportApprovalMode;
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
/** Those of one person, with all their keys: nobody fills the queue alone. */
const MOST_OPEN_EACH = 50;
/** Exports of one person, likewise, that wait for approval at once. */
const MOST_WAITING = 20;
/** So long an export waits for a decision. */
const WAIT_MS = 7 * 86_400_000;
/** Whoever watches an export hears of it no more and no less often than this. */
const LEAST_BETWEEN_MS = 100;
const MOST_BETWEEN_MS = 15_000;
/** Exports that another server runs are looked at so often. */
const LOOK_MS = 1_000;

/** Exports of members, as HTTP asks for them: every answer in its published shape. */
export class Exports {
  /** Those that wait for a second person's yes. */
  readonly approvals: ExportApprovals;
  private readonly options: ExportsOptions;
  private readonly runner: ExportRunner;
  private readonly stop = new AbortController();

  constructor(options: ExportsOptions) {
    this.options = options;
    this.runner = new ExportRunner(options);
    this.approvals = new ExportApprovals({ ...options, wake: () => this.runner.wake() });
  }

  /** Begins to run exports, those first that a killed server was at. */
  start(): void {
    this.runner.start();
  }

  /** Puts an export at the end of the queue, or where it waits for a yes. @throws SilhouetteError `too-many-exports`, `purpose-missing`. */
  async create(request: NewExport): Promise<ExportJob> {
    const { folder, useStore, now } = this.options;
    const { question, predicate, hash } = request.question;
    const { snapshot, asOfMs } = question;
    const { access, format } = request;
    const personal = describePersonal(snapshot, request.attributes);
    const isWaiting = this.needsApproval(access, personal.isPersonal);
    // Whoever decides is told how many.
    const rows = isWaiting ? (await this.options.count(request.question)).count : null;
    const folderId = folder.provideId();
    const id = makeExportId();
    const stored = await useStore(async (store) => {
      if ((await store.count(folderId, null)) >= MOST_OPEN) {
        throw SilhouetteError.of('too-many-exports', `${MOST_OPEN} exports wait already; cancel some, or wait for them.`);
      }
      const own = await store.countUndone(folderId, access);
      if (!isWaiting && own.open >= MOST_OPEN_EACH) {
        const message = `${MOST_OPEN_EACH} exports of yours are not written yet; cancel some, or wait for them.`;
        throw SilhouetteError.of('too-many-exports', message);
      }
      if (isWaiting && own.waiting >= MOST_WAITING) {
        const message = `${MOST_WAITING} exports of yours wait for approval already; cancel some, or wait for the decisions.`;
        throw SilhouetteError.of('too-many-exports', message);
      }
      const job = {
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
        format,
        isSpreadsheetSafe: request.isSpreadsheetSafe,
        fileName: nameExportFile(request.audience?.id ?? null, snapshot, asOfMs, { format, isMasked: personal.isMasked }),
        requestedBy: access.actor.name,
        requestedById: access.actor.id,
        requestedByPerson: access.personId,
        access: writeAccess(access),
        requestedAtMs: now(),
        purpose: access.purpose,
        ...personal,
        approvalUntilMs: isWaiting ? now() + WAIT_MS : null,
      };
      await store.add(job, rows);
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
      if (!isUnderWay(job) || signal.aborted) return job;
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
      await store.expire(folderId, now());
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

  /**
   * @throws SilhouetteError `not-found`; `export-not-ready`; `export-gone` where there is no file any more, or never will be;
   * `not-allowed` where who asked for it may not have it any more.
   */
  async findFile(id: string, access: Access): Promise<ExportDownload> {
    const { folder } = this.options;
    const stored = await this.find(id, access.actor);
    const loss = explainLoss(stored, access);
    if (loss !== null) throw SilhouetteError.of('not-allowed', `${loss} Ask for the export anew.`);
    const job = this.answer(stored);
    if (isUnderWay(job)) {
      const message =
        job.state === 'awaiting-approval'
          ? 'The export waits for somebody else to approve it; nothing is written before.'
          : 'The export is not written yet; ask for its file when its state is "done".';
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

  /** @throws SilhouetteError `purpose-missing`. */
  private needsApproval({ actor, purpose }: Access, isPersonal: boolean): boolean {
    const { approval } = this.options;
    if (actor.kind === 'local') return false;
    const isNeeded = approval === 'all' || (approval === 'personal' && isPersonal);
    if (purpose === null && (isNeeded || isPersonal)) {
      throw SilhouetteError.of(
        'purpose-missing',
        'Tell what the export is for, as "purpose"; it is approved by that.',
        'purpose',
      );
    }
    return isNeeded;
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

/** Whether something still comes of an export. */
function isUnderWay({ state }: ExportJob): boolean {
  return state === 'awaiting-approval' || state === 'queued' || state === 'running';
}

/** The error for an export without a file. */
export function refuseGone(state: ExportJob['state']): SilhouetteError {
  const why = state === 'done' ? 'has lost its file' : state === 'expired' ? 'has had its time and is gone' : `is ${state}`;
  return SilhouetteError.of('export-gone', `The export ${why}; ask for it anew.`);
}

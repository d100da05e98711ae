import { type ExportDecision, type ExportQuestion, type ExportQuestionList, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { readAccess } from '../access/write-access.ts';
import type { ExportVerdict, StoredExport } from '../store/export-store.ts';
import { answerApproval } from './answer-export.ts';
import { writeScopeText } from './explain-loss.ts';
import { type ExportFolder, isExportId } from './export-folder.ts';
import { mayReadSentence, type SentenceReaderOptions } from './may-read-sentence.ts';

/** What deciding about exports needs. */
export interface ExportApprovalsOptions extends SentenceReaderOptions {
  readonly folder: ExportFolder;
  /** Now, ms since 1970. */
  now(): number;
  /** There is something to run. */
  wake(): void;
}

/** A yes or no, and what is written to it. */
export interface AskedVerdict {
  readonly decision: ExportVerdict['decision'];
  readonly note: string | null;
}

/** Exports that wait for a second person's yes, and their decisions. */
export class ExportApprovals {
  private readonly options: ExportApprovalsOptions;

  constructor(options: ExportApprovalsOptions) {
    this.options = options;
  }

  /** What waits of others, as far as who asks may know what is in it; the oldest first. */
  async list(access: Access, limit: number): Promise<ExportQuestionList> {
    const { folder, useStore, now } = this.options;
    const folderId = folder.findId();
    if (folderId === null) return { exports: [], total: 0 };
    const waiting = await useStore((store) => store.listWaiting(folderId, now()));
    const seen = waiting.filter((one) => !isOwn(one, access) && mayJudge(one, access));
    const exports: ExportQuestion[] = [];
    for (const one of seen.slice(0, limit)) {
      exports.push(answerQuestion(one, access, await mayReadSentence(one, access, this.options)));
    }
    return { exports, total: seen.length };
  }

  /**
   * Decides about an export of somebody else. Gives it as it was decided about.
   * @throws SilhouetteError `not-found`; `own-approval`; `export-decided` when it does not wait (any more).
   */
  async decide(
    id: string,
    { decision, note }: AskedVerdict,
    access: Access,
  ): Promise<ExportDecision & { readonly job: StoredExport }> {
    const { folder, useStore, now, wake } = this.options;
    const folderId = isExportId(id) ? folder.findId() : null;
    const found = folderId === null ? null : await useStore((store) => store.find(folderId, id));
    if (found === null || folderId === null || found.approvalUntilMs === null) throw refuseUnknown();
    if (isOwn(found, access)) {
      const message = 'Nobody decides about an export that they asked for themselves; somebody else must.';
      throw SilhouetteError.of('own-approval', message);
    }
    if (!mayJudge(found, access)) throw refuseUnknown();
    const message = `${access.actor.name} has refused it: ${note ?? ''}`;
    const decided = await useStore((store) =>
      store.decide(folderId, id, {
        decision,
        note,
        by: access.actor.name,
        byId: access.actor.id,
        atMs: now(),
        issues: decision === 'refused' ? [{ path: '', code: 'export-refused', message }] : [],
      }),
    );
    if (decided === null) {
      throw SilhouetteError.of('export-decided', 'This export does not wait for a decision any more; read the list again.');
    }
    wake();
    const approval = answerApproval(decided, now());
    if (approval === null) throw new Error(`The export ${id} was decided about and needs no approval.`);
    return { id, approval, job: decided };
  }
}

/** Whether an export is that of who asks, or of a key of theirs, or of the owner of the key that asks. */
function isOwn(stored: StoredExport, { actor, personId }: Access): boolean {
  return stored.requestedById === actor.id || (personId !== null && stored.requestedByPerson === personId);
}

/**
 * Whether somebody may know what is in an export: whoever judges is shown its sentence and size, so that nothing may stand in
 * them which does not exist for the judge. Values in it that are masked for them are not told ({@link mayReadSentence}).
 */
function mayJudge(stored: StoredExport, access: Access): boolean {
  const asked = readAccess(stored.access);
  const scope = writeScopeText(access);
  return [...asked.classes].every((one) => access.classes.has(one)) && (scope === null || scope === writeScopeText(asked));
}

function answerQuestion(stored: StoredExport, { permissions }: Access, mayRead: boolean): ExportQuestion {
  return {
    id: stored.id,
    audience: stored.audience === null ? null : { ...stored.audience },
    sentence: mayRead ? { ...stored.sentence } : null,
    asOf: new Date(stored.asOfMs).toISOString(),
    attributes: [...stored.attributes],
    format: stored.format,
    personal: stored.isPersonal,
    masked: stored.isMasked,
    purpose: stored.purpose,
    requestedBy: stored.requestedBy,
    requestedAt: new Date(stored.requestedAtMs).toISOString(),
    rows: permissions.has('small-groups.see') ? stored.rows : null,
    until: new Date(stored.approvalUntilMs ?? 0).toISOString(),
  };
}

function refuseUnknown(): SilhouetteError {
  return SilhouetteError.of('not-found', 'There is no export of this id that waits for you to decide; read the list again.');
}

import type { ExportJob } from '@silhouette/model';
import { useEffect, useRef } from 'react';
import { formatCount, formatDayText, formatInstant, readAsOf } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ApprovalLine } from './approval-line.tsx';
import { formatBytes } from './format-bytes.ts';
import { isUnderWay } from './use-exports.ts';

interface ExportRowProps {
  readonly job: ExportJob;
  readonly timeZone: string;
  /** It is being cancelled or removed. */
  readonly isLeaving: boolean;
  readonly onDelete: () => void;
}

/** One export: what it is of, how far it is, its file. */
export function ExportRow({ job, timeZone, isLeaving, onDelete }: ExportRowProps) {
  const { t, lang } = useLanguage();
  const { fileName, state } = job;
  const isWaiting = state === 'awaiting-approval';
  const isOpen = isWaiting || isUnderWay(job);
  useReadyToast(job, t.exports.ready(fileName));
  const asOf = readAsOf(job.asOf, timeZone);
  const day = asOf.kind === 'day' ? formatDayText(asOf.text, lang) : formatInstant(asOf.text, timeZone, lang);
  return (
    <li className="export" data-state={state}>
      <div className="export-head">
        <p className="export-name">{fileName}</p>
        <span className={`export-state export-state-${state}`}>{t.exports.states[state]}</span>
      </div>
      <p className="export-sentence">{job.audience?.name ?? job.sentence[lang]}</p>
      <p className="hint">
        {[
          job.masked ? t.approvals.masked : null,
          job.rows === null ? null : t.exports.rows(formatCount(job.rows, lang)),
          job.sizeBytes === null ? null : formatBytes(job.sizeBytes, lang),
          t.exports.asOf(day),
          formatInstant(job.requestedAt, timeZone, lang),
        ]
          .filter((text) => text !== null)
          .join(' · ')}
      </p>
      <ApprovalLine job={job} timeZone={timeZone} />
      {isOpen && !isWaiting ? <Progress job={job} /> : null}
      {state === 'failed' ? <Failure job={job} /> : null}
      {state === 'expired' && job.approval?.state !== 'unanswered' ? <p className="hint">{t.exports.expired}</p> : null}
      {state === 'done' && (job.guardedCells ?? 0) > 0 ? (
        <p className="hint">{t.exports.guarded(formatCount(job.guardedCells ?? 0, lang))}</p>
      ) : null}
      <div className="export-tools">
        {job.file === null ? null : (
          <a className="button button-primary" href={job.file} download={fileName} aria-label={t.exports.downloadOf(fileName)}>
            <Icon name="download" size={14} /> {t.exports.download}
          </a>
        )}
        <button
          type="button"
          className="button"
          aria-label={isOpen ? t.exports.cancelOf(fileName) : t.exports.removeOf(fileName)}
          disabled={isLeaving}
          onClick={onDelete}
        >
          {isOpen ? t.exports.cancel : t.exports.remove}
        </button>
        {job.expiresAt === null ? null : (
          <span className="hint">{t.exports.until(formatInstant(job.expiresAt, timeZone, lang))}</span>
        )}
      </div>
    </li>
  );
}

function Progress({ job }: { readonly job: ExportJob }) {
  const { t, lang } = useLanguage();
  const { rows, rowsDone, fileName } = job;
  return (
    <div className="export-progress">
      {/* Without a value it only says that something goes on. */}
      <progress
        aria-label={t.exports.progressOf(fileName)}
        max={1}
        {...(rows === null || job.state === 'queued' ? {} : { value: rows === 0 ? 1 : rowsDone / rows })}
      />
      <span className="hint">
        {job.state === 'queued'
          ? t.exports.states.queued
          : rows === null
            ? t.exports.counting
            : t.exports.progress(formatCount(rowsDone, lang), formatCount(rows, lang))}
      </span>
    </div>
  );
}

function Failure({ job }: { readonly job: ExportJob }) {
  const { t } = useLanguage();
  const [issue] = job.issues;
  return (
    <div className="export-failure">
      <p className="field-problem">{t.exports.failed[issue?.code ?? ''] ?? t.exports.failedOther}</p>
      {issue === undefined ? null : (
        <details>
          <summary>{t.errors.details}</summary>
          <p className="hint">{job.issues.map(({ message }) => message).join(' ')}</p>
        </details>
      )}
    </div>
  );
}

/** Says once, also to screen readers, that an export which was seen under way is ready. */
function useReadyToast(job: ExportJob, text: string): void {
  const before = useRef(job.state);
  useEffect(() => {
    if (job.state === 'done' && before.current !== 'done') showToast(text);
    before.current = job.state;
  }, [job.state, text]);
}

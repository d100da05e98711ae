import type { ExportJob } from '@silhouette/model';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';

interface ApprovalLineProps {
  readonly job: ExportJob;
  readonly timeZone: string;
}

/** What an export is for, and whether and by whom it was approved; nothing where neither was asked. */
export function ApprovalLine({ job, timeZone }: ApprovalLineProps) {
  const { t, lang } = useLanguage();
  const { approval, purpose, state } = job;
  const when = (text: string | null) => (text === null ? '' : formatInstant(text, timeZone, lang));
  const decided =
    approval === null || approval.decidedBy === null
      ? null
      : approval.state === 'refused'
        ? t.approvals.refused(approval.decidedBy, when(approval.decidedAt))
        : t.approvals.approved(approval.decidedBy, when(approval.decidedAt));
  return (
    <>
      {purpose === null ? null : <p className="hint">{t.approvals.forPurpose(purpose)}</p>}
      {state === 'awaiting-approval' ? <p>{t.approvals.waits(when(approval?.until ?? null))}</p> : null}
      {decided === null ? null : <p className="hint">{decided}</p>}
      {approval?.note === undefined || approval.note === null ? null : <p className="export-note">{approval.note}</p>}
      {state === 'refused' && approval?.state !== 'refused' ? <p className="field-problem">{t.approvals.lost}</p> : null}
      {state === 'expired' && approval?.state === 'unanswered' ? <p className="hint">{t.approvals.unanswered}</p> : null}
    </>
  );
}

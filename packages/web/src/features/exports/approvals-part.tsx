import type { CatalogAttribute, ExportQuestion } from '@silhouette/model';
import { useId, useState } from 'react';
import { useMay, useTimeZone } from '../../api/accounts.ts';
import { useCatalog } from '../../api/queries.ts';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useUnsaved } from '../../ui/unsaved.tsx';
import { useApprovals, useDecide, type Verdict } from './use-approvals.ts';

/** Exports of others that wait for who looks to decide; nothing where there are none, or they may not. */
export function ApprovalsPart() {
  const { t } = useLanguage();
  const mayDecide = useMay('exports.approve');
  const waiting = useApprovals(mayDecide).data?.exports ?? [];
  const decide = useDecide();
  const headId = useId();
  if (!mayDecide || (waiting.length === 0 && !decide.isError)) return null;
  const submit = (verdict: Verdict) =>
    decide.mutate(verdict, {
      onSuccess: () => showToast(verdict.decision === 'approve' ? t.approvals.saidYes : t.approvals.saidNo),
    });
  return (
    <section className="exports" aria-labelledby={headId}>
      <h3 id={headId} className="field-label">
        {t.approvals.toDecide}
      </h3>
      {decide.isError ? (
        <p className="field-problem" role="alert">
          {t.approvals.failed}
        </p>
      ) : null}
      <ul className="plain-list exports-list">
        {waiting.map((one) => (
          <ApprovalRow key={one.id} asked={one} isLeaving={decide.isPending} onDecide={submit} />
        ))}
      </ul>
    </section>
  );
}

interface ApprovalRowProps {
  readonly asked: ExportQuestion;
  readonly isLeaving: boolean;
  readonly onDecide: (verdict: Verdict) => void;
}

/** One of them: who wants what of whom and what for, and the answer. */
function ApprovalRow({ asked, isLeaving, onDecide }: ApprovalRowProps) {
  const { t, lang } = useLanguage();
  const catalog = useCatalog(false).data;
  const timeZone = useTimeZone();
  const [note, setNote] = useState('');
  useUnsaved(note.trim() !== '');
  const [isNoteMissing, setMissing] = useState(false);
  const [noteId, problemId] = [useId(), useId()];
  const { id, requestedBy: who, rows } = asked;
  const names = asked.attributes.map((attribute) => nameAttribute(catalog?.attributes, attribute, lang));
  const refuse = () => {
    if (note.trim() === '') return setMissing(true);
    onDecide({ id, decision: 'refuse', note: note.trim() });
  };
  return (
    <li className="export">
      <p className="export-name">{t.approvals.wants(who, formatInstant(asked.requestedAt, timeZone, lang))}</p>
      {asked.audience === null ? null : <p className="export-sentence">{asked.audience.name}</p>}
      {asked.sentence === null ? (
        <p className="hint">{t.approvals.sentenceHidden}</p>
      ) : (
        <p className={asked.audience === null ? 'export-sentence' : 'hint'}>{asked.sentence[lang]}</p>
      )}
      {asked.purpose === null ? null : <p>{t.approvals.forPurpose(asked.purpose)}</p>}
      <p className="hint">
        {[
          rows === null ? null : t.approvals.customers(formatCount(rows, lang)),
          names.length === 0 ? t.approvals.onlyKey : t.approvals.columns(names.join(', ')),
          asked.masked ? t.approvals.masked : null,
          t.approvals.untilWhen(formatInstant(asked.until, timeZone, lang)),
        ]
          .filter((text) => text !== null)
          .join(' · ')}
      </p>
      <label className="field-label" htmlFor={noteId}>
        {t.approvals.note}
      </label>
      <input
        id={noteId}
        className="input"
        aria-label={t.approvals.noteOf(who)}
        aria-invalid={isNoteMissing}
        {...(isNoteMissing ? { 'aria-describedby': problemId } : {})}
        maxLength={500}
        value={note}
        onChange={(event) => {
          setNote(event.target.value);
          setMissing(false);
        }}
      />
      {isNoteMissing ? (
        <p className="field-problem" id={problemId} role="alert">
          {t.approvals.noteNeeded}
        </p>
      ) : null}
      <div className="export-tools">
        <Button
          look="primary"
          aria-label={t.approvals.yesTo(who)}
          disabled={isLeaving}
          onClick={() => onDecide({ id, decision: 'approve', note: note.trim() })}
        >
          {t.approvals.yes}
        </Button>
        <Button aria-label={t.approvals.noTo(who)} disabled={isLeaving} onClick={refuse}>
          {t.approvals.no}
        </Button>
      </div>
    </li>
  );
}

function nameAttribute(attributes: readonly CatalogAttribute[] | undefined, id: string, lang: 'ko' | 'en'): string {
  return attributes?.find((one) => one.id === id)?.label[lang] ?? id;
}

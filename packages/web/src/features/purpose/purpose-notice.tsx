import { useId, useState } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { usePersonalView, usePurpose } from './purpose.ts';
import './purpose.css';

interface PurposeNoticeProps {
  /** Names of the personal columns that are shown. */
  readonly columns: readonly string[];
}

/** Says that personal values are masked, and how to see them; or what they are seen for. Nothing where there are none. */
export function PurposeNotice({ columns }: PurposeNoticeProps) {
  const { t } = useLanguage();
  const { purpose, tell } = usePurpose();
  const { isMasked, maySee, isLocal } = usePersonalView();
  if (columns.length === 0 || isLocal) return null;
  if (!isMasked) {
    return (
      <p className="purpose-notice">
        <span>{t.approvals.shownFor(purpose ?? '')}</span>
        <Button look="quiet" onClick={() => tell(null)}>
          {t.approvals.hide}
        </Button>
      </p>
    );
  }
  return (
    <div className="purpose-notice">
      <p>{t.approvals.maskedIn(columns.join(', '))}</p>
      {maySee ? <PurposeForm onTell={tell} /> : <p className="hint">{t.approvals.seeNot}</p>}
    </div>
  );
}

function PurposeForm({ onTell }: { readonly onTell: (purpose: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const [fieldId, hintId] = [useId(), useId()];
  const isEnough = text.trim().length >= 5;
  return (
    <form
      className="purpose-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isEnough) onTell(text.trim());
      }}
    >
      <p className="hint" id={hintId}>
        {t.approvals.seeBy}
      </p>
      <label className="field-label" htmlFor={fieldId}>
        {t.approvals.purpose}
      </label>
      <input
        id={fieldId}
        className="input"
        aria-describedby={hintId}
        placeholder={t.approvals.purposePlaceholder}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={!isEnough}>
        {t.approvals.show}
      </Button>
    </form>
  );
}

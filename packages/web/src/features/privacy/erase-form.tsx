import { useId, useState } from 'react';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useErase } from './use-privacy.ts';

/** Asks for an erasure, and once more whether it is meant. */
export function EraseForm() {
  const { t, lang } = useLanguage();
  const texts = t.privacy;
  const id = useId();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [isAsking, setAsking] = useState(false);
  const erase = useErase();
  // A key may begin or end with a space: only the line break parts them.
  const keys = [...new Set(text.split(/\r?\n/).filter((line) => line !== ''))];
  const confirm = (): void => {
    erase.mutate(
      { keys, reason: reason.trim() === '' ? null : reason.trim() },
      {
        onSuccess: () => {
          setText('');
          setReason('');
        },
      },
    );
    setAsking(false);
  };
  return (
    <section className="privacy-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.eraseTitle}</h2>
      <p className="privacy-text">{texts.eraseText}</p>
      <form
        className="privacy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (keys.length > 0) setAsking(true);
        }}
      >
        <label htmlFor={`${id}-keys`}>{texts.keys}</label>
        <textarea
          id={`${id}-keys`}
          className="input"
          rows={3}
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <label htmlFor={`${id}-reason`}>{texts.reason}</label>
        <input id={`${id}-reason`} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
        <Button type="submit" disabled={erase.isPending}>
          {texts.erase}
        </Button>
      </form>
      {erase.isError ? <ErrorNotice {...describeFailure(erase.error, t)} /> : null}
      <Dialog
        title={texts.confirmTitle(keys.length, formatCount(keys.length, lang))}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        <p>{texts.confirmText}</p>
        <div className="dialog-foot">
          <CancelButton isFirst />
          <Button look="primary" onClick={confirm}>
            {texts.confirm}
          </Button>
        </div>
      </Dialog>
    </section>
  );
}

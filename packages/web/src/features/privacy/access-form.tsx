import { useId, useState } from 'react';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { useDownloadHoldings } from './use-privacy.ts';

/** Gives out everything held of one customer. */
export function AccessForm() {
  const { t } = useLanguage();
  const texts = t.privacy;
  const id = useId();
  const [key, setKey] = useState('');
  const [purpose, setPurpose] = useState('');
  const download = useDownloadHoldings();
  return (
    <section className="privacy-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.accessTitle}</h2>
      <p className="privacy-text">{texts.accessText}</p>
      <form
        className="privacy-form"
        onSubmit={(event) => {
          event.preventDefault();
          download.mutate({ key, purpose });
        }}
      >
        <label htmlFor={`${id}-key`}>{texts.key}</label>
        <input
          id={`${id}-key`}
          className="input"
          required
          autoComplete="off"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <label htmlFor={`${id}-purpose`}>{texts.purpose}</label>
        <input
          id={`${id}-purpose`}
          className="input"
          required
          minLength={5}
          maxLength={500}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={download.isPending}>
          {download.isPending ? texts.downloading : texts.download}
        </Button>
        <p role="status">{download.isSuccess ? texts.downloaded : ''}</p>
      </form>
      {download.isError ? <ErrorNotice {...describeFailure(download.error, t)} /> : null}
    </section>
  );
}

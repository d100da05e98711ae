import type { CatalogFileAnswer } from '@silhouette/model';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askCatalogFile } from '../../api/catalog-edits.ts';
import { ApiError } from '../../api/request-json.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { FileDiff } from './file-diff.tsx';
import { writeSubjectId } from './find-subject.ts';

/** Writes the edits into the catalog file: first what would change there, then, when it is wanted, exactly that. */
export function FilePart() {
  const { t } = useLanguage();
  const texts = t.catalogPage;
  const client = useQueryClient();
  const [preview, setPreview] = useState<CatalogFileAnswer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isAsking, setAsking] = useState(false);
  const ask = async (hash: string | null) => {
    setAsking(true);
    try {
      const answer = await askCatalogFile(hash);
      setFailure(null);
      setPreview(answer);
      if (!answer.isWritten) return;
      showToast(texts.written(answer.file));
      await client.invalidateQueries({ queryKey: ['catalog-edits'] });
    } catch (error) {
      setFailure(error);
      // What was looked at is no longer what would be written.
      setPreview(null);
    } finally {
      setAsking(false);
    }
  };
  const isChanged = failure instanceof ApiError && failure.status === 409;
  return (
    <section>
      <h3>{texts.fileTitle}</h3>
      <p className="hint">{texts.fileLead}</p>
      {failure === null ? null : (
        <ErrorNotice
          {...describeFailure(failure, t)}
          title={isChanged ? texts.fileChanged : texts.fileFailed}
          kept={texts.fileKept}
          advice={isChanged ? texts.fileLookAgain : texts.fileMend}
        />
      )}
      {preview === null ? null : (
        <>
          {preview.diff === '' ? <p role="status">{texts.fileSame}</p> : <FileDiff diff={preview.diff} file={preview.file} />}
          {preview.unwritten.length === 0 ? null : (
            <>
              <p className="hint">{texts.unwritten}</p>
              <ul className="plain-list edit-list">
                {preview.unwritten.map(({ subject, property, reason }) => (
                  <li key={`${writeSubjectId(subject)} ${property}`}>
                    <span className="grow">
                      <span className="mono">{writeSubjectId(subject)}</span> · {texts.properties[property]}
                    </span>
                    <span className="hint">{texts.reasons[reason]}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      <div className="words-actions">
        {preview === null || preview.diff === '' || preview.isWritten ? (
          <Button disabled={isAsking} onClick={() => void ask(null)}>
            {texts.filePreview}
          </Button>
        ) : (
          <>
            <Button disabled={isAsking} onClick={() => setPreview(null)}>
              {t.cancel}
            </Button>
            <Button look="primary" disabled={isAsking} onClick={() => void ask(preview.hash)}>
              {texts.fileWrite(preview.file)}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

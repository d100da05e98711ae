import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { useVerify } from './use-audit.ts';

interface VerifyPartProps {
  readonly onOpen: (sequence: number) => void;
}

/** Checks the whole log when it is asked to, and tells what it found. */
export function VerifyPart({ onOpen }: VerifyPartProps) {
  const { t, lang } = useLanguage();
  const verify = useVerify();
  const answer = verify.data;
  return (
    <section className="audit-verify" aria-label={t.audit.verify}>
      <Button icon="check" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? t.audit.verifying : t.audit.verify}
      </Button>
      <div role="status" className="audit-verdict">
        {answer?.ok === true ? (
          <p className="audit-whole">
            {t.audit.whole(answer.checked, formatCount(answer.checked, lang))}{' '}
            {answer.erased === 0 ? '' : t.audit.erasedSince(formatCount(answer.erased, lang))}
          </p>
        ) : null}
        {answer?.guarded === false ? <p className="field-problem">{t.audit.unguarded}</p> : null}
      </div>
      {answer === undefined || answer.problem === null ? null : (
        <ErrorNotice
          title={t.audit.broken}
          kept={`${t.audit.problems[answer.problem.kind]} ${t.audit.brokenAt(formatCount(answer.problem.sequence, lang))}`}
          advice={t.audit.brokenAdvice}
          details={answer.problem.message}
          action={{
            label: t.audit.toEntry(formatCount(answer.problem.sequence, lang)),
            run: () => onOpen(answer.problem?.sequence ?? 1),
          }}
        />
      )}
      {verify.isError ? <ErrorNotice {...describeFailure(verify.error, t)} /> : null}
    </section>
  );
}

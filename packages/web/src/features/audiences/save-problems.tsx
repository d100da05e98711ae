import { describeFailure } from '../../app/describe-failure.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

interface SaveProblemsProps {
  /** Null: nothing is wrong. */
  readonly error: unknown;
  /** What is wrong with the definition, in words. */
  readonly others: readonly string[];
  /** Whether the audience has been deleted meanwhile. */
  readonly isGone: boolean;
  readonly onSaveAsNew: () => void;
}

/** Why something was not saved: what happened, that nothing is lost, what to do. */
export function SaveProblems({ error, others, isGone, onSaveAsNew }: SaveProblemsProps) {
  const { t } = useLanguage();
  if (error === null) return null;
  const texts = t.audiences;
  if (isGone) {
    return (
      <div className="notice notice-error" role="alert">
        <Icon name="warn" size={18} />
        <div className="notice-body">
          <p className="notice-title">{texts.conflict.goneTitle}</p>
          <p>{texts.save.failedKept}</p>
          <Button onClick={onSaveAsNew}>{texts.conflict.asNew}</Button>
        </div>
      </div>
    );
  }
  const failure = describeFailure(error, t);
  return (
    <div className="notice notice-error" role="alert">
      <Icon name="warn" size={18} />
      <div className="notice-body">
        <p className="notice-title">{texts.save.failedTitle}</p>
        <p>{texts.save.failedKept}</p>
        {others.length === 0 ? (
          <p>{failure.kind === 'definition' ? texts.save.failedDo : failure.title}</p>
        ) : (
          <ul className="plain-list">
            {others.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

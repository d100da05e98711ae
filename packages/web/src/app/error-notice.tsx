import { useLanguage } from '../i18n/language.ts';
import { Icon } from '../ui/icon.tsx';

interface ErrorNoticeProps {
  /** What happened. */
  readonly title: string;
  /** What was not affected. */
  readonly kept: string;
  /** What to do. */
  readonly advice: string;
  readonly details?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** An error: what happened, what was not affected, what to do. */
export function ErrorNotice({ title, kept, advice, details, action }: ErrorNoticeProps) {
  const { t } = useLanguage();
  return (
    <div className="notice notice-error" role="alert">
      <Icon name="warn" size={18} />
      <div className="notice-body">
        <p className="notice-title">{title}</p>
        <p>{kept}</p>
        <p>{advice}</p>
        {details === undefined || details === '' ? null : (
          <details>
            <summary>{t.errors.details}</summary>
            <pre className="notice-details">{details}</pre>
          </details>
        )}
        {action === undefined ? null : (
          <button type="button" className="button" onClick={action.run}>
            {action.label}
          </button>
        )}
      </div>
    </div>
  );
}

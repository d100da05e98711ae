import type { Issue } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { OriginalWords } from '../original-words.tsx';

/** What is wrong with a condition, at its card: the kind in the reader's language, and the server's own words. */
export function CardProblems({ issues }: { readonly issues: readonly Issue[] }) {
  const { t, lang } = useLanguage();
  return issues.map((issue) => {
    const words = t.failures.issues[issue.code];
    return (
      <div key={`${issue.path} ${issue.code} ${issue.message}`} className="card-problem" role="alert">
        <Icon name="warn" size={14} />
        <div>
          {words === undefined ? null : <strong>{words}</strong>}{' '}
          {words === undefined || lang === 'en' ? (
            <span lang="en">{issue.message}</span>
          ) : (
            <OriginalWords text={issue.message} />
          )}
        </div>
      </div>
    );
  });
}

import type { Issue } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';

/** What is wrong with a condition, at its card: the kind in the reader's language, then the server's own words. */
export function CardProblems({ issues }: { readonly issues: readonly Issue[] }) {
  const { t } = useLanguage();
  return issues.map((issue) => (
    <p key={`${issue.path} ${issue.code} ${issue.message}`} className="card-problem" role="alert">
      <Icon name="warn" size={14} />
      <span>
        <strong>{t.errors.issues[issue.code] ?? ''}</strong> {issue.message}
      </span>
    </p>
  ));
}

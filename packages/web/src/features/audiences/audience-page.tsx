import { useEffect } from 'react';
import { Link } from 'wouter';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** One saved audience, by its id. */
export function AudiencePage({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${t.shell.page.audiences} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content">
      <h1 className="visually-hidden">{t.shell.audienceMissingTitle}</h1>
      <EmptyState icon="people" title={t.shell.audienceMissingTitle} text={t.shell.audienceMissingText(id)}>
        <Link className="button" href={PATHS.audiences}>
          {t.shell.toAudiences}
        </Link>
      </EmptyState>
    </main>
  );
}

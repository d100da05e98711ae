import { useEffect } from 'react';
import { Link } from 'wouter';
import { useExploreAddress } from '../../app/explore-address.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** The audiences that have been saved. */
export function AudiencesPage() {
  const { t } = useLanguage();
  const exploreAddress = useExploreAddress();
  useEffect(() => {
    document.title = `${t.shell.page.audiences} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content">
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.audiences}</h1>
        <p className="content-lead grow">{t.shell.audiencesLead}</p>
      </header>
      <EmptyState icon="people" title={t.shell.noAudiencesTitle} text={t.shell.noAudiencesText}>
        <Link className="button button-primary" href={exploreAddress}>
          {t.shell.toExplore}
        </Link>
      </EmptyState>
    </main>
  );
}

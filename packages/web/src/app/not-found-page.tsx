import { useEffect } from 'react';
import { Link } from 'wouter';
import { useLanguage } from '../i18n/language.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useExploreAddress } from './explore-address.ts';

/** An address that is no page. */
export function NotFoundPage() {
  const { t } = useLanguage();
  const exploreAddress = useExploreAddress();
  useEffect(() => {
    document.title = `${t.shell.notFoundTitle} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content">
      <h1 className="visually-hidden">{t.shell.notFoundTitle}</h1>
      <EmptyState icon="search" title={t.shell.notFoundTitle} text={t.shell.notFoundText(location.pathname)}>
        <Link className="button" href={exploreAddress}>
          {t.shell.toExplore}
        </Link>
      </EmptyState>
    </main>
  );
}

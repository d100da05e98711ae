import { useEffect } from 'react';
import { Link } from 'wouter';
import { useAudienceList } from '../../api/audiences.ts';
import { isSilence, useConnection } from '../../api/connection.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useExploreAddress } from '../../app/explore-address.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AudienceLibrary } from './audience-library.tsx';
import { describeStoreFailure } from './describe-store-failure.ts';
import './audiences.css';
import './save-dialog.css';

/** The audiences that have been saved. */
export function AudiencesPage() {
  const { t } = useLanguage();
  const exploreAddress = useExploreAddress();
  const list = useAudienceList();
  const isDown = useConnection((state) => state.isDown);
  useEffect(() => {
    document.title = `${t.shell.page.audiences} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content">
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.audiences}</h1>
        <p className="content-lead grow">{t.shell.audiencesLead}</p>
      </header>
      {/* The bar on top of every page tells of a silent server and asks again by itself. */}
      {list.error === null || (isDown && isSilence(list.error)) ? null : (
        <ErrorNotice {...describeStoreFailure(list.error, t)} action={{ label: t.retry, run: () => void list.refetch() }} />
      )}
      {list.data === undefined ? (
        list.isPending ? (
          <TableSkeleton rows={6} />
        ) : null
      ) : list.data.audiences.length === 0 ? (
        <EmptyState icon="people" title={t.shell.noAudiencesTitle} text={t.shell.noAudiencesText}>
          <Link className="button button-primary" href={exploreAddress}>
            {t.shell.toExplore}
          </Link>
        </EmptyState>
      ) : (
        <AudienceLibrary list={list.data} />
      )}
    </main>
  );
}

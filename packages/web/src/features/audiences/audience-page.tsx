import { useEffect } from 'react';
import { Link } from 'wouter';
import { useAudience, useAudienceVersions } from '../../api/audiences.ts';
import { isSilence, useConnection } from '../../api/connection.ts';
import { ApiError } from '../../api/request-json.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AudienceHead } from './audience-head.tsx';
import { AudienceYaml } from './audience-yaml.tsx';
import { DeletedAudience } from './deleted-audience.tsx';
import { describeStoreFailure } from './describe-store-failure.ts';
import { HistorySection } from './history-section.tsx';
import { UsedBy } from './used-by.tsx';
import { VersionSection } from './version-section.tsx';
import './audiences.css';
import './save-dialog.css';
import './audience-page.css';

/** One saved audience, by its id: what it is, how large it was, its versions, and who uses it. */
export function AudiencePage({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const audience = useAudience(id);
  const isDown = useConnection((state) => state.isDown);
  const isMissing = audience.error instanceof ApiError && audience.error.status === 404;
  // Of a deleted one the versions are kept.
  const kept = useAudienceVersions(id, isMissing);
  const deleted = isMissing ? (kept.data?.deleted ?? null) : null;
  const name = audience.data?.name ?? kept.data?.versions[0]?.name ?? t.shell.page.audiences;
  useEffect(() => {
    document.title = `${name} · ${t.appName}`;
  }, [name, t]);
  if (deleted !== null && kept.data !== undefined) {
    return (
      <main className="content audience-page">
        <DeletedAudience id={id} versions={kept.data.versions} deleted={deleted} />
      </main>
    );
  }
  if (isMissing && kept.isPending) {
    return (
      <main className="content">
        <h1 className="visually-hidden">{t.shell.page.audiences}</h1>
        <TableSkeleton rows={8} />
      </main>
    );
  }
  if (isMissing) {
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
  return (
    <main className="content audience-page">
      {audience.error === null || (isDown && isSilence(audience.error)) ? null : (
        <ErrorNotice
          {...describeStoreFailure(audience.error, t)}
          action={{ label: t.retry, run: () => void audience.refetch() }}
        />
      )}
      {audience.data === undefined ? (
        <>
          <h1 className="visually-hidden">{t.shell.page.audiences}</h1>
          {audience.isPending ? <TableSkeleton rows={8} /> : null}
        </>
      ) : (
        <>
          <AudienceHead audience={audience.data} />
          {audience.data.sentence === null ? null : <HistorySection audience={audience.data} />}
          <VersionSection id={audience.data.id} />
          <UsedBy id={audience.data.id} />
          <AudienceYaml audience={audience.data} />
        </>
      )}
    </main>
  );
}

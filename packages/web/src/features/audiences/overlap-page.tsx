import { useEffect } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useNamedAudiences } from '../../api/audience-list.ts';
import { referTo } from '../../api/audiences.ts';
import { isSilence, useConnection } from '../../api/connection.ts';
import { useOverlap } from '../../api/several.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { describeStoreFailure } from './describe-store-failure.ts';
import { nameApart } from './name-apart.ts';
import { LEAST_COMPARED, MOST_COMPARED, readOverlapIds, writeOverlapLink } from './overlap-address.ts';
import { OverlapParts } from './overlap-parts.tsx';
import { OverlapSets } from './overlap-sets.tsx';
import './audiences.css';
import './save-dialog.css';
import './overlap.css';

/** Who is in which of the two to five audiences that the address names. */
export function OverlapPage() {
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  const ids = readOverlapIds(useSearch()) ?? [];
  const list = useNamedAudiences(ids);
  const isDown = useConnection((state) => state.isDown);
  const known = new Map(list.data?.audiences.map((audience) => [audience.id, audience]));
  // A list of other ids says nothing about these.
  const isListed = list.data !== undefined && !list.isPlaceholderData;
  const missing = isListed ? ids.filter((id) => !known.has(id)) : [];
  const isRight = ids.length >= LEAST_COMPARED && ids.length <= MOST_COMPARED && missing.length === 0;
  const overlap = useOverlap(
    ids.map((id) => referTo(id, known.get(id)?.version ?? null)),
    isRight && isListed,
  );
  const texts = t.audiences.overlap;
  useEffect(() => {
    document.title = `${texts.title} · ${t.appName}`;
  }, [texts, t]);
  const error = list.error ?? (isRight ? overlap.error : null);
  const names = nameApart(ids.map((id) => known.get(id)?.name ?? id));
  // An answer about other audiences says nothing about these.
  const answer = isRight && !overlap.isPlaceholderData ? overlap.data : undefined;
  return (
    <main className="content">
      <header className="content-head">
        <h1 className="content-title">{texts.title}</h1>
        <p className="content-lead grow">{texts.lead}</p>
        <Link className="link-button" href={PATHS.audiences}>
          {t.shell.toAudiences}
        </Link>
      </header>
      {error === null || (isDown && isSilence(error)) ? null : (
        <ErrorNotice
          {...(list.error === null ? describeFailure(error, t) : describeStoreFailure(error, t))}
          action={{ label: t.retry, run: () => void (list.error === null ? overlap : list).refetch() }}
        />
      )}
      {list.data === undefined ? (
        list.isPending ? (
          <TableSkeleton rows={6} />
        ) : null
      ) : (
        <>
          <OverlapSets
            ids={ids}
            names={names}
            answer={answer}
            known={known}
            onChange={(next) => navigate(writeOverlapLink(next), { replace: true })}
          />
          {missing.length > 0 ? (
            <p className="field-problem" role="alert">
              {texts.missing(missing.join(', '))}
            </p>
          ) : !isRight ? (
            <EmptyState icon="people" title={texts.fewTitle} text={texts.fewText} />
          ) : answer !== undefined ? (
            <OverlapParts answer={answer} names={names} />
          ) : overlap.isError ? null : (
            <TableSkeleton rows={6} />
          )}
        </>
      )}
    </main>
  );
}

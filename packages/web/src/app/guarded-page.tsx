import type { Permission } from '@silhouette/model';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useMe } from '../api/accounts.ts';
import { useLanguage } from '../i18n/language.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useExploreAddress } from './explore-address.ts';
import { PATHS } from './routes.ts';

interface GuardedPageProps {
  /** What the page takes; null: it is for everybody who is in. */
  readonly permission: Permission | null;
  readonly children: ReactNode;
}

/**
 * A page for those who may use it; who came by its address alone is told what it takes, instead of forms that the server refuses. Until
 * it is known what they may do the page is shown: the server decides in any case.
 */
export function GuardedPage({ permission, children }: GuardedPageProps) {
  const me = useMe().data;
  if (permission === null || me === undefined || me.permissions.includes(permission)) return children;
  return (
    <ClosedPage
      permission={permission}
      isHeldBack={me.heldBack.includes(permission)}
      mayAsk={me.permissions.includes('audience.ask')}
    />
  );
}

interface ClosedPageProps {
  readonly permission: Permission;
  /** Their role allows it, but not without a second factor. */
  readonly isHeldBack: boolean;
  readonly mayAsk: boolean;
}

function ClosedPage({ permission, isHeldBack, mayAsk }: ClosedPageProps) {
  const { t } = useLanguage();
  const exploreAddress = useExploreAddress();
  const title = isHeldBack ? t.shell.closedUntilFactorTitle : t.shell.closedTitle;
  useEffect(() => {
    document.title = `${title} · ${t.appName}`;
  }, [title, t]);
  const text = isHeldBack ? t.shell.closedUntilFactorText : t.shell.closedText(t.accounts.permissions[permission]);
  return (
    <main className="content">
      <h1 className="visually-hidden">{title}</h1>
      <EmptyState icon="people" title={title} text={text}>
        {isHeldBack ? (
          <Link className="button" href={PATHS.account}>
            {t.accounts.account}
          </Link>
        ) : mayAsk ? (
          <Link className="button" href={exploreAddress}>
            {t.shell.toExplore}
          </Link>
        ) : null}
      </EmptyState>
    </main>
  );
}

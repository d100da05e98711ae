import { useEffect } from 'react';
import { useAudienceVersion } from '../../api/audiences.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useDelayed } from '../../ui/use-delayed.ts';
import { readTree } from '../audiences/explore-link.ts';
import { useExploreStore } from './explore-store.ts';

/** In place of the workspace while the definition of the audience that a link names is on its way. */
export function AwaitedAudience() {
  const { t } = useLanguage();
  const opened = useExploreStore((state) => state.opened);
  const settleAwaited = useExploreStore((state) => state.settleAwaited);
  const { data, error } = useAudienceVersion(opened);
  const isSlow = useDelayed(true);
  useEffect(() => {
    if (data !== undefined) settleAwaited(readTree(data.definition), '');
    else if (error !== null) settleAwaited(null, error.message);
  }, [data, error, settleAwaited]);
  return (
    <main className="full-notice">
      <h1 className="visually-hidden">{t.shell.page.explore}</h1>
      <p className="loading">{isSlow ? t.loading : ''}</p>
    </main>
  );
}

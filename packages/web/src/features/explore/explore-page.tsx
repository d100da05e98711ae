import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useCatalog } from '../../api/queries.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { useDelayed } from '../../ui/use-delayed.ts';
import { AwaitedAudience } from './awaited-audience.tsx';
import { type ExploreLookup, ExploreLookupContext } from './explore-context.ts';
import { useExploreStore } from './explore-store.ts';
import { ExploreTools } from './explore-tools.tsx';
import { ExploreWorkspace } from './explore-workspace.tsx';
import { followAddress } from './follow-address.ts';
import { useKeptPanels } from './group/use-kept-panels.ts';
import { useSteps } from './use-steps.ts';
import './explore.css';
import './catalog/catalog.css';
import './cards/cards.css';
import './editors/editors.css';
import './group/group.css';
import './compare/compare.css';
import './look-ahead/look-ahead.css';
import './portrait/portrait.css';
import './drawers/drawers.css';

/** The Explore page: catalog, definition, group. */
export function ExplorePage() {
  const { t } = useLanguage();
  const catalog = useCatalog();
  const client = useQueryClient();
  const { brokenLink, isAwaited, startEmpty } = useExploreStore();
  const isSlow = useDelayed(catalog.isPending);
  useEffect(followAddress, []);
  const { undo, redo } = useSteps();
  useUndoKeys(undo, redo);
  useEffect(() => {
    document.title = catalog.data === undefined ? t.appName : `${catalog.data.name} · ${t.appName}`;
  }, [catalog.data, t]);
  const lookup = useMemo<ExploreLookup | null>(() => {
    if (catalog.data === undefined) return null;
    const { attributes, events } = catalog.data;
    return {
      catalog: catalog.data,
      attributeById: new Map(attributes.map((attribute) => [attribute.id, attribute])),
      eventById: new Map(events.map((event) => [event.id, event])),
    };
  }, [catalog.data]);
  useKeptPanels(lookup);
  const linkReasons = {
    damaged: t.errors.linkDamaged,
    newer: t.errors.linkNewer,
    unreadable: t.errors.linkUnreadable,
    elsewhere: t.defining.large.elsewhere,
    missing: t.defining.large.missing,
  };
  return (
    <>
      <ExploreTools />
      {brokenLink !== null ? (
        <main className="full-notice">
          <h1 className="visually-hidden">{t.shell.page.explore}</h1>
          <ErrorNotice
            title={`${t.errors.linkTitle} ${linkReasons[brokenLink.reason]}`}
            kept={t.errors.linkKept}
            advice={brokenLink.reason === 'elsewhere' ? t.defining.large.elsewhereDo : t.errors.linkDo}
            details={brokenLink.detail}
            action={{ label: t.errors.linkStart, run: startEmpty }}
          />
        </main>
      ) : isAwaited ? (
        <AwaitedAudience />
      ) : lookup !== null ? (
        <ExploreLookupContext.Provider value={lookup}>
          <ExploreWorkspace />
        </ExploreLookupContext.Provider>
      ) : (
        <main className="full-notice">
          <h1 className="visually-hidden">{t.shell.page.explore}</h1>
          {catalog.isError ? (
            <ErrorNotice
              {...describeFailure(catalog.error, t)}
              action={{ label: t.retry, run: () => client.invalidateQueries() }}
            />
          ) : (
            <p className="loading">{isSlow ? t.loading : ''}</p>
          )}
        </main>
      )}
    </>
  );
}

/**
 * Ctrl or Cmd with Z undoes, with Shift or Y redoes; in a text field the field's own undo stays. Nothing changes below a
 * dialog or drawer: what is being saved or exported there is what was on the page when it opened.
 */
function useUndoKeys(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target;
      const isTyping = target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea');
      if (isTyping || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (document.querySelector('.drawer-overlay') !== null) return;
      if (key === 'y' || event.shiftKey) redo();
      else undo();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [undo, redo]);
}

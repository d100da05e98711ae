import { Suspense, useCallback, useState } from 'react';
import { useMay } from '../../../api/accounts.ts';
import { isSilence, useConnection } from '../../../api/connection.ts';
import { describeFailure } from '../../../app/describe-failure.ts';
import { ErrorNotice } from '../../../app/error-notice.tsx';
import { makeLazyPage } from '../../../app/lazy-page.tsx';
import { formatCount, formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useDelayed } from '../../../ui/use-delayed.ts';
import { nameVersus } from '../compare/name-versus.ts';
import { useComparedPanels } from '../compare/use-compared-panels.ts';
import { VersusPicker } from '../compare/versus-picker.tsx';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { keepChoice } from '../kept-choice.ts';
import { loadPortrait } from '../load-later.ts';
import type { Answers } from '../use-answers.ts';
import { MomentPicker } from './moment-picker.tsx';
import { PanelChooser } from './panel-chooser.tsx';
import { PanelList } from './panel-list.tsx';

const PortraitPanel = makeLazyPage(loadPortrait);

interface GroupPaneProps {
  readonly answers: Answers;
  /** The panels asked for, in the order asked; null: the catalog's own. */
  readonly panelIds: readonly string[] | null;
  readonly onExplain: () => void;
  readonly onMembers: () => void;
  readonly onExport: () => void;
  readonly onWhy: () => void;
}

/** How many they are, and who they are. */
export function GroupPane({ answers, panelIds, onExplain, onMembers, onExport, onWhy }: GroupPaneProps) {
  const { t, lang } = useLanguage();
  const mayList = useMay('members.list');
  const mayExport = useMay('members.export');
  const { catalog } = useLookup();
  const { panels, setPanels, setMoment, versus } = useExploreStore();
  const [view, setView] = useState<'panels' | 'portrait'>('panels');
  const { answer, isStale } = answers.count;
  const error = answers.count.error ?? answers.panels.error;
  const compared = useComparedPanels(answers.panels.answer, panelIds);
  const choosePanels = useCallback(
    (next: readonly string[] | null, announce?: string) => {
      keepChoice('panels', catalog.name, next);
      setPanels(next, announce);
    },
    [catalog.name, setPanels],
  );
  const isSlow = useDelayed(isStale && error === null);
  // The bar on top of every page tells of a silent server and asks again by itself.
  const isDown = useConnection((state) => state.isDown);
  const failure = error === null || (isDown && isSilence(error)) ? null : describeFailure(error, t);
  const isGone = failure?.kind === 'gone';
  // The same question again would be refused again: only a change of the marked condition helps.
  const isRefused = failure?.kind === 'definition';
  const shown = panels ?? catalog.panels;
  return (
    <section className="group" aria-labelledby="group-title" aria-busy={isStale}>
      <h2 className="visually-hidden" id="group-title">
        {t.group.title}
      </h2>
      {failure === null ? null : (
        <ErrorNotice
          {...failure}
          {...(isRefused
            ? {}
            : {
                action: isGone
                  ? { label: t.explain.unpin, run: () => setMoment({ asOf: null, snapshot: null }) }
                  : { label: t.retry, run: answers.retry },
              })}
        />
      )}
      {answer === undefined ? (
        <CountSkeleton />
      ) : (
        <>
          <div className={isStale ? 'count is-stale' : 'count'}>
            <p className="count-number" data-testid="count" data-stale={isStale}>
              <span className="count-figure">{formatCount(answer.count, lang)}</span>
              <span className="count-unit">{t.group.customers(answer.count)}</span>
              {isSlow ? <span className="spinner" role="img" aria-label={t.group.updating} /> : null}
            </p>
            <p className="count-share">{t.group.shareOf(formatShare(answer.share, lang), formatCount(answer.base, lang))}</p>
            <span className="count-bar" aria-hidden="true">
              {answer.count === 0 ? null : <span style={{ width: `${(answer.share ?? 0) * 100}%` }} />}
            </span>
            <div className="count-tools">
              <button type="button" className="button" onClick={onExplain}>
                <Icon name="steps" size={14} /> {t.group.explain}
              </button>
              {mayList ? (
                <button type="button" className="button" onClick={onMembers} disabled={answer.count === 0}>
                  <Icon name="people" size={14} /> {t.group.members}
                </button>
              ) : null}
              {mayExport ? (
                <button type="button" className="button" onClick={onExport}>
                  <Icon name="download" size={14} /> {t.exports.open}
                </button>
              ) : null}
              {mayList ? (
                <button
                  type="button"
                  className="button"
                  aria-label={t.exploring.why.open}
                  title={t.exploring.why.open}
                  onClick={onWhy}
                >
                  {t.exploring.why.short}
                </button>
              ) : null}
              <MomentPicker asOf={answer.asOf} />
            </div>
          </div>
          {answer.count === 0 && !isStale ? (
            <div className="notice">
              <Icon name="info" size={18} />
              <div className="notice-body">
                <p className="notice-title">{t.group.nobodyTitle}</p>
                <p>{t.group.nobodyText}</p>
              </div>
            </div>
          ) : null}
          <div className="group-views">
            <Segmented
              label={t.group.view}
              value={view}
              options={[
                { value: 'panels', label: t.group.panels },
                { value: 'portrait', label: t.portrait.title },
              ]}
              onChange={setView}
            />
            <VersusPicker />
          </div>
          {compared.other === undefined || versus.kind !== 'audience' ? null : (
            <p className="versus-sentence">
              {compared.other.sentence[lang]}{' '}
              <span className="quiet">
                {t.exploring.versus.size(formatCount(compared.other.count, lang), t.group.customers(compared.other.count))}
              </span>
            </p>
          )}
          {compared.error === null ? null : (
            <p className="field-problem" role="alert">
              {t.exploring.versus.failed}
            </p>
          )}
          {view === 'portrait' ? (
            <Suspense fallback={<p className="loading">{t.loading}</p>}>
              <PortraitPanel question={answers.asked} canAsk={error === null} />
            </Suspense>
          ) : (
            <>
              <header className="panels-head">
                <p className="legend">
                  <span className="legend-group" /> {t.group.thisGroup}
                  <span className="legend-base" /> {nameVersus(versus.kind, t).name}
                </p>
                <PanelChooser shown={shown} isDefault={panels === null} onChange={choosePanels} />
              </header>
              <div className={answers.panels.isStale ? 'panels is-stale' : 'panels'}>
                <PanelList shown={shown} panels={compared.panels} versus={versus.kind} onOrder={choosePanels} />
                {shown.length === 0 ? <p className="hint">{t.group.noPanels}</p> : null}
              </div>
            </>
          )}
        </>
      )}
      <p className="visually-hidden" role="status">
        {answer === undefined || isStale
          ? ''
          : t.group.announce(formatCount(answer.count, lang), t.group.customers(answer.count))}
      </p>
    </section>
  );
}

/** Keeps the place of the count until the first answer. */
function CountSkeleton() {
  const { t } = useLanguage();
  const isSlow = useDelayed(true);
  return (
    <div className="count">
      <p className="count-number">
        <span className="count-figure count-empty">{isSlow ? t.loading : ' '}</span>
      </p>
    </div>
  );
}

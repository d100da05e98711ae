import type { PortraitAnswer } from '@silhouette/model';
import { type Question, usePortrait } from '../../../api/queries.ts';
import { describeFailure } from '../../../app/describe-failure.ts';
import { ErrorNotice } from '../../../app/error-notice.tsx';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useDelayed } from '../../../ui/use-delayed.ts';
import { useSettled } from '../../../ui/use-settled.ts';
import { nameVersus } from '../compare/name-versus.ts';
import { useSnapshot } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { TraitList } from './trait-list.tsx';

interface PortraitPanelProps {
  readonly question: Question;
  /** False while the question cannot be answered as it stands: nothing is asked. */
  readonly canAsk: boolean;
}

/** A portrait reads every attribute: it is asked once the question has stayed for a moment. */
const SETTLE_MS = 350;

/** What sets the group apart, asked only while it is in sight. */
export function PortraitPanel({ question, canAsk }: PortraitPanelProps) {
  const { t } = useLanguage();
  const versus = useExploreStore((state) => state.versus);
  const settled = useSettled(question, SETTLE_MS);
  const snapshot = useSnapshot();
  const portrait = usePortrait({ ...settled, snapshot }, versus.kind === 'audience' ? versus.definition : versus.kind, canAsk);
  const isStale = settled !== question || portrait.isPlaceholderData;
  const isWaiting = canAsk && portrait.error === null && (isStale || portrait.isPending);
  const isSlow = useDelayed(isWaiting);
  const answer = portrait.data;
  return (
    <section className="portrait" aria-labelledby="portrait-title" aria-busy={isWaiting}>
      <header className="portrait-head">
        <h3 className="visually-hidden" id="portrait-title">
          {t.portrait.title}
        </h3>
        <p className="legend">
          <span className="legend-group" /> {t.group.thisGroup}
          <span className="legend-base" /> {nameVersus(versus.kind, t).name}
        </p>
        {isSlow ? <span className="spinner" role="img" aria-label={t.portrait.comparing} /> : null}
      </header>
      {portrait.error === null ? null : (
        <ErrorNotice {...describeFailure(portrait.error, t)} action={{ label: t.retry, run: () => void portrait.refetch() }} />
      )}
      {answer === undefined ? (
        <p className="hint">{isSlow ? t.portrait.comparing : ' '}</p>
      ) : (
        <div className={isStale ? 'is-stale' : ''}>
          <Portrait answer={answer} />
        </div>
      )}
      <p className="visually-hidden" role="status">
        {answer === undefined || isWaiting ? '' : t.portrait.announce(answer.traits.length)}
      </p>
    </section>
  );
}

function Portrait({ answer }: { readonly answer: PortraitAnswer }) {
  const { t, lang } = useLanguage();
  const limit = answer.notes.find(({ code }) => code === 'nothing-to-compare' || code === 'too-few-customers');
  return (
    <>
      {answer.traits.length > 0 ? (
        <>
          <p className="hint">
            {t.portrait.summary(
              answer.telling,
              formatCount(answer.telling, lang),
              answer.tested,
              formatCount(answer.tested, lang),
            )}
          </p>
          <p className="hint">{t.portrait.method}</p>
          <TraitList traits={answer.traits} versus={answer.versus.kind} isTelling />
        </>
      ) : (
        <div className="notice" data-testid="portrait-empty">
          <Icon name="info" size={18} />
          <div className="notice-body">
            <p className="notice-title">{t.portrait.noneTitle}</p>
            <p>
              {limit === undefined
                ? t.portrait.noneText
                : limit.code === 'too-few-customers'
                  ? t.portrait.tooFew
                  : t.portrait.nothingToCompare}
            </p>
          </div>
        </div>
      )}
      {answer.given.length === 0 ? null : (
        <details className="portrait-given">
          <summary>{t.portrait.given(answer.given.length)}</summary>
          <p className="hint">{t.portrait.givenHint}</p>
          <TraitList traits={answer.given} versus={answer.versus.kind} />
        </details>
      )}
    </>
  );
}

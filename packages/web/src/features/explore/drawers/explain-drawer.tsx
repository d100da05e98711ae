import type { ExplainAnswer } from '@silhouette/model';
import { describeFailure } from '../../../app/describe-failure.ts';
import { ErrorNotice } from '../../../app/error-notice.tsx';
import { formatCount, formatInstant } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { Sentence } from '../../../ui/sentence.tsx';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { writeLink } from '../follow-address.ts';
import { listWaterfall, type WaterfallRow } from './list-waterfall.ts';

interface ExplainDrawerProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly answer: ExplainAnswer | undefined;
  readonly error: unknown;
  readonly isStale: boolean;
  readonly onRetry: () => void;
}

/** Everything behind the number: steps, SQL, snapshot, engine. */
export function ExplainDrawer({ isOpen, onClose, answer, error, isStale, onRetry }: ExplainDrawerProps) {
  const { t } = useLanguage();
  return (
    <Drawer title={t.explain.title} isOpen={isOpen} onClose={onClose}>
      {error === null ? null : <ErrorNotice {...describeFailure(error, t)} action={{ label: t.retry, run: onRetry }} />}
      {answer === undefined ? error === null ? <p>{t.loading}</p> : null : <Explanation answer={answer} isStale={isStale} />}
    </Drawer>
  );
}

function Explanation({ answer, isStale }: { readonly answer: ExplainAnswer; readonly isStale: boolean }) {
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  const { asOf, snapshot, setMoment } = useExploreStore();
  const isPinned = asOf !== null && snapshot !== null;
  const canonical = JSON.stringify(answer.canonical, null, 2);
  const parameters = Object.keys(answer.sql.parameters).length === 0 ? null : JSON.stringify(answer.sql.parameters, null, 2);
  return (
    <div className={isStale ? 'explain is-stale' : 'explain'}>
      <p className="sentence">
        <Sentence text={answer.sentence[lang]} />
      </p>
      <section>
        <h3>{t.explain.waterfall}</h3>
        <table className="table waterfall">
          <thead>
            <tr>
              <th scope="col">{t.explain.step}</th>
              <th scope="col" className="numeric">
                {t.explain.alone}
              </th>
              <th scope="col" className="numeric">
                {t.explain.remaining}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t.explain.everyone}</th>
              <td className="numeric" />
              <td className="numeric">
                <WaterfallFigure count={answer.base} base={answer.base} />
              </td>
            </tr>
            {listWaterfall(answer).map((step) => (
              <tr key={step.path} className={step.depth === 0 ? '' : 'waterfall-inner'}>
                <th scope="row" style={{ paddingInlineStart: `${8 + step.depth * 18}px` }}>
                  <Sentence text={step.sentence[lang]} />
                </th>
                <td className="numeric">{formatCount(step.alone, lang)}</td>
                <td className="numeric">
                  <WaterfallFigure step={step} count={step.remaining} base={answer.base} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {answer.nested === null ? <p className="hint">{t.exploring.waterfall.tooMany}</p> : null}
      </section>
      <section>
        <header className="explain-head">
          <h3>{t.explain.provenance}</h3>
          {isPinned ? (
            <button type="button" className="button" onClick={() => setMoment({ asOf: null, snapshot: null })}>
              {t.explain.unpin}
            </button>
          ) : (
            <span className="explain-actions">
              <button
                type="button"
                className="button"
                onClick={() => setMoment({ asOf: answer.asOf, snapshot: answer.snapshot })}
              >
                {t.explain.pin}
              </button>
              <CopyButton
                label={t.copyLink}
                doneLabel={t.linkCopied}
                noneLabel={t.defining.large.noLink}
                read={() => writeLink(answer)}
              />
            </span>
          )}
        </header>
        <dl className="facts">
          <dt>{t.explain.snapshot}</dt>
          <dd className="mono">{answer.snapshot}</dd>
          <dt>{t.explain.asOf}</dt>
          <dd>
            {formatInstant(answer.asOf, catalog.timeZone, lang)} ({catalog.timeZone}){' '}
            <span className="mono quiet">{answer.asOf}</span>
          </dd>
          <dt>{t.explain.engine}</dt>
          <dd>{answer.engine}</dd>
          <dt>{t.explain.elapsed}</dt>
          <dd>{t.group.tookMs(new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(answer.elapsedMs))}</dd>
          <dt>{t.explain.definition}</dt>
          <dd className="mono">{answer.definition}</dd>
        </dl>
      </section>
      <CodeSection title={t.explain.sql} text={answer.sql.text} />
      {parameters === null ? null : <CodeSection title={t.explain.parameters} text={parameters} />}
      <CodeSection title={t.explain.canonical} text={canonical} />
    </div>
  );
}

interface WaterfallFigureProps {
  readonly count: number;
  readonly base: number;
  /** Absent: everyone. */
  readonly step?: WaterfallRow;
}

function WaterfallFigure({ count, base, step }: WaterfallFigureProps) {
  const { t, lang } = useLanguage();
  const text = formatCount(count, lang);
  // Inside of groups the column's heading does not say what the number is.
  const words = step === undefined || step.depth === 0 ? null : t.exploring.waterfall[step.excluded ? 'excluded' : step.join];
  return (
    <>
      <span title={words?.title}>{words === null ? text : words.write(text)}</span>
      <span className="waterfall-bar" aria-hidden="true">
        <span style={{ width: base === 0 ? '0' : `${(count / base) * 100}%` }} />
      </span>
    </>
  );
}

function CodeSection({ title, text }: { readonly title: string; readonly text: string }) {
  const { t } = useLanguage();
  return (
    <section>
      <header className="explain-head">
        <h3>{title}</h3>
        <CopyButton label={t.copy} read={() => text} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

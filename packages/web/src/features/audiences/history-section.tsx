import type { SavedAudience } from '@silhouette/model';
import { useAudienceHistory } from '../../api/audiences.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { formatCount, formatDayText, formatShare } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { HistoryChart } from './history-chart.tsx';

/** Months that the history of an audience covers. */
const MONTHS = 24;

/** How large an audience was over the past months: a chart, and the same as a table. */
export function HistorySection({ audience }: { readonly audience: SavedAudience }) {
  const { t, lang } = useLanguage();
  const history = useAudienceHistory(audience.id, audience.version, MONTHS);
  const isGrowing = history.data?.isWhole !== true && !history.isError;
  const isSlow = useDelayed(isGrowing);
  const texts = t.audiences.page;
  return (
    <section className="part" aria-busy={isGrowing}>
      <h2 className="part-title">{texts.history}</h2>
      {history.isError ? (
        <div className="history-failed">
          <p className="field-problem" role="alert">
            {texts.historyFailed} {describeFailure(history.error, t).title}
          </p>
          <Button onClick={() => void history.refetch()}>{t.retry}</Button>
        </div>
      ) : null}
      {history.data === undefined ? (
        history.isError ? null : (
          <div className="history-waits">
            <p className="hint">{isSlow ? t.audiences.library.counting : ' '}</p>
          </div>
        )
      ) : (
        <>
          <HistoryChart points={history.data.points} of={MONTHS + 1} />
          {isGrowing && isSlow ? (
            <p className="hint" role="status">
              {texts.historyCounted(history.data.points.length, MONTHS + 1)}
            </p>
          ) : null}
          <p className="hint">{texts.historyNote}</p>
          <details>
            <summary>{texts.historyTable}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
            <section className="table-scroll history-table" tabIndex={0} aria-label={texts.history}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{texts.historyDay}</th>
                    <th scope="col" className="numeric">
                      {texts.historyCount}
                    </th>
                    <th scope="col" className="numeric">
                      {texts.historyShare}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {history.data.points.toReversed().map((point) => (
                    <tr key={point.asOf}>
                      <th scope="row">{formatDayText(point.lastDay, lang)}</th>
                      <td className="numeric">{formatCount(point.count, lang)}</td>
                      <td className="numeric">{formatShare(point.share, lang)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </details>
        </>
      )}
    </section>
  );
}

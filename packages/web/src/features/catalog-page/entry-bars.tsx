import { formatCount, formatShare } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { countMore, MOST_VALUES } from './count-more.ts';

interface EntryBarsProps {
  readonly title: string;
  readonly bars: readonly { readonly key: string; readonly label: string; readonly count: number }[];
  /** What shares are shares of. */
  readonly whole: number;
  /** All values that there are; null where that is not told. */
  readonly distinct: number | null;
  /** Whether there are more values than `bars`. */
  readonly isCut: boolean;
}

/** The largest values as bars, and how many more there are. */
export function EntryBars({ title, bars, whole, distinct, isCut }: EntryBarsProps) {
  const { t, lang } = useLanguage();
  const sorted = bars.toSorted((a, b) => b.count - a.count);
  const largest = Math.max(1, sorted[0]?.count ?? 0);
  return (
    <section>
      <h3>{title}</h3>
      <ul className="plain-list entry-bars">
        {sorted.slice(0, MOST_VALUES).map(({ key, label, count }) => (
          <li key={key}>
            <span className="entry-bar-label" title={label}>
              {label}
            </span>
            <span className="entry-bar" aria-hidden="true">
              <span style={{ width: `${(count / largest) * 100}%` }} />
            </span>
            <span className="numeric">
              {formatCount(count, lang)} ({formatShare(whole === 0 ? null : count / whole, lang)})
            </span>
          </li>
        ))}
      </ul>
      {tellMore(countMore(sorted.length, distinct, isCut))}
    </section>
  );

  function tellMore(more: number | 'some') {
    if (more === 0) return null;
    const { moreValues, someMoreValues } = t.catalogPage;
    return <p className="hint">{more === 'some' ? someMoreValues : moreValues(more, formatCount(more, lang))}</p>;
  }
}

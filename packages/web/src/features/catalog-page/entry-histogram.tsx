import { formatCount, formatDayText, formatShort } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { shiftDay } from '../explore/shift-day.ts';

interface EntryHistogramProps {
  readonly title: string;
  /** Else its edges are days. */
  readonly isNumber: boolean;
  /** [from, to), null = open. */
  readonly bins: readonly { readonly from: string | null; readonly to: string | null; readonly count: number }[];
  /** What lies at its ends, in words; null where that is not told. */
  readonly about: string | null;
}

/** Bins as bars, with what lies at their ends. */
export function EntryHistogram({ title, isNumber, bins, about }: EntryHistogramProps) {
  const { t, lang } = useLanguage();
  const edge = (text: string) => (isNumber ? formatShort(text, lang) : formatDayText(text.slice(0, 10), lang));
  const largest = Math.max(1, ...bins.map((bin) => bin.count));
  const width = 480 / Math.max(1, bins.length);
  return (
    <section>
      <h3>{title}</h3>
      <svg className="entry-histogram" viewBox="0 0 480 64" preserveAspectRatio="none" role="img" aria-label={about ?? title}>
        {bins.map((bin, index) => {
          const height = bin.count === 0 ? 0 : Math.max(1, (bin.count / largest) * 64);
          return (
            <rect key={bin.to ?? 'last'} x={index * width} y={64 - height} width={Math.max(1, width - 1)} height={height}>
              <title>{`${nameBin(bin.from, bin.to)}: ${formatCount(bin.count, lang)}`}</title>
            </rect>
          );
        })}
      </svg>
      {about === null ? null : <p className="hint">{about}</p>}
    </section>
  );

  function nameBin(from: string | null, to: string | null): string {
    const { group } = t;
    if (from === null) return to === null ? '' : isNumber ? group.binBelow(edge(to)) : group.binBefore(edge(to));
    if (to === null) return isNumber ? group.binAbove(edge(from)) : group.binAfter(edge(from));
    return isNumber ? group.bin(edge(from), edge(to)) : group.binDates(edge(from), edge(shiftDay(to, -1)));
  }
}

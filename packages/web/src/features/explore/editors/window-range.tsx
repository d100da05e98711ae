import { formatDay, type PanelBin } from '@silhouette/model';
import { formatDayText } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import type { TimeWindow } from '../definition/tree.ts';
import { describeWindow } from '../describe.ts';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { shiftDay } from '../shift-day.ts';
import { HistogramRange } from './histogram-range.tsx';
import { makeDayScale } from './histogram-scale.ts';
import { findDay, findDayAfter, resolveDays } from './resolve-days.ts';

interface WindowRangeProps {
  readonly name: string;
  readonly bins: readonly PanelBin[];
  /** What the bars are. */
  readonly hint: string;
  /** Null: all time. */
  readonly window: TimeWindow | null;
  /** `said` is for screen readers: a handle made dates of a window that moved with time. */
  readonly onChange: (window: TimeWindow, said: string) => void;
}

/** A distribution over days, with a handle for each end of a window. A handle that is moved makes the window one of fixed dates. */
export function WindowRange({ name, bins, hint, window, onChange }: WindowRangeProps) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const { catalog } = useLookup();
  const asOf = useExploreStore((state) => state.asOf) ?? catalog.asOf;
  const scale = makeDayScale(bins);
  const after = findDayAfter(asOf, catalog.timeZone);
  if (scale === null || after === null) return null;
  const { from, to } = resolveDays(window, after);
  const isFixed = window?.kind === 'range' || window === null;
  return (
    <HistogramRange
      name={name}
      bins={bins}
      scale={scale}
      low={from}
      high={to}
      format={(edge) => formatDayText(edge, lang)}
      hint={isFixed ? hint : `${hint}\n${t.editing.becomesDates(describeWindow(window, texts))}`}
      onChange={(low, high) => {
        // Edges are the first day after a bin; a window names its last day.
        const dates = { kind: 'range', from: low, to: high === null ? null : shiftDay(high, -1) } as const;
        onChange(dates, isFixed ? '' : t.editing.nowDates(describeWindow(dates, texts)));
      }}
    />
  );
}

/** Days over which rows are drawn where nobody knows when the first one was. */
const UNKNOWN_DAYS = 730;

/** The days to draw rows of an event over: from its first to the last that counts. */
export function useEventDays(first: string | null): { readonly first: string; readonly last: string } | null {
  const { catalog } = useLookup();
  const asOf = useExploreStore((state) => state.asOf) ?? catalog.asOf;
  const after = findDayAfter(asOf, catalog.timeZone);
  if (after === null) return null;
  const known = first === null ? null : findDay(first, catalog.timeZone);
  return { first: formatDay(Math.min(known ?? after - UNKNOWN_DAYS, after - 1)), last: formatDay(after - 1) };
}

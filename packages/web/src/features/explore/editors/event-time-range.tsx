import { useLanguage } from '../../../i18n/language.ts';
import type { NodeId, TimeWindow } from '../definition/tree.ts';
import { type RowScope, spreadOfTime } from './spread/condition-spreads.ts';
import { useSpread } from './spread/use-spread.ts';
import { useEventDays, WindowRange } from './window-range.tsx';

interface EventTimeRangeProps {
  /** The condition that the rows belong to. */
  readonly nodeId: NodeId;
  readonly rows: RowScope;
  /** When the event's first row was, an instant; null where nobody knows. */
  readonly first: string | null;
  readonly onChange: (window: TimeWindow | null, announce: string) => void;
}

/** When the rows of a condition happened, with a handle for each end of its window. */
export function EventTimeRange({ nodeId, rows, first, onChange }: EventTimeRangeProps) {
  const { t } = useLanguage();
  const days = useEventDays(first);
  const drawn = useSpread(days === null ? null : spreadOfTime(rows, days.first, days.last), nodeId);
  if (drawn === null) return null;
  if (drawn === 'waiting') return <div className="range range-waiting" aria-hidden="true" />;
  if (drawn === 'failed') return <p className="hint">{t.editing.noBins}</p>;
  return (
    <WindowRange
      name={t.window.label}
      bins={drawn.bins}
      hint={t.editing.timeContext}
      window={rows.within}
      onChange={(window, said) => {
        // Without either end it is all time.
        const isOpen = window.kind === 'range' && window.from === null && window.to === null;
        onChange(isOpen ? null : window, said);
      }}
    />
  );
}

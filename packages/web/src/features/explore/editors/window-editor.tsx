import { parseDay } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import { CommitInput } from '../../../ui/commit-input.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { CALENDAR_PERIODS, type TimeWindow, WINDOW_UNITS, type WindowUnit } from '../definition/tree.ts';
import { useWholeTexts } from './use-number-texts.ts';

interface WindowEditorProps {
  readonly window: TimeWindow | null;
  /** Events look back only and may be of all time; attributes may look ahead. */
  readonly of: 'event' | 'attribute';
  readonly onChange: (window: TimeWindow | null) => void;
}

const PRESETS = [
  [7, 'day'],
  [30, 'day'],
  [3, 'month'],
  [6, 'month'],
  [1, 'year'],
] as const;
const DAY_UNITS = ['day', 'week', 'month', 'year'] as const;

/** Any window of the language. */
export function WindowEditor({ window, of, onChange }: WindowEditorProps) {
  const { t } = useLanguage();
  const kind = window?.kind ?? 'all';
  const kinds = [
    'last',
    'range',
    'ago',
    'calendar',
    ...(of === 'attribute' ? (['next'] as const) : (['all'] as const)),
  ] as const;
  return (
    <div className="window-editor">
      <Segmented
        small
        label={t.window.label}
        value={kind}
        options={kinds.map((value) => ({ value, label: t.window.kinds[value] }))}
        onChange={(next) => onChange(makeWindow(next))}
      />
      {window === null ? null : <WindowFields window={window} of={of} onChange={onChange} />}
      {of === 'event' ? <p className="hint">{t.event.windowNote}</p> : null}
    </div>
  );
}

function makeWindow(kind: TimeWindow['kind'] | 'all'): TimeWindow | null {
  switch (kind) {
    case 'all':
      return null;
    case 'last':
      return { kind: 'last', n: 3, unit: 'month' };
    case 'next':
      return { kind: 'next', n: 1, unit: 'month' };
    case 'ago':
      return { kind: 'ago', from: 90, to: 30, unit: 'day' };
    case 'calendar':
      return { kind: 'calendar', period: 'month', offset: 0 };
    case 'range':
      return { kind: 'range', from: null, to: null };
  }
}

function WindowFields({ window, of, onChange }: WindowEditorProps & { readonly window: TimeWindow }) {
  const { t } = useLanguage();
  const whole = useWholeTexts();
  if (window.kind === 'last' || window.kind === 'next') {
    const units: readonly WindowUnit[] = window.kind === 'last' ? WINDOW_UNITS : DAY_UNITS;
    return (
      <>
        <div className="window-presets">
          {PRESETS.map(([n, unit]) => (
            <button
              key={`${n} ${unit}`}
              type="button"
              className="chip"
              aria-pressed={window.n === n && window.unit === unit}
              onClick={() => onChange({ kind: window.kind, n, unit })}
            >
              {window.kind === 'last' ? t.window.last(n, unit) : t.window.next(n, unit)}
            </button>
          ))}
        </div>
        <div className="bounds-row">
          <CommitInput
            label={t.window.number}
            className="short"
            inputMode="numeric"
            value={String(window.n)}
            {...whole(1)}
            onCommit={(text) => onChange({ ...window, n: Number(text) })}
          />
          <UnitSelect units={units} unit={window.unit} onChange={(unit) => onChange(withUnit(window, unit))} />
        </div>
      </>
    );
  }
  if (window.kind === 'ago') {
    const [start, end] = [whole(1), whole(0)];
    return (
      <div className="bounds-row">
        <CommitInput
          label={t.window.start}
          showLabel
          className="short"
          inputMode="numeric"
          value={String(window.from)}
          read={start.read}
          check={(text) => start.check(text) ?? (Number(start.read(text)) > window.to ? null : t.window.agoOrder)}
          onCommit={(text) => onChange({ ...window, from: Number(text) })}
        />
        <CommitInput
          label={t.window.end}
          showLabel
          className="short"
          inputMode="numeric"
          value={String(window.to)}
          read={end.read}
          check={(text) => end.check(text) ?? (Number(end.read(text)) < window.from ? null : t.window.agoOrder)}
          onCommit={(text) => onChange({ ...window, to: Number(text) })}
        />
        <UnitSelect units={DAY_UNITS} unit={window.unit} onChange={(unit) => onChange(withUnit(window, unit))} />
      </div>
    );
  }
  if (window.kind === 'calendar') {
    const offsets = of === 'event' ? [-4, -3, -2, -1, 0] : [-4, -3, -2, -1, 0, 1, 2, 3];
    const shown = offsets.includes(window.offset) ? offsets : [window.offset, ...offsets].sort((a, b) => a - b);
    return (
      <div className="bounds-row">
        <select
          className="input"
          aria-label={t.window.period}
          value={window.period}
          onChange={(event) => {
            const period = CALENDAR_PERIODS.find((item) => item === event.target.value);
            if (period !== undefined) onChange({ ...window, period });
          }}
        >
          {CALENDAR_PERIODS.map((period) => (
            <option key={period} value={period}>
              {t.window.periods[period]}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label={t.window.offset}
          value={window.offset}
          onChange={(event) => onChange({ ...window, offset: Number(event.target.value) })}
        >
          {shown.toReversed().map((offset) => (
            <option key={offset} value={offset}>
              {t.window.calendar(window.period, offset)}
            </option>
          ))}
        </select>
      </div>
    );
  }
  const checkDay = (text: string) => (text === '' || parseDay(text) !== null ? null : t.number.invalidDate);
  return (
    <>
      <div className="bounds-row">
        <CommitInput
          label={t.window.fromDate}
          showLabel
          type="date"
          value={window.from ?? ''}
          check={checkDay}
          onCommit={(text) => onChange({ ...window, from: text === '' ? null : text })}
        />
        <CommitInput
          label={t.window.toDate}
          showLabel
          type="date"
          value={window.to ?? ''}
          check={checkDay}
          onCommit={(text) => onChange({ ...window, to: text === '' ? null : text })}
        />
      </div>
      <p className="hint">{t.window.bothIncluded}</p>
    </>
  );
}

/** The window in another unit; hours exist for `last` only. */
function withUnit(window: Extract<TimeWindow, { unit: WindowUnit }>, unit: WindowUnit): TimeWindow {
  if (window.kind === 'last') return { ...window, unit };
  return unit === 'hour' ? window : { ...window, unit };
}

interface UnitSelectProps {
  readonly units: readonly WindowUnit[];
  readonly unit: WindowUnit;
  readonly onChange: (unit: WindowUnit) => void;
}

/** A choice of units. */
export function UnitSelect({ units, unit, onChange }: UnitSelectProps) {
  const { t } = useLanguage();
  return (
    <select
      className="input"
      aria-label={t.window.unit}
      value={unit}
      onChange={(event) => {
        const chosen = units.find((item) => item === event.target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {units.map((item) => (
        <option key={item} value={item}>
          {t.window.units[item]}
        </option>
      ))}
    </select>
  );
}

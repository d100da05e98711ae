import type { HistoryPoint } from '@silhouette/model';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { formatCount, formatDayText, formatShare, formatShort } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { makeCountAxis } from './history-scale.ts';
import { useWidth } from './use-width.ts';

const HEIGHT = 220;
const LEFT = 60;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 28;
/** Pixels from the end of the last name, which stands left of its month, to the middle of the one before, with air between. */
const LABEL_ROOM = 92;

interface HistoryChartProps {
  /** Oldest first; as many as have been counted. */
  readonly points: readonly HistoryPoint[];
  /** Points that there will be in all: the line grows to its end as they come. */
  readonly of: number;
}

/** Sizes over the past months as a line from 0; the pointer or the arrow keys choose the month that is told. */
export function HistoryChart({ points, of }: HistoryChartProps) {
  const { t, lang } = useLanguage();
  const [chosen, setChosen] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  // Drawn in the page's own pixels: letters keep their size however wide it is.
  const width = useWidth(box);
  const last = points.length - 1;
  const index = Math.min(chosen ?? last, last);
  const point = points[index];
  if (point === undefined) return null;
  const axis = makeCountAxis(points.map(({ count }) => count));
  const end = Math.max(last, of - 1);
  const xOf = (place: number) => LEFT + (end === 0 ? 0 : (place / end) * (width - LEFT - RIGHT));
  const monthsApart = chooseMonthsApart(end === 0 ? 0 : (width - LEFT - RIGHT) / end);
  const yOf = (count: number) => HEIGHT - BOTTOM - (count / axis.top) * (HEIGHT - TOP - BOTTOM);
  const line = points.map(({ count }, place) => `${xOf(place).toFixed(1)},${yOf(count).toFixed(1)}`);
  const ground = yOf(0);
  const area = `${LEFT},${ground} ${line.join(' ')} ${xOf(last).toFixed(1)},${ground}`;
  const onKey = (event: KeyboardEvent) => {
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, next)));
  };
  const onPoint = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setChosen(Math.min(last, Math.max(0, Math.round(((x - LEFT) / (width - LEFT - RIGHT)) * end))));
  };
  const told = `${formatDayText(point.lastDay, lang)} · ${t.audiences.size(formatCount(point.count, lang), t.group.customers(point.count))} (${formatShare(point.share, lang)})`;
  return (
    <div className="history">
      <p className="history-told" data-testid="history-told">
        {told}
      </p>
      {/* A slider: the arrow keys go along the months, and screen readers hear each. */}
      <div
        ref={box}
        className="history-chart"
        role="slider"
        tabIndex={0}
        aria-label={t.audiences.page.historyChart}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={told}
        onKeyDown={onKey}
      >
        <svg
          width={width}
          height={HEIGHT}
          aria-hidden="true"
          onPointerMove={onPoint}
          onPointerDown={onPoint}
          onPointerLeave={() => setChosen(null)}
        >
          {axis.lines.map((count) => (
            <g key={count}>
              <line className="history-line" x1={LEFT} x2={width - RIGHT} y1={yOf(count)} y2={yOf(count)} />
              <text className="history-text" x={LEFT - 8} y={yOf(count) + 4} textAnchor="end">
                {formatShort(String(count), lang)}
              </text>
            </g>
          ))}
          {points.map(({ lastDay, asOf }, place) =>
            (end - place) % monthsApart === 0 ? (
              <text
                key={asOf}
                className="history-text"
                x={xOf(place)}
                y={HEIGHT - 8}
                textAnchor={place === end ? 'end' : place === 0 ? 'start' : 'middle'}
              >
                {lastDay.slice(0, 7)}
              </text>
            ) : null,
          )}
          <polygon className="history-area" points={area} />
          <polyline className="history-path" points={line.join(' ')} />
          <line className="history-mark" x1={xOf(index)} x2={xOf(index)} y1={TOP} y2={ground} />
          <circle className="history-dot" cx={xOf(index)} cy={yOf(point.count)} r="4.5" />
        </svg>
      </div>
    </div>
  );
}

/** Months from one named below to the next, counted from the last: so many that no two names touch. */
function chooseMonthsApart(monthWidth: number): number {
  return [6, 12].find((months) => months * monthWidth >= LABEL_ROOM) ?? 24;
}

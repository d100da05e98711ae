import type { PanelBin } from '@silhouette/model';
import { Slider } from 'radix-ui';
import { useLanguage } from '../../../i18n/language.ts';
import { BinAxis } from '../bin-axis.tsx';
import type { HistogramScale } from './histogram-scale.ts';

interface HistogramRangeProps {
  readonly name: string;
  readonly bins: readonly PanelBin[];
  readonly scale: HistogramScale;
  /** The limits as they stand, in the form of the bins' edges; null = open. */
  readonly low: string | null;
  readonly high: string | null;
  readonly format: (edge: string) => string;
  /** How a limit is named beside its handle and to screen readers; `format` where it says enough. */
  readonly formatLimit?: (edge: string) => string;
  /** What the bars are. */
  readonly hint: string;
  readonly onChange: (low: string | null, high: string | null) => void;
}

/** Half of a handle's width. */
const HALF_THUMB_PX = 12;
/** Handles nearer than this share of the whole would touch on the narrowest screens. */
const NEAR = 0.12;

/** A histogram with a handle for each limit; handles rest on round values, typed limits may lie between. */
export function HistogramRange(props: HistogramRangeProps) {
  const { name, bins, scale, low, high, format, formatLimit = format, hint, onChange } = props;
  const { t } = useLanguage();
  const { last, steps } = scale;
  const lowAt = low === null ? 0 : scale.positionOf(low);
  const highAt = high === null ? last : scale.positionOf(high);
  const largest = Math.max(1, ...bins.map((bin) => bin.count));
  const largestBase = Math.max(1, ...bins.map((bin) => bin.baseCount));
  const nameLimit = (limit: string | null) => (limit === null ? t.ops.noLimit : formatLimit(limit));
  const move = (values: readonly number[]) => {
    const [from = 0, to = last] = values;
    // Only the handle that moved gives a new limit: the other may stand between positions.
    const nextLow = from === lowAt ? low : scale.valueAt(Math.round(from));
    const nextHigh = to === highAt ? high : scale.valueAt(Math.round(to));
    if (nextLow !== low || nextHigh !== high) onChange(nextLow, nextHigh);
  };
  // The part of a bin that the limits let through is coloured: a handle is seen to move also within a bin.
  const clip = `inset(0 ${100 - (highAt / last) * 100}% 0 ${(lowAt / last) * 100}%)`;
  // Near each other the handles step aside, as far as it takes for each to be met by itself.
  const apartPx = HALF_THUMB_PX * Math.max(0, 1 - (highAt - lowAt) / last / NEAR);
  return (
    <div className="range">
      <div className="range-bars" role="img" aria-label={t.number.histogram(name)}>
        <Bars bins={bins} largest={largest} largestBase={largestBase} />
        <div className="range-inside" style={{ clipPath: clip }}>
          <Bars bins={bins} largest={largest} largestBase={null} />
        </div>
      </div>
      <Slider.Root
        className="slider"
        min={0}
        max={last}
        step={1}
        minStepsBetweenThumbs={1}
        value={[lowAt, highAt]}
        onValueChange={move}
        onKeyDownCapture={(event) => {
          // A bin at a time, as far as a click on the bars would go; arrows alone are the finest steps.
          const by = { PageUp: steps, PageDown: -steps }[event.key];
          if (by === undefined || !(event.target instanceof HTMLElement)) return;
          event.preventDefault();
          event.stopPropagation();
          const isHigh = event.target.matches('.slider-thumb-high');
          const at = Math.min(isHigh ? last : highAt - 1, Math.max(isHigh ? lowAt + 1 : 0, (isHigh ? highAt : lowAt) + by));
          move(isHigh ? [lowAt, at] : [at, highAt]);
        }}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb
          className="slider-thumb"
          style={{ transform: `translateX(${-apartPx}px)` }}
          aria-label={t.number.low}
          aria-valuetext={nameLimit(low)}
        />
        <Slider.Thumb
          className="slider-thumb slider-thumb-high"
          style={{ transform: `translateX(${apartPx}px)` }}
          aria-label={t.number.high}
          aria-valuetext={nameLimit(high)}
        />
      </Slider.Root>
      <BinAxis bins={bins} format={format} />
      <p className="hint">{hint}</p>
    </div>
  );
}

interface BarsProps {
  readonly bins: readonly PanelBin[];
  readonly largest: number;
  /** Null: without everyone's lines. */
  readonly largestBase: number | null;
}

function Bars({ bins, largest, largestBase }: BarsProps) {
  return bins.map((bin) => (
    <span key={`${bin.from} ${bin.to}`} className="range-bin">
      {largestBase === null ? null : (
        <span className="range-base" style={{ height: `${(bin.baseCount / largestBase) * 100}%` }} />
      )}
      <span className="range-count" style={{ height: `${(bin.count / largest) * 100}%` }} />
    </span>
  ));
}

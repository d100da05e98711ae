import type { PanelBin } from '@silhouette/model';
import { Slider } from 'radix-ui';
import { useLanguage } from '../../../i18n/language.ts';
import { BinAxis } from '../bin-axis.tsx';

interface HistogramRangeProps {
  readonly name: string;
  readonly bins: readonly PanelBin[];
  /** The limits as they stand, in the form of the bins' edges; null = open. */
  readonly low: string | null;
  readonly high: string | null;
  readonly format: (edge: string) => string;
  /** A value as a number, for placing the handles between edges. */
  readonly measure: (value: string) => number;
  readonly onChange: (low: string | null, high: string | null) => void;
}

/** A histogram with a handle for each limit; handles rest on the bins' edges, typed limits may lie between. */
export function HistogramRange({ name, bins, low, high, format, measure, onChange }: HistogramRangeProps) {
  const { t } = useLanguage();
  const edges = bins.slice(0, -1).map((bin) => bin.to ?? '');
  const last = bins.length;
  const lowAt = low === null ? 0 : placeValue(edges, low, measure);
  const highAt = high === null ? last : placeValue(edges, high, measure);
  const largest = Math.max(1, ...bins.map((bin) => bin.count));
  const largestBase = Math.max(1, ...bins.map((bin) => bin.baseCount));
  const edgeAt = (position: number) => edges[Math.round(position) - 1] ?? null;
  const nameAt = (position: number) => {
    const edge = edgeAt(position);
    return edge === null ? t.ops.noLimit : format(edge);
  };
  const move = (values: readonly number[]) => {
    const [from = 0, to = last] = values;
    // Only the handle that moved gives a new limit: the other may stand between edges.
    const nextLow = from === lowAt ? low : from <= 0 ? null : edgeAt(from);
    const nextHigh = to === highAt ? high : to >= last ? null : edgeAt(to);
    onChange(nextLow, nextHigh);
  };
  return (
    <div className="range">
      <div className="range-bars" role="img" aria-label={t.number.histogram(name)}>
        {bins.map((bin, index) => {
          const inside = index + 0.5 > lowAt && index + 0.5 < highAt;
          return (
            <span key={`${bin.from} ${bin.to}`} className={inside ? 'range-bin is-inside' : 'range-bin'}>
              <span className="range-base" style={{ height: `${(bin.baseCount / largestBase) * 100}%` }} />
              <span className="range-count" style={{ height: `${(bin.count / largest) * 100}%` }} />
            </span>
          );
        })}
      </div>
      <Slider.Root
        className="slider"
        min={0}
        max={last}
        step={1}
        minStepsBetweenThumbs={1}
        value={[lowAt, highAt]}
        onValueChange={move}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={t.number.low} aria-valuetext={nameAt(lowAt)} />
        <Slider.Thumb className="slider-thumb" aria-label={t.number.high} aria-valuetext={nameAt(highAt)} />
      </Slider.Root>
      <BinAxis bins={bins} format={format} />
      <p className="hint">{t.number.context}</p>
    </div>
  );
}

/** Where a value lies: 1 at the first edge, 2 at the second …, between them in proportion; 0.5 below all, n - 0.5 above. */
function placeValue(edges: readonly string[], value: string, measure: (value: string) => number): number {
  const wanted = measure(value);
  const numbers = edges.map(measure);
  const above = numbers.findIndex((edge) => edge >= wanted);
  if (above === -1) return edges.length + 0.5;
  const upper = numbers[above] ?? wanted;
  if (upper === wanted) return above + 1;
  if (above === 0) return 0.5;
  const lower = numbers[above - 1] ?? wanted;
  return above + (wanted - lower) / (upper - lower);
}

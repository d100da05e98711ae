import type { HistoryPoint } from '@silhouette/model';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';

const WIDTH = 96;
const HEIGHT = 28;
const EDGE = 2;

interface SparklineProps {
  readonly points: readonly HistoryPoint[];
  /** Points that there will be in all: the line grows to its end as they come. */
  readonly of: number;
}

/** Sizes over months as a small line from 0, told in words to screen readers. */
export function Sparkline({ points, of }: SparklineProps) {
  const { t, lang } = useLanguage();
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const label = t.audiences.library.trend(points.length - 1, formatCount(first.count, lang), formatCount(last.count, lang));
  const places = placePoints(
    points.map(({ count }) => count),
    of,
  );
  const end = places.at(-1);
  return (
    <svg className="sparkline" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={places.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {end === undefined ? null : <circle cx={end.x} cy={end.y} r="2" />}
    </svg>
  );
}

/** Where counts stand in the drawing: from left to right, 0 at the bottom, the largest at the top. */
function placePoints(counts: readonly number[], of: number): readonly { readonly x: number; readonly y: number }[] {
  const largest = Math.max(...counts, 1);
  const step = of < 2 ? 0 : (WIDTH - 2 * EDGE) / (of - 1);
  return counts.map((count, index) => ({
    x: Math.round((EDGE + index * step) * 10) / 10,
    y: Math.round((HEIGHT - EDGE - (count / largest) * (HEIGHT - 2 * EDGE)) * 10) / 10,
  }));
}

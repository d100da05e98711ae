import type { PanelBin } from '@silhouette/model';
import { attachUnit, formatDayText, formatDecimalText, formatShort } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import type { Compare } from '../definition/tree.ts';
import { HistogramRange } from './histogram-range.tsx';
import { makeDayScale, makeNumberScale } from './histogram-scale.ts';
import { moveLimits, readLimits } from './limits.ts';

interface CompareRangeProps {
  readonly name: string;
  readonly type: 'number' | 'date' | 'datetime';
  readonly bins: readonly PanelBin[];
  readonly decimals: number;
  readonly unit: string | null;
  readonly compare: Compare;
  /** What the bars are. */
  readonly hint: string;
  readonly onChange: (compare: Compare) => void;
}

/** A histogram with a handle for each limit of a comparison; nothing where its bins tell no width. */
export function CompareRange({ name, type, bins, decimals, unit, compare, hint, onChange }: CompareRangeProps) {
  const { lang } = useLanguage();
  const scale = type === 'number' ? makeNumberScale(bins, decimals) : makeDayScale(bins);
  if (scale === null) return null;
  const limits = readLimits(compare, type);
  return (
    <HistogramRange
      name={name}
      bins={bins}
      scale={scale}
      {...limits}
      format={(edge) => (type === 'number' ? formatShort(edge, lang) : formatDayText(edge, lang))}
      formatLimit={(limit) =>
        type === 'number' ? attachUnit(formatDecimalText(limit, lang), unit, lang) : formatDayText(limit, lang)
      }
      hint={hint}
      onChange={(low, high) => onChange(moveLimits(compare, type, low, high))}
    />
  );
}

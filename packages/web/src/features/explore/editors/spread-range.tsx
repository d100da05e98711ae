import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { readListedValues } from '../definition/make-condition.ts';
import type { CompareTest, ExistsTest, NodeId } from '../definition/tree.ts';
import { CompareRange } from './compare-range.tsx';
import type { Spread } from './spread/spread.ts';
import { useSpread } from './spread/use-spread.ts';

interface SpreadRangeProps {
  readonly name: string;
  readonly nodeId: NodeId;
  readonly spread: Spread | null;
  readonly type: 'number' | 'date' | 'datetime';
  readonly unit: string | null;
  readonly test: CompareTest | ExistsTest;
  /** What the bars are. */
  readonly hint: string;
  readonly onChange: (test: CompareTest) => void;
}

/** The histogram of what a condition measures, with a handle for each limit; nothing where values are listed. */
export function SpreadRange({ name, nodeId, spread, type, unit, test, hint, onChange }: SpreadRangeProps) {
  const { t, lang } = useLanguage();
  const isRange = test.kind === 'compare' && readListedValues(test.compare).length === 0;
  const drawn = useSpread(isRange ? spread : null, nodeId);
  if (!isRange || spread === null || drawn === null) return null;
  // The fields below keep their place.
  if (drawn === 'waiting') return <div className="range range-waiting" aria-hidden="true" />;
  if (drawn === 'failed') return <p className="hint">{t.editing.noBins}</p>;
  const apart = drawn.zeroes === null || drawn.zeroes === 0 ? '' : `\n${t.editing.zeroApart(formatCount(drawn.zeroes, lang))}`;
  return (
    <CompareRange
      name={name}
      type={type}
      bins={drawn.bins}
      decimals={spread.kind === 'number' ? spread.decimals : 0}
      unit={unit}
      compare={test.compare}
      hint={`${hint}${apart}`}
      onChange={(compare) => onChange({ kind: 'compare', compare })}
    />
  );
}

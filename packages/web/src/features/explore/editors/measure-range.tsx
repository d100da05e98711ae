import type { CatalogEvent } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import type { MeasureResult } from '../cards/measure-info.ts';
import type { CompareTest, EventNode } from '../definition/tree.ts';
import { spreadOfMeasure } from './spread/condition-spreads.ts';
import { SpreadRange } from './spread-range.tsx';

interface MeasureRangeProps {
  readonly node: EventNode;
  readonly event: CatalogEvent;
  /** The measure's name. */
  readonly name: string;
  readonly result: MeasureResult;
  readonly onChange: (test: CompareTest) => void;
}

/** How an event condition's measure is spread over customers, with a handle for each of its limits; nothing for other values. */
export function MeasureRange({ node, event, name, result, onChange }: MeasureRangeProps) {
  const { t } = useLanguage();
  const { type, unit } = result;
  if (type !== 'number' && type !== 'date' && type !== 'datetime') return null;
  return (
    <SpreadRange
      name={name}
      nodeId={node.id}
      spread={spreadOfMeasure(node, event)}
      type={type}
      unit={unit}
      test={node.measure.test}
      hint={t.number.context}
      onChange={onChange}
    />
  );
}

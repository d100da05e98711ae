import type { CatalogField } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import type { FieldFilter, NodeId } from '../definition/tree.ts';
import { type RowScope, spreadOfField } from './spread/condition-spreads.ts';
import { SpreadRange } from './spread-range.tsx';

interface FieldRangeProps {
  /** The condition that the filter belongs to. */
  readonly nodeId: NodeId;
  readonly filter: FieldFilter;
  readonly field: CatalogField;
  /** The rows that the filter chooses from. */
  readonly rows: RowScope;
  readonly onChange: (filter: FieldFilter) => void;
}

/** How a number or date of rows is spread over the customers with such rows, with a handle for each limit; nothing for other fields. */
export function FieldRange({ nodeId, filter, field, rows, onChange }: FieldRangeProps) {
  const { t, lang } = useLanguage();
  const { type, unit } = field;
  if (type !== 'number' && type !== 'date' && type !== 'datetime') return null;
  return (
    <SpreadRange
      name={field.label[lang]}
      nodeId={nodeId}
      spread={spreadOfField(filter, field, rows)}
      type={type}
      unit={unit}
      test={filter.test}
      hint={t.editing.rowContext}
      onChange={(test) => onChange({ ...filter, test })}
    />
  );
}

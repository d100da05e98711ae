import type { CatalogAttribute } from '@silhouette/model';
import { usePanel } from '../../../api/queries.ts';
import { formatDayText } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { CommitInput } from '../../../ui/commit-input.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { readListedValues } from '../definition/make-condition.ts';
import type { AttributeNode, AttributeTest } from '../definition/tree.ts';
import { shiftDay } from '../shift-day.ts';
import { useRestQuestion } from '../use-rest-question.ts';
import { BoundsEditor } from './bounds-editor.tsx';
import { HistogramRange } from './histogram-range.tsx';
import { makeDayScale } from './histogram-scale.ts';
import { useWholeTexts } from './use-number-texts.ts';
import { WindowEditor } from './window-editor.tsx';

interface DateEditorProps {
  readonly node: AttributeNode;
  readonly attribute: CatalogAttribute;
  readonly onChange: (test: AttributeTest) => void;
}

type DateKind = 'within' | 'compare' | 'anniversary' | 'exists' | 'missing';

/** Windows, limits, anniversaries and presence of a date. */
export function DateEditor({ node, attribute, onChange }: DateEditorProps) {
  const { t } = useLanguage();
  const whole = useWholeTexts();
  const { test } = node;
  const kind: DateKind = test.kind === 'exists' ? (test.exists ? 'exists' : 'missing') : test.kind;
  const choose = (next: DateKind) => {
    if (next === 'within') onChange({ kind: 'within', window: { kind: 'last', n: 3, unit: 'month' } });
    else if (next === 'compare') onChange({ kind: 'compare', compare: {} });
    else if (next === 'anniversary') onChange({ kind: 'anniversary', nextDays: 30 });
    else onChange({ kind: 'exists', exists: next === 'exists' });
  };
  return (
    <div className="attribute-editor">
      <Segmented
        small
        label={t.ops.kind}
        value={kind}
        options={[
          { value: 'within', label: t.window.label },
          { value: 'compare', label: t.event.comparison },
          { value: 'anniversary', label: t.window.kinds.anniversary },
          { value: 'exists', label: t.ops.exists },
          { value: 'missing', label: t.ops.missing },
        ]}
        onChange={choose}
      />
      {test.kind === 'within' ? (
        <>
          {test.window.kind === 'range' ? (
            <DateHistogram node={node} attribute={attribute} onChange={onChange} from={test.window.from} to={test.window.to} />
          ) : null}
          <WindowEditor
            of="attribute"
            window={test.window}
            onChange={(window) => (window === null ? undefined : onChange({ kind: 'within', window }))}
          />
        </>
      ) : null}
      {test.kind === 'compare' ? (
        <BoundsEditor
          type={attribute.type === 'datetime' ? 'datetime' : 'date'}
          compare={test.compare}
          unit={null}
          isExact={readListedValues(test.compare).length > 0}
          onChange={(compare) => onChange({ kind: 'compare', compare })}
        />
      ) : null}
      {test.kind === 'anniversary' ? (
        <CommitInput
          label={t.window.daysAhead}
          showLabel
          className="short"
          inputMode="numeric"
          value={String(test.nextDays)}
          {...whole(1, 366)}
          onCommit={(text) => onChange({ kind: 'anniversary', nextDays: Number(text) })}
        />
      ) : null}
    </div>
  );
}

interface DateHistogramProps extends DateEditorProps {
  readonly from: string | null;
  readonly to: string | null;
}

function DateHistogram({ node, attribute, onChange, from, to }: DateHistogramProps) {
  const { lang } = useLanguage();
  const question = useRestQuestion(node.id);
  const panel = usePanel(question, attribute.id).data;
  if (panel?.type !== 'date' && panel?.type !== 'datetime') return null;
  const scale = makeDayScale(panel.histogram);
  if (scale === null) return null;
  return (
    <HistogramRange
      name={attribute.label[lang]}
      bins={panel.histogram}
      scale={scale}
      low={from}
      high={to === null ? null : shiftDay(to, 1)}
      format={(edge) => formatDayText(edge, lang)}
      onChange={(low, high) =>
        // Edges are the first day after a bin; a window names its last day.
        onChange({ kind: 'within', window: { kind: 'range', from: low, to: high === null ? null : shiftDay(high, -1) } })
      }
    />
  );
}

import type { CatalogAttribute } from '@silhouette/model';
import { usePanel } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { CommitInput } from '../../../ui/commit-input.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { readListedValues } from '../definition/make-condition.ts';
import type { AttributeNode, AttributeTest } from '../definition/tree.ts';
import { useRestQuestion } from '../use-rest-question.ts';
import { BoundsEditor } from './bounds-editor.tsx';
import { CompareRange } from './compare-range.tsx';
import { useWholeTexts } from './use-number-texts.ts';
import { WindowEditor } from './window-editor.tsx';
import { WindowRange } from './window-range.tsx';

interface DateEditorProps {
  readonly node: AttributeNode;
  readonly attribute: CatalogAttribute;
  /** `announce` is said to screen readers. */
  readonly onChange: (test: AttributeTest, announce?: string) => void;
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
      {test.kind === 'within' || test.kind === 'compare' ? (
        // In one place under every kind: a handle that makes dates of a window goes on being dragged.
        <DateHistogram node={node} attribute={attribute} onChange={onChange} test={test} />
      ) : null}
      {test.kind === 'within' ? (
        <WindowEditor
          of="attribute"
          window={test.window}
          onChange={(window) => (window === null ? undefined : onChange({ kind: 'within', window }))}
        />
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
  readonly test: Extract<AttributeTest, { kind: 'within' | 'compare' }>;
}

/** The distribution of a date, with handles for a window (which they make one of dates) or for limits. */
function DateHistogram({ node, attribute, onChange, test }: DateHistogramProps) {
  const { t, lang } = useLanguage();
  const question = useRestQuestion(node.id);
  const panel = usePanel(question, attribute.id).data;
  if (panel?.type !== 'date' && panel?.type !== 'datetime') return null;
  const shown = { name: attribute.label[lang], bins: panel.histogram, hint: t.number.context };
  if (test.kind === 'within') {
    return (
      <WindowRange {...shown} window={test.window} onChange={(window, said) => onChange({ kind: 'within', window }, said)} />
    );
  }
  if (readListedValues(test.compare).length > 0) return null;
  return (
    <CompareRange
      {...shown}
      type={panel.type}
      decimals={0}
      unit={null}
      compare={test.compare}
      onChange={(compare) => onChange({ kind: 'compare', compare })}
    />
  );
}

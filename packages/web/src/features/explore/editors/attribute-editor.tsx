import type { CatalogAttribute } from '@silhouette/model';
import { usePanel } from '../../../api/queries.ts';
import { attachUnit, formatDecimalText, formatShort } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { readListedValues } from '../definition/make-condition.ts';
import type { AttributeNode, AttributeTest } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { useRestQuestion } from '../use-rest-question.ts';
import { DateEditor } from './date-editor.tsx';
import { setNegated, setTest } from './edit-node.ts';
import { HistogramRange } from './histogram-range.tsx';
import { makeNumberScale } from './histogram-scale.ts';
import { TestEditor } from './test-editor.tsx';

interface AttributeEditorProps {
  readonly node: AttributeNode;
  readonly attribute: CatalogAttribute;
}

/** The editor of a condition on an attribute, made for its type. */
export function AttributeEditor({ node, attribute }: AttributeEditorProps) {
  const { lang } = useLanguage();
  const edit = useExploreStore((state) => state.edit);
  const change = (test: AttributeTest) => edit((tree) => setTest(tree, node.id, test), { merge: `test ${node.id}` });
  const name = attribute.label[lang];
  const { test } = node;
  if (attribute.type === 'date' || attribute.type === 'datetime') {
    return <DateEditor node={node} attribute={attribute} onChange={change} />;
  }
  return (
    <div className="attribute-editor">
      {attribute.type === 'number' && test.kind === 'compare' && readListedValues(test.compare).length === 0 ? (
        <NumberHistogram node={node} attribute={attribute} onChange={change} />
      ) : null}
      <TestEditor
        name={name}
        type={attribute.type}
        unit={attribute.unit}
        source={{ kind: 'attribute', attribute: attribute.id }}
        test={test.kind === 'exists' || test.kind === 'compare' ? test : { kind: 'compare', compare: {} }}
        onChange={change}
        trial={{ id: node.id, make: (tried) => ({ ...node, test: tried }) }}
        canExist
        negation={{
          negated: node.negated,
          onChange: (negated) => edit((tree) => setNegated(tree, node.id, negated)),
        }}
      />
    </div>
  );
}

interface NumberHistogramProps extends AttributeEditorProps {
  readonly onChange: (test: AttributeTest) => void;
}

function NumberHistogram({ node, attribute, onChange }: NumberHistogramProps) {
  const { lang } = useLanguage();
  const question = useRestQuestion(node.id);
  const panel = usePanel(question, attribute.id).data;
  const scale = panel?.type === 'number' ? makeNumberScale(panel.histogram, attribute.decimals) : null;
  if (panel?.type !== 'number' || scale === null || node.test.kind !== 'compare') return null;
  const { compare } = node.test;
  const low = compare.gte ?? compare.gt ?? null;
  const high = compare.lte ?? compare.lt ?? null;
  return (
    <HistogramRange
      name={attribute.label[lang]}
      bins={panel.histogram}
      scale={scale}
      low={low === null ? null : String(low)}
      high={high === null ? null : String(high)}
      format={(edge) => formatShort(edge, lang)}
      formatLimit={(limit) => attachUnit(formatDecimalText(limit, lang), attribute.unit, lang)}
      onChange={(nextLow, nextHigh) => {
        // Bins are [from, to); a limit that was not moved keeps its kind.
        const lower = nextLow === null ? {} : nextLow === low && compare.gt !== undefined ? { gt: nextLow } : { gte: nextLow };
        const upper =
          nextHigh === null ? {} : nextHigh === high && compare.lte !== undefined ? { lte: nextHigh } : { lt: nextHigh };
        onChange({ kind: 'compare', compare: { ...lower, ...upper } });
      }}
    />
  );
}

import type { CatalogAttribute } from '@silhouette/model';
import { usePanel } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { readListedValues } from '../definition/make-condition.ts';
import type { AttributeNode, AttributeTest } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { useRestQuestion } from '../use-rest-question.ts';
import { CompareRange } from './compare-range.tsx';
import { DateEditor } from './date-editor.tsx';
import { setNegated, setTest } from './edit-node.ts';
import { TestEditor } from './test-editor.tsx';

interface AttributeEditorProps {
  readonly node: AttributeNode;
  readonly attribute: CatalogAttribute;
}

/** The editor of a condition on an attribute, made for its type. */
export function AttributeEditor({ node, attribute }: AttributeEditorProps) {
  const { lang } = useLanguage();
  const edit = useExploreStore((state) => state.edit);
  const change = (test: AttributeTest, announce = '') =>
    edit((tree) => setTest(tree, node.id, test), { merge: `test ${node.id}`, announce });
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
  const { t, lang } = useLanguage();
  const question = useRestQuestion(node.id);
  const panel = usePanel(question, attribute.id).data;
  if (panel?.type !== 'number' || node.test.kind !== 'compare') return null;
  return (
    <CompareRange
      name={attribute.label[lang]}
      type="number"
      bins={panel.histogram}
      decimals={attribute.decimals}
      unit={attribute.unit}
      compare={node.test.compare}
      hint={t.number.context}
      onChange={(compare) => onChange({ kind: 'compare', compare })}
    />
  );
}

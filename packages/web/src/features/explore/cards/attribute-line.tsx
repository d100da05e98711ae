import type { CatalogAttribute } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { readListedValues } from '../definition/make-condition.ts';
import type { AttributeNode } from '../definition/tree.ts';
import { describeTest, namingOf } from '../describe.ts';
import { useExploreStore } from '../explore-store.ts';
import { useValueLabels } from '../use-value-labels.ts';

/** A condition on an attribute in a line; a click opens its editor. */
export function AttributeLine({ node, attribute }: { readonly node: AttributeNode; readonly attribute: CatalogAttribute }) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const isOpen = useExploreStore((state) => state.openId === node.id);
  const setOpen = useExploreStore((state) => state.setOpen);
  const listed = node.test.kind === 'compare' ? readListedValues(node.test.compare) : [];
  const labels = useValueLabels(
    { kind: 'attribute', attribute: attribute.id },
    listed,
    attribute.type === 'category' || attribute.type === 'tags',
  );
  const said = describeTest(node.test, namingOf(attribute, labels), texts);
  return (
    <button
      type="button"
      className="line line-button"
      aria-expanded={isOpen}
      onClick={() => setOpen(isOpen ? null : node.id)}
      title={attribute.description?.[lang] ?? t.definition.edit(attribute.label[lang])}
    >
      <span className="line-icon">
        <Icon name={attribute.type} size={14} />
      </span>
      <span className="line-name">{attribute.label[lang]}</span>
      <span className={said === '' ? 'line-value line-value-unset' : 'line-value'}>{said === '' ? t.ops.choose : said}</span>
    </button>
  );
}

import { assertNever, type CatalogAttribute, type Panel } from '@silhouette/model';
import { formatCount, formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { addPanelRange, addPanelValue, type PanelEdit } from '../add-from-panel.ts';
import type { GroupNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { CategoryPanelView } from './category-panel.tsx';
import { HistogramPanelView } from './histogram-panel.tsx';

interface PanelCardProps {
  readonly panel: Panel;
  readonly attribute: CatalogAttribute;
}

/** One attribute among the group and among everyone. */
export function PanelCard({ panel, attribute }: PanelCardProps) {
  const { t, lang } = useLanguage();
  const edit = useExploreStore((state) => state.edit);
  const activeGroupId = useExploreStore((state) => state.activeGroupId);
  const name = attribute.label[lang];
  const apply = (change: (tree: GroupNode) => PanelEdit | null) =>
    edit((tree) => change(tree)?.tree ?? tree, { announce: t.definition.addedTo(name) });
  const known = panel.present + panel.missing;
  return (
    <article className="panel" aria-label={name} data-panel={attribute.id}>
      <header className="panel-head">
        <h3 className="panel-title" title={attribute.description?.[lang]}>
          {name}
        </h3>
        {panel.missing === 0 ? null : (
          <span className="panel-missing">
            {t.group.missing} {formatCount(panel.missing, lang)} (
            {formatShare(known === 0 ? null : panel.missing / known, lang)})
          </span>
        )}
      </header>
      <PanelBody
        panel={panel}
        attribute={attribute}
        onValue={(value) => apply((tree) => addPanelValue(tree, attribute, value, activeGroupId))}
        onRange={(from, to) => apply((tree) => addPanelRange(tree, attribute, from, to, activeGroupId))}
      />
    </article>
  );
}

interface PanelBodyProps extends PanelCardProps {
  readonly onValue: (value: string) => void;
  readonly onRange: (from: string | null, to: string | null) => void;
}

function PanelBody({ panel, attribute, onValue, onRange }: PanelBodyProps) {
  const { t, lang } = useLanguage();
  switch (panel.type) {
    case 'category':
    case 'boolean':
    case 'tags':
      return <CategoryPanelView panel={panel} attribute={attribute} onChoose={onValue} />;
    case 'number':
    case 'date':
    case 'datetime':
      return <HistogramPanelView panel={panel} attribute={attribute} onChoose={onRange} />;
    case 'text':
      return <p className="hint">{t.group.present(formatCount(panel.present, lang))}</p>;
    default:
      return assertNever(panel);
  }
}

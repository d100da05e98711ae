import { useDraggable, useDragOperation, useDroppable } from '@dnd-kit/react';
import { assertNever, type CatalogAttribute } from '@silhouette/model';
import { useCallback } from 'react';
import { formatCount, formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { addPanelRange, addPanelValue, type PanelEdit } from '../add-from-panel.ts';
import type { ComparedPanel } from '../compare/compare-panel.ts';
import type { Versus } from '../compare/versus.ts';
import type { GroupNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { CategoryPanelView } from './category-panel.tsx';
import { HistogramPanelView } from './histogram-panel.tsx';

interface PanelCardProps {
  /** Null while it is on its way. */
  readonly panel: ComparedPanel | null;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  /** Its place among the panels. */
  readonly index: number;
  readonly onMove: (by: number) => void;
}

const MOVES: { readonly [key: string]: number } = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

/** One attribute among the group and among those it is compared with; its handle moves it by drag and by arrow keys. */
export function PanelCard({ panel, versus, attribute, index, onMove }: PanelCardProps) {
  const { t, lang } = useLanguage();
  const { ref: dragRef, handleRef, isDragging } = useDraggable({ id: attribute.id, data: { index } });
  const { ref: dropRef, isDropTarget } = useDroppable({ id: `place of ${attribute.id}`, data: { index } });
  const { source } = useDragOperation();
  const ref = useCallback(
    (element: Element | null) => {
      dragRef(element);
      dropRef(element);
    },
    [dragRef, dropRef],
  );
  // The panel dragged comes before one it is dragged up to, after one it is dragged down to.
  const isBelow = typeof source?.data.index === 'number' && source.data.index < index;
  const place = !isDropTarget || source?.id === attribute.id ? '' : isBelow ? 'is-place-after' : 'is-place-before';
  const edit = useExploreStore((state) => state.edit);
  const activeGroupId = useExploreStore((state) => state.activeGroupId);
  const name = attribute.label[lang];
  const apply = (change: (tree: GroupNode) => PanelEdit | null) =>
    edit((tree) => change(tree)?.tree ?? tree, { announce: t.definition.addedTo(name) });
  const known = panel === null ? 0 : panel.present + panel.missing;
  return (
    <article
      ref={ref}
      className={`panel ${isDragging ? 'is-dragged' : ''} ${place}`}
      aria-label={name}
      data-panel={attribute.id}
      aria-busy={panel === null}
    >
      <header className="panel-head">
        <button
          type="button"
          ref={handleRef}
          className="panel-handle"
          aria-label={t.exploring.panel.move(name)}
          title={t.exploring.panel.move(name)}
          onKeyDown={(event) => {
            const by = MOVES[event.key];
            if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            onMove(by);
          }}
        >
          <Icon name="drag" size={14} />
        </button>
        <h3 className="panel-title" title={attribute.description?.[lang]}>
          {name}
        </h3>
        {panel === null || panel.missing === 0 ? null : (
          <span className="panel-missing">
            {t.group.missing} {formatCount(panel.missing, lang)} (
            {formatShare(known === 0 ? null : panel.missing / known, lang)})
          </span>
        )}
      </header>
      {panel === null ? (
        <p className="hint panel-loading">{t.exploring.panel.loading(name)}</p>
      ) : (
        <PanelBody
          panel={panel}
          versus={versus}
          attribute={attribute}
          onValue={(value) => apply((tree) => addPanelValue(tree, attribute, value, activeGroupId))}
          onRange={(from, to) => apply((tree) => addPanelRange(tree, attribute, from, to, activeGroupId))}
        />
      )}
    </article>
  );
}

interface PanelBodyProps {
  readonly panel: ComparedPanel;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  readonly onValue: (value: string) => void;
  readonly onRange: (from: string | null, to: string | null) => void;
}

function PanelBody({ panel, versus, attribute, onValue, onRange }: PanelBodyProps) {
  const { t, lang } = useLanguage();
  switch (panel.type) {
    case 'category':
    case 'boolean':
    case 'tags':
      return <CategoryPanelView panel={panel} versus={versus} attribute={attribute} onChoose={onValue} />;
    case 'number':
    case 'date':
    case 'datetime':
      return <HistogramPanelView panel={panel} versus={versus} attribute={attribute} onChoose={onRange} />;
    case 'text':
      return <p className="hint">{t.group.present(panel.present, formatCount(panel.present, lang))}</p>;
    default:
      return assertNever(panel);
  }
}

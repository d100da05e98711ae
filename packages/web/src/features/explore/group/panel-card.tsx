import { useDraggable, useDragOperation, useDroppable } from '@dnd-kit/react';
import { assertNever, type CatalogAttribute } from '@silhouette/model';
import { useCallback } from 'react';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { addPanelRange, addPanelValue, type PanelEdit } from '../add-from-panel.ts';
import type { ComparedPanel } from '../compare/compare-panel.ts';
import type { Versus } from '../compare/versus.ts';
import type { GroupNode } from '../definition/tree.ts';
import { type DragData, PANEL_TYPE, type SlotPlace } from '../drag/drop-place.ts';
import { useExploreStore } from '../explore-store.ts';
import { addMissing, addOthers, type NewPlace } from './add-unlisted.ts';
import { CategoryPanelView } from './category-panel.tsx';
import { HistogramPanelView } from './histogram-panel.tsx';
import { MissingBar } from './missing-bar.tsx';

interface PanelCardProps {
  /** Null while it is on its way. */
  readonly panel: ComparedPanel | null;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  /** Its place among the panels. */
  readonly index: number;
  /** Moves it to another place among them. */
  readonly onMove: (to: number) => void;
}

const MOVES: { readonly [key: string]: number } = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

/** One attribute among the group and among those it is compared with; its handle moves it by drag and by arrow keys. */
export function PanelCard({ panel, versus, attribute, index, onMove }: PanelCardProps) {
  const { t, lang } = useLanguage();
  const dragged: DragData = {
    index,
    drop: (place) => {
      if (place.kind === 'panel') onMove(place.index);
    },
  };
  const {
    ref: dragRef,
    handleRef,
    isDragging,
  } = useDraggable({
    id: `panel ${attribute.id}`,
    type: PANEL_TYPE,
    data: dragged,
  });
  const { ref: dropRef, isDropTarget } = useDroppable({ id: `place of ${attribute.id}`, data: { index }, accept: PANEL_TYPE });
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
  const place = !isDropTarget || source?.id === `panel ${attribute.id}` ? '' : isBelow ? 'is-place-after' : 'is-place-before';
  const edit = useExploreStore((state) => state.edit);
  const activeGroupId = useExploreStore((state) => state.activeGroupId);
  const name = attribute.label[lang];
  const apply = (change: (tree: GroupNode) => PanelEdit | null) =>
    edit((tree) => change(tree)?.tree ?? tree, { announce: t.definition.addedTo(name) });
  const put = (change: (tree: GroupNode, place: NewPlace) => GroupNode, place: SlotPlace | undefined) =>
    edit((tree) => change(tree, place ?? { groupId: activeGroupId ?? tree.id }), { announce: t.definition.addedTo(name) });
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
            onMove(index + by);
          }}
        >
          <Icon name="drag" size={14} />
        </button>
        <h3 className="panel-title" title={attribute.description?.[lang]}>
          {name}
        </h3>
      </header>
      {panel === null ? (
        <p className="hint panel-loading">{t.exploring.panel.loading(name)}</p>
      ) : (
        <>
          <PanelBody
            panel={panel}
            versus={versus}
            attribute={attribute}
            onValue={(value, place) => apply((tree) => addPanelValue(tree, attribute, value, activeGroupId, place))}
            onRange={(from, to) => apply((tree) => addPanelRange(tree, attribute, from, to, activeGroupId))}
            onOthers={(place) => put((tree, at) => addOthers(tree, attribute, listValues(panel), at), place)}
          />
          <MissingBar
            panel={panel}
            versus={versus}
            name={name}
            onAdd={(place) => put((tree, at) => addMissing(tree, attribute, at), place)}
          />
        </>
      )}
    </article>
  );
}

interface PanelBodyProps {
  readonly panel: ComparedPanel;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  readonly onValue: (value: string, place?: SlotPlace) => void;
  readonly onRange: (from: string | null, to: string | null) => void;
  readonly onOthers: (place?: SlotPlace) => void;
}

function PanelBody({ panel, versus, attribute, onValue, onRange, onOthers }: PanelBodyProps) {
  const { t, lang } = useLanguage();
  switch (panel.type) {
    case 'category':
    case 'boolean':
    case 'tags':
      return <CategoryPanelView panel={panel} versus={versus} attribute={attribute} onChoose={onValue} onOthers={onOthers} />;
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

function listValues(panel: ComparedPanel): readonly string[] {
  return 'values' in panel ? panel.values.map(({ value }) => value) : [];
}

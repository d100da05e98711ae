import { memo } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import type { ComparedPanel } from '../compare/compare-panel.ts';
import type { Versus } from '../compare/versus.ts';
import { useLookup } from '../explore-context.ts';
import { PanelCard } from './panel-card.tsx';

interface PanelListProps {
  /** Attributes in the order shown. */
  readonly shown: readonly string[];
  readonly panels: readonly ComparedPanel[];
  readonly versus: Versus['kind'];
  readonly onOrder: (panels: readonly string[], announce: string) => void;
}

/** The panels in their order, which a drag of a handle or an arrow key on it changes at once. */
export const PanelList = memo(function PanelList({ shown, panels, versus, onOrder }: PanelListProps) {
  const { t, lang } = useLanguage();
  const { attributeById } = useLookup();
  const byId = new Map(panels.map((panel) => [panel.attribute, panel]));
  const move = (from: number, to: number) => {
    const next = [...shown];
    const [item] = next.splice(from, 1);
    if (item === undefined || from === to || to < 0 || to >= shown.length) return;
    next.splice(to, 0, item);
    onOrder(next, t.exploring.panel.moved(attributeById.get(item)?.label[lang] ?? item, to + 1, shown.length));
  };
  return (
    <>
      {shown.map((id, index) => {
        const attribute = attributeById.get(id);
        return attribute === undefined ? null : (
          <PanelCard
            key={id}
            panel={byId.get(id) ?? null}
            versus={versus}
            attribute={attribute}
            index={index}
            onMove={(to) => move(index, to)}
          />
        );
      })}
    </>
  );
});

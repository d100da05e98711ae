import { memo, type ReactNode, useRef } from 'react';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { useDragSource } from '../drag/drag-source.tsx';
import type { SlotPlace } from '../drag/drop-place.ts';
import { AheadCount } from '../look-ahead/ahead-count.tsx';

interface CatalogRowProps {
  readonly icon: IconName;
  readonly iconLabel: string;
  readonly label: string;
  /** A second, quieter text: where a value belongs. */
  readonly context?: string;
  /** A number at the end. */
  readonly figure?: string;
  /** What the group would be with it. */
  readonly ahead?: number | undefined;
  /** A drawing before the figure. */
  readonly sketch?: ReactNode;
  readonly title?: string;
  /** Adds it where new conditions go, or at a place that it was dragged to. */
  readonly onAdd: (place?: SlotPlace) => void;
}

/** One thing that can be added, by a click or by dragging it between the conditions. */
export const CatalogRow = memo(function CatalogRow(props: CatalogRowProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const { onPointerEnter, source } = useDragSource(button, props.onAdd);
  return (
    <li className="catalog-row">
      {source}
      <button ref={button} type="button" onClick={() => props.onAdd()} onPointerEnter={onPointerEnter} title={props.title}>
        <span className="catalog-row-icon" title={props.iconLabel}>
          <Icon name={props.icon} size={14} />
        </span>
        <span className="catalog-row-name">
          <span className="catalog-row-label">{props.label}</span>
          {props.context === undefined ? null : <span className="catalog-row-context">{props.context}</span>}
        </span>
        {props.sketch}
        <AheadCount count={props.ahead} />
        {props.figure === undefined ? null : <span className="catalog-row-figure">{props.figure}</span>}
      </button>
    </li>
  );
});

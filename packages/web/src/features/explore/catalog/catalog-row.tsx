import { memo, type ReactNode } from 'react';
import { Icon, type IconName } from '../../../ui/icon.tsx';
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
  readonly onAdd: () => void;
}

/** One thing that can be added. */
export const CatalogRow = memo(function CatalogRow(props: CatalogRowProps): ReactNode {
  return (
    <li className="catalog-row">
      <button type="button" onClick={props.onAdd} title={props.title}>
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

import type { ButtonHTMLAttributes, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'aria-label'> {
  readonly icon: IconName;
  /** Its name, for screen readers and as a tooltip. */
  readonly label: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that shows only a drawing. */
export function IconButton({ icon, label, className = '', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      {/* The tooltip is the name once more: as a description it would be read twice. */}
      <button type="button" className={`icon-button ${className}`} aria-label={label} aria-describedby={undefined} {...rest}>
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}

import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { HandBackFocus } from './hand-back-focus.tsx';

interface TokenPopoverProps {
  /** What the control sets, for screen readers: "Period". */
  readonly name: string;
  /** What it is set to, shown. */
  readonly value: ReactNode;
  readonly unset?: boolean;
  readonly className?: string;
  /** Its editor; `close` ends it. */
  readonly children: (close: () => void) => ReactNode;
}

/** A piece of a sentence that opens its editor: one bracket of the readable line. */
export function TokenPopover({ name, value, unset = false, className = '', children }: TokenPopoverProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className={`token ${unset ? 'token-unset' : ''} ${className}`}>
        <span className="visually-hidden">{name}: </span>
        {value}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={6} collisionPadding={12} align="start" aria-label={name}>
          <HandBackFocus />
          {children(() => setOpen(false))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { passEscapeOn } from './escape.ts';

interface TooltipProps {
  /** Said to screen readers as the description of what it stands on. */
  readonly text: string;
  /** What it stands on: one element that takes a ref, focus and pointer events. */
  readonly children: ReactElement;
}

/** A few words on hover and on focus; nothing that is needed may be in it alone. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="tooltip" sideOffset={6} collisionPadding={8} onEscapeKeyDown={passEscapeOn}>
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

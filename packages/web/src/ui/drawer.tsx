import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { closeOnEscape } from './escape.ts';
import { Icon } from './icon.tsx';
import { rememberOpener, returnFocus } from './return-focus.ts';
import { LeaveQuestion, UnsavedProvider, useGuardedClose } from './unsaved.tsx';

interface DrawerProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly side?: 'left' | 'right';
  readonly children: ReactNode;
}

/** A sheet from the side, over the page; Escape and a click beside it close it, after asking where something written would be lost. The focus goes back to where it was when it closes. */
export function Drawer({ title, isOpen, onClose, side = 'right', children }: DrawerProps) {
  const { t } = useLanguage();
  const guard = useGuardedClose(onClose);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : guard.close())}>
      <Dialog.Portal>
        <Dialog.Overlay className="drawer-overlay" />
        <Dialog.Content
          className={`drawer drawer-${side}`}
          aria-describedby={undefined}
          onOpenAutoFocus={rememberOpener}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={guard.onEscape}
          onKeyDown={(event) => closeOnEscape(event, guard.isAsking ? guard.stay : guard.close)}
        >
          <div className="drawer-head">
            <Dialog.Title className="drawer-title">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t.close} title={t.close}>
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <div className="drawer-body" inert={guard.isAsking}>
            <UnsavedProvider value={guard.setForms}>{children}</UnsavedProvider>
          </div>
          {guard.isAsking ? <LeaveQuestion first={guard.first} onStay={guard.stay} onLeave={guard.leave} /> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

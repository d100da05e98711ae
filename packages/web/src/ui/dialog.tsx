import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { closeOnEscape } from './escape.ts';
import { Icon } from './icon.tsx';
import { rememberOpener, returnFocus } from './return-focus.ts';
import { LeaveQuestion, UnsavedProvider, useGuardedClose } from './unsaved.tsx';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A small window over the page; Escape and a click beside it close it, after asking where something written would be lost. The
 * focus begins at what has `data-first`, if anything, and goes back to where it was when it closes.
 */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  const { t } = useLanguage();
  const guard = useGuardedClose(onClose);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => (open ? undefined : guard.close())}>
      <Radix.Portal>
        <Radix.Overlay className="drawer-overlay" />
        <Radix.Content
          className="dialog"
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={guard.onEscape}
          onKeyDown={(event) => closeOnEscape(event, guard.isAsking ? guard.stay : guard.close)}
          onOpenAutoFocus={(event) => {
            rememberOpener(event);
            const first = event.currentTarget instanceof Element ? event.currentTarget.querySelector('[data-first]') : null;
            if (!(first instanceof HTMLElement)) return;
            event.preventDefault();
            first.focus();
          }}
        >
          <div className="dialog-head">
            <Radix.Title className="drawer-title">{title}</Radix.Title>
            <Radix.Close className="icon-button" aria-label={t.close}>
              <Icon name="close" />
            </Radix.Close>
          </div>
          <div className="dialog-body" inert={guard.isAsking}>
            <UnsavedProvider value={guard.setForms}>{children}</UnsavedProvider>
          </div>
          {guard.isAsking ? <LeaveQuestion first={guard.first} onStay={guard.stay} onLeave={guard.leave} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

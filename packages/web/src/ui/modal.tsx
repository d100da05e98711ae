import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { closeOnEscape } from './escape.ts';
import { Icon } from './icon.tsx';
import { rememberOpener, returnFocus } from './return-focus.ts';
import { LeaveQuestion, UnsavedProvider, useGuardedClose } from './unsaved.tsx';

/** A window over the page, whatever it looks like. */
export interface ModalProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A window over the page; Escape and a click beside it close it, after asking where something written would be lost. The
 * focus begins at what has `data-first`, else at the first control, and goes back to where it was when it closes. `look`
 * names the classes of its parts, `className` adds to the window's own.
 */
export function Modal(props: ModalProps & { readonly look: 'dialog' | 'drawer'; readonly className?: string }) {
  const { title, isOpen, onClose, children, look, className = '' } = props;
  const { t } = useLanguage();
  const guard = useGuardedClose(onClose);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => (open ? undefined : guard.close())}>
      <Radix.Portal>
        <Radix.Overlay className="drawer-overlay" />
        <Radix.Content
          className={className === '' ? look : `${look} ${className}`}
          aria-describedby={undefined}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={guard.onEscape}
          onKeyDown={(event) => closeOnEscape(event, guard.isAsking ? guard.stay : guard.close)}
        >
          <div className={`${look}-head`}>
            <Radix.Title className="drawer-title">{title}</Radix.Title>
            <Radix.Close className="icon-button" aria-label={t.close} title={t.close}>
              <Icon name="close" />
            </Radix.Close>
          </div>
          <div className={`${look}-body`} inert={guard.isAsking}>
            <UnsavedProvider value={guard.setForms}>{children}</UnsavedProvider>
          </div>
          {guard.isAsking ? <LeaveQuestion first={guard.first} onStay={guard.stay} onLeave={guard.leave} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function focusFirst(event: Event): void {
  rememberOpener(event);
  const first = event.currentTarget instanceof Element ? event.currentTarget.querySelector('[data-first]') : null;
  if (!(first instanceof HTMLElement)) return;
  event.preventDefault();
  first.focus();
}

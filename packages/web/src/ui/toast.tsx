import { Toast as Radix } from 'radix-ui';
import { create } from 'zustand';
import { useLanguage } from '../i18n/language.ts';
import { Icon } from './icon.tsx';

/** What a toast tells: that something is done, or that it failed. */
type ToastKind = 'done' | 'problem';

interface ShownToast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
}

/** How long a toast stays; it waits while the pointer or the focus is on it. */
const SHOWN_MS: Readonly<Record<ToastKind, number>> = { done: 5000, problem: 12_000 };
/** The oldest leave when more come. */
const MOST_SHOWN = 3;

const useToasts = create<{ readonly toasts: readonly ShownToast[] }>()(() => ({ toasts: [] }));
let lastId = 0;

/** Says something that has happened and needs no answer, for a few seconds, also to screen readers. */
export function showToast(text: string, kind: ToastKind = 'done'): void {
  lastId += 1;
  const toast = { id: lastId, kind, text };
  // The same said again takes the place of what it repeats.
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((shown) => shown.text !== text), toast].slice(-MOST_SHOWN),
  }));
}

/** Where toasts appear; once in the page. */
export function Toasts() {
  const { t } = useLanguage();
  const toasts = useToasts((state) => state.toasts);
  const remove = (id: number) => useToasts.setState((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) }));
  return (
    <Radix.Provider duration={SHOWN_MS.done} label={t.shell.toast}>
      {toasts.map((toast) => (
        <Radix.Root
          key={toast.id}
          className={`toast toast-${toast.kind}`}
          duration={SHOWN_MS[toast.kind]}
          onOpenChange={(open) => (open ? undefined : remove(toast.id))}
        >
          <Icon name={toast.kind === 'done' ? 'check' : 'warn'} />
          <Radix.Description className="grow">{toast.text}</Radix.Description>
          <Radix.Close className="icon-button" aria-label={t.close}>
            <Icon name="close" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="toasts" label={t.shell.toasts} />
    </Radix.Provider>
  );
}

import { Dialog } from 'radix-ui';
import { useLanguage } from '../i18n/language.ts';
import { Button } from './button.tsx';

/** Closes the dialog or drawer that it stands in, as Escape does: it asks first where something written would be lost. */
export function CancelButton({ isFirst = false }: { readonly isFirst?: boolean }) {
  const { t } = useLanguage();
  return (
    <Dialog.Close asChild>
      <Button {...(isFirst ? { 'data-first': '' } : {})}>{t.cancel}</Button>
    </Dialog.Close>
  );
}
